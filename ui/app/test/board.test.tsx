// @vitest-environment jsdom
import "./dom";
import { EVENTS } from "@dryland/client";
import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeSession, makeSession, type SessionDraft } from "../dev/fakeFloor";
import { type FakeNode, startFakeNode } from "../dev/fakeNode";
import { Board } from "../src/features/board/Board";
import { createApi } from "../src/shared/api";
import { createFloor, type Floor } from "../src/shared/floor";
import { I18n } from "../src/shared/i18n/I18n";

let node: FakeNode;
let floor: Floor;
let sessions: FakeSession[];

async function open(drafts: SessionDraft[], port = 0): Promise<void> {
  sessions = drafts.map((draft) => makeSession(draft, Date.now()));
  node = await startFakeNode({ sessions, port, frameMs: 200 });
}

async function show(drafts: SessionDraft[]): Promise<void> {
  await open(drafts);
  floor = createFloor({ url: node.url, token: "t", store: window.sessionStorage });
  render(
    <MantineProvider>
      <MemoryRouter>
        <I18n>
          <Board
            floor={floor}
            api={createApi({ bearer: () => "t", renew: async () => false })}
            sessionIds={drafts.map((draft) => draft.sessionId)}
            onChooseSessions={() => undefined}
            onLeave={() => undefined}
          />
        </I18n>
      </MemoryRouter>
    </MantineProvider>,
  );
}

// The panel comes on its own; here it is translated at its first use, which on a busy machine takes longer than a test waits.
beforeAll(async () => {
  await import("../src/features/board/SidePanel");
}, 60_000);
beforeEach(() => window.sessionStorage.clear());
afterEach(async () => {
  floor.close();
  await node.close();
});

const six: SessionDraft = { sessionId: "a", name: "VO2max", count: 6 };
const tile = (name: string) => screen.getByTitle(name);
const column = (session: string) => screen.getByRole("region", { name: session });
const startCommands = () => node.received.filter((one) => one.event === EVENTS.SESSION_START);

describe("the board", () => {
  it("shows every player's live value, zone and target", async () => {
    await show([six]);
    await waitFor(() => expect(tile("Elin Wikström").textContent).toMatch(/\d\d%/));
    expect(within(column("VO2max")).getAllByRole("button", { pressed: false })).toHaveLength(6);
    expect(tile("Elin Wikström").dataset.zone).toMatch(/[3-5]/);
    await waitFor(() => expect(tile("Nora Ek").dataset.signal).toBe("lost"));
    expect(tile("Nora Ek").querySelector(".tile-value")?.textContent).toBe("—");
  });

  it("opens a panel beside the board, not a dialog, and closes it with Escape", async () => {
    await show([six]);
    await waitFor(() => tile("Elin Wikström"));
    fireEvent.click(tile("Elin Wikström"));
    const panel = await screen.findByRole("complementary", { name: "Details of Elin Wikström" });
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(await within(panel).findByText(/Heart rate fell only 18 bpm/)).toBeDefined();
    expect(within(panel).getAllByRole("row")).toHaveLength(10);
    fireEvent.keyDown(window, { key: "Escape" });
    expect(screen.queryByRole("complementary")).toBeNull();
  });

  it("accepts or refuses what is advised for the next interval, by the advice's own name", async () => {
    await show([six]);
    await waitFor(() => tile("Elin Wikström"));
    fireEvent.click(tile("Elin Wikström"));
    const panel = await screen.findByRole("complementary", { name: "Details of Elin Wikström" });
    fireEvent.click(await within(panel).findByRole("button", { name: "Accept" }));
    await waitFor(() =>
      expect(node.received.at(-1)).toMatchObject({
        event: EVENTS.ADVICE_DECISION,
        payload: { sessionId: "a", playerId: "p1", adviceId: "advice-0", verdict: "accepted" },
      }),
    );
    expect(within(panel).getByRole("button", { name: "Refuse" })).toBeDefined();
  });

  it("keeps the floor with its age while the node is away, and goes on by itself when it is back", async () => {
    await show([six]);
    await waitFor(() => expect(tile("Elin Wikström").textContent).toMatch(/\d\d%/));
    const { port } = node;
    await act(() => node.close());
    await waitFor(() => expect(screen.getByText(/No connection for/)).toBeDefined());
    expect(tile("Elin Wikström")).toBeDefined();
    expect(screen.getByRole("button", { name: "Pause" })).toHaveProperty("disabled", true);
    await act(() => open([six], port));
    await waitFor(() => expect(screen.queryByText(/No connection for/)).toBeNull(), { timeout: 8_000 });
    expect(screen.getByRole("button", { name: "Pause" })).toHaveProperty("disabled", false);
  });

  it("sends a command with its session, and offers only what is possible", async () => {
    await show([{ ...six, status: "scheduled" }]);
    const start = await screen.findByRole("button", { name: "Start" });
    expect(screen.queryByRole("button", { name: /End/ })).toBeNull();
    fireEvent.click(start);
    await waitFor(() => expect(startCommands()).toHaveLength(1));
    expect(startCommands()[0]?.payload).toMatchObject({ sessionId: "a" });
  });

  it("has STOP ALL only for a bundle, which fires on press", async () => {
    await show([{ ...six, bundleId: "bundle-1" }]);
    const stop = await screen.findByRole("button", { name: "STOP ALL" });
    fireEvent.pointerDown(stop, { button: 0 });
    await waitFor(() =>
      expect(node.received.at(-1)).toMatchObject({
        event: EVENTS.BULK_OPERATION_STATUS,
        payload: { bundleId: "bundle-1", operation: "emergency_stop_all" },
      }),
    );
  });

  it("has no STOP ALL without a bundle, and no Resume while an emergency is in force", async () => {
    await show([
      {
        ...six,
        status: "paused",
        emergency: { by: "a1f0", byName: "Anna", at: new Date().toISOString(), reason: "Fall." },
      },
    ]);
    await screen.findByText(/Emergency stop by Anna/);
    expect(screen.queryByRole("button", { name: "STOP ALL" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Resume" })).toBeNull();
  });

  it("shows several sessions side by side", async () => {
    await show([six, { sessionId: "b", name: "Bikes", count: 2, offset: 6 }]);
    await screen.findByRole("heading", { name: "Bikes" });
    await waitFor(() => expect(within(column("Bikes")).getAllByRole("button", { pressed: false })).toHaveLength(2));
    expect(within(column("VO2max")).getAllByRole("button", { pressed: false })).toHaveLength(6);
  });

  it("says when a session is not there", async () => {
    await show([six]);
    await screen.findByText("VO2max");
    sessions.length = 0;
    node.disconnectAll();
    await screen.findByText(/There is no such session/, {}, { timeout: 8_000 });
  });
});
