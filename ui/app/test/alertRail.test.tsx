// @vitest-environment jsdom
import "./dom";
import { createEmitter } from "@dryland/client";
import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AlertRail } from "../src/features/board/alerts/AlertRail";
import type { AlertRailState } from "../src/features/board/alerts/useAlertRail";
import { BoardToolsProvider } from "../src/features/board/context";
import { createPaintQueue } from "../src/features/board/paintQueue";
import { createApi } from "../src/shared/api";
import { createFloor, type Floor } from "../src/shared/floor";
import { I18n } from "../src/shared/i18n/I18n";

let floor: Floor;
let touchedAtMs: number;
let tick: (alerts: AlertRailState["alerts"]) => void;

function alert(severity: "high" | "low") {
  const of = { alertId: severity, eventId: severity, type: "signal_lost", severity, message: "Nothing heard." };
  const raised = { ...of, since: new Date().toISOString(), evidence: { rule: "made up", inputs: {} } };
  return [{ alert: raised, state: "raised" }] as unknown as AlertRailState["alerts"];
}

beforeEach(() => {
  vi.useFakeTimers();
  touchedAtMs = Date.now();
  floor = createFloor({ url: "http://127.0.0.1:9", token: "t", store: window.sessionStorage });
  const ticks = createEmitter<number>();
  const tools = { queue: createPaintQueue(), ticks, alarms: { current: new Set<string>() } };
  const { link, bundles } = floor;
  const api = createApi({ bearer: () => "t", renew: async () => false });
  const screenOf = (alerts: AlertRailState["alerts"]) => (
    <MantineProvider>
      <I18n>
        <BoardToolsProvider value={{ ...tools, link, bundles, api, say: (id) => id, touchedAtMs: () => touchedAtMs }}>
          <AlertRail rail={{ alerts, refusal: null } as AlertRailState} sessions={[]} onShow={() => undefined} />
        </BoardToolsProvider>
      </I18n>
    </MantineProvider>
  );
  const { rerender } = render(screenOf([]));
  tick = (alerts) => {
    rerender(screenOf(alerts));
    act(() => ticks.emit(Date.now()));
  };
});
afterEach(() => {
  floor.close();
  vi.useRealTimers();
});
const isOpen = () => screen.getByLabelText("Alerts").dataset.empty === "false";

describe("the alert rail", () => {
  it("takes no room from under a finger, and takes it when the finger is gone for two seconds", () => {
    tick(alert("low"));
    expect(isOpen()).toBe(false);
    vi.advanceTimersByTime(2_000);
    tick(alert("low"));
    expect(isOpen()).toBe(true);
    touchedAtMs = Date.now();
    tick([]);
    expect(isOpen()).toBe(true);
    vi.advanceTimersByTime(2_000);
    tick([]);
    expect(isOpen()).toBe(false);
  });

  it("shows what is grave at once", () => {
    tick(alert("high"));
    expect(isOpen()).toBe(true);
  });
});
