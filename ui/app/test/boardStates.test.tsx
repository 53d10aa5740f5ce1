// @vitest-environment jsdom
import "./dom";
import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, describe, expect, it } from "vitest";
import { makeSession } from "../dev/fakeFloor";
import { type FakeNode, type FakeNodeOptions, startFakeNode } from "../dev/fakeNode";
import { Board } from "../src/features/board/Board";
import { createApi } from "../src/shared/api";
import { createFloor, type Floor } from "../src/shared/floor";
import { I18n } from "../src/shared/i18n/I18n";

let node: FakeNode;
let floor: Floor;

async function show(options: Partial<FakeNodeOptions>): Promise<void> {
  const sessions = [makeSession({ sessionId: "a", name: "VO2max", count: 6 }, Date.now())];
  node = await startFakeNode({ sessions, frameMs: 200, ...options });
  floor = createFloor({ url: node.url, token: "t", store: window.sessionStorage });
  render(
    <MantineProvider>
      <I18n>
        <MemoryRouter>
          <Board
            floor={floor}
            api={createApi({ bearer: () => "t", renew: async () => false })}
            sessionIds={["a"]}
            onChooseSessions={() => undefined}
            onLeave={() => undefined}
          />
        </MemoryRouter>
      </I18n>
    </MantineProvider>,
  );
}

afterEach(async () => {
  window.sessionStorage.clear();
  floor.close();
  await node.close();
});

describe("what a trainer is told on the board", () => {
  it("of a server that answers slowly: so, and how slowly", async () => {
    await show({ slowMs: 1_000 });
    expect(await screen.findByText("Slow")).toBeDefined();
    expect(await screen.findByText(/^1,\d{3} ms$/)).toBeDefined();
  });

  it("of a sign-in that is over: what happened and what to do, without a floor that could be old", async () => {
    await show({ refuse: "UNAUTHENTICATED" });
    expect(await screen.findByText(/sign-in is wrong or has expired/)).toBeDefined();
    expect(screen.queryByTitle("Elin Wikström")).toBeNull();
  });

  it("of an older server: to go on, and to have it updated", async () => {
    await show({ revision: { release: "0.0.1", contract: "other" } });
    expect(await screen.findByText(/Have the server updated to/)).toBeDefined();
    expect(await screen.findByTitle("Elin Wikström")).toBeDefined();
  });

  it("of a newer server: that it can be reloaded, and the floor stays", async () => {
    await show({ revision: { release: "99.0.0", contract: "other" } });
    expect(await screen.findByText("Reload now")).toBeDefined();
    expect(await screen.findByTitle("Elin Wikström")).toBeDefined();
  });
});
