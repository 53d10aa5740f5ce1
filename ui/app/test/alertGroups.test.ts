import type { AlertInForce, AlertRaised } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { alarmingPlayers, groupAlerts } from "../src/features/board/alerts/groups";

const NOW = Date.parse("2026-01-10T18:00:00Z");
const one = (alertId: string, change: Partial<AlertRaised> = {}, taken?: { shelvedUntil?: string }): AlertInForce => {
  const alert = {
    alertId,
    type: "signal_lost",
    severity: "low",
    message: "Nothing heard for 50 s.",
    since: "2026-01-10T17:59:00Z",
    evidence: { rule: "signal", inputs: {} },
    ...change,
  } as AlertRaised;
  const acknowledged =
    taken === undefined ? null : { ...alert, acknowledgedBy: "anna", acknowledgedAt: alert.since, ...taken };
  return { alert, acknowledged };
};

describe("the alert rail", () => {
  it("shows one card for many of one kind, with all their causes", () => {
    const groups = groupAlerts([one("1"), one("2", { causes: 4 }), one("3", { type: "equipment_issue" })], NOW);
    expect(groups.map(({ type, causes, alerts }) => [type, causes, alerts.length])).toEqual([
      ["signal_lost", 5, 2],
      ["equipment_issue", 1, 1],
    ]);
  });

  it("never puts two calls for help into one card", () => {
    const calls = [one("1", { type: "help_requested" }), one("2", { type: "help_requested" })];
    expect(groupAlerts(calls, NOW)).toHaveLength(2);
  });

  it("keeps apart what is open, taken on and put off", () => {
    const groups = groupAlerts(
      [one("1"), one("2", {}, {}), one("3", {}, { shelvedUntil: "2026-01-10T18:05:00Z" })],
      NOW,
    );
    expect(groups.map(({ takenBy, shelved }) => [takenBy, shelved])).toEqual([
      [null, false],
      ["anna", false],
      ["anna", true],
    ]);
  });

  it("calls for the trainer only where nobody has taken it on", () => {
    const alerts = [one("1", { playerId: "a" }), one("2", { playerId: "b" }, {}), one("3")];
    expect([...alarmingPlayers(alerts)]).toEqual(["a"]);
  });
});
