// @vitest-environment jsdom
import "./dom";
import { type BulkOperationReported, createEmitter } from "@dryland/client";
import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { StopAll } from "../src/features/board/bundle/StopAll";
import { BoardToolsProvider } from "../src/features/board/context";
import { createPaintQueue } from "../src/features/board/paintQueue";
import { createApi } from "../src/shared/api";
import { createFloor, type Floor } from "../src/shared/floor";
import { I18n } from "../src/shared/i18n/I18n";

let floor: Floor;
afterEach(() => floor.close());

function show(names: readonly string[]): void {
  floor = createFloor({ url: "http://127.0.0.1:9", token: "t", store: window.sessionStorage });
  const report = {
    reachedScreens: 1,
    totalScreens: names.length + 1,
    unreachedScreens: names.map((name) => ({ name })),
  } as unknown as BulkOperationReported;
  const tools = { queue: createPaintQueue(), ticks: createEmitter<number>(), alarms: { current: new Set<string>() } };
  const api = createApi({ bearer: () => "t", renew: async () => false });
  const { link, bundles } = floor;
  render(
    <MantineProvider>
      <I18n>
        <BoardToolsProvider value={{ ...tools, link, bundles, api, say: (id) => id, touchedAtMs: () => 0 }}>
          <StopAll bundleId="tuesday" stopped report={report} />
        </BoardToolsProvider>
      </I18n>
    </MantineProvider>,
  );
}

describe("what STOP ALL answers", () => {
  it("names the few screens that somebody has to walk to", () => {
    show(["Bike 4", "Rack 2"]);
    expect(screen.getByRole("alert").textContent).toContain("1 of 3 screens stopped");
    expect(screen.getByText("not reached: Bike 4, Rack 2")).toBeDefined();
  });

  it("does not push the floor away when there are many: four names, a count, and all of them a tap away", () => {
    show(["A", "B", "C", "D", "E", "F", "G"]);
    expect(screen.getByText("not reached: A, B, C, D and 3 more").tagName).toBe("SUMMARY");
    expect(screen.getByRole("alert").querySelector("details")?.textContent).toMatch(/E, F, G$/);
  });
});
