import { describe, expect, it } from "vitest";
import { type AlertInForce, createAlerts } from "../src/alerts";
import { createEmitter } from "../src/emitter";
import type { Incoming } from "../src/link";
import { type AlertRaised, EVENTS } from "../src/wire";
import { iso, T0 } from "./made";

const alert = (alertId: string, severity: AlertRaised["severity"], more: Partial<AlertRaised> = {}): AlertRaised => ({
  alertId,
  severity,
  type: "high_fatigue",
  message: "Look",
  evidence: { rule: "r", inputs: {} },
  since: iso(T0),
  ...more,
});
const open = (one: AlertRaised): AlertInForce => ({ alert: one, acknowledged: null });

function desk(load?: () => Promise<readonly AlertInForce[]>) {
  const heard = createEmitter<Incoming>();
  const opened = createEmitter<void>();
  const sent: unknown[] = [];
  const send = async (event: string, payload: object) => {
    sent.push([event, payload]);
    return { ok: true } as const;
  };
  const link = { onEvent: heard.on, onOpen: opened.on, send };
  const alerts = createAlerts(load === undefined ? { link } : { link, load });
  const tell = (event: string, payload: object) => heard.emit({ event, payload });
  const ids = () => alerts.view().alerts.map((one) => one.alert.alertId);
  return { alerts, tell, ids, sent, opened };
}

describe("alerts in force", () => {
  it("stand with the gravest first, and what somebody has taken on last", () => {
    const { alerts, tell, ids } = desk();
    tell(EVENTS.ALERT_RAISED, alert("low", "low"));
    tell(EVENTS.ALERT_RAISED, alert("high", "high"));
    tell(EVENTS.ALERT_RAISED, alert("later", "high", { since: iso(T0 + 1_000) }));
    expect(ids()).toEqual(["high", "later", "low"]);
    tell(EVENTS.ALERT_ACKNOWLEDGED, { alertId: "high", acknowledgedBy: "t", acknowledgedAt: iso(T0) });
    expect(ids()).toEqual(["later", "low", "high"]);
    expect(alerts.view().unacknowledged).toBe(2);
    tell(EVENTS.ALERT_CLEARED, { alertId: "later", clearedAt: iso(T0) });
    expect(ids()).toEqual(["low", "high"]);
  });

  it("ask for an answer again when they grow graver, and not when they only grow", () => {
    const { alerts, tell } = desk();
    tell(EVENTS.ALERT_RAISED, alert("a", "medium"));
    tell(EVENTS.ALERT_ACKNOWLEDGED, { alertId: "a", acknowledgedBy: "t", acknowledgedAt: iso(T0) });
    tell(EVENTS.ALERT_RAISED, alert("a", "medium", { causes: 2 }));
    expect(alerts.view()).toMatchObject({ unacknowledged: 0, alerts: [{ alert: { causes: 2 } }] });
    tell(EVENTS.ALERT_RAISED, alert("a", "high"));
    expect(alerts.view().unacknowledged).toBe(1);
  });

  it("are read again when the link opens: what was cleared meanwhile goes, what was raised comes", async () => {
    let known = [open(alert("old", "low"))];
    const { tell, ids, opened } = desk(async () => known);
    opened.emit();
    await Promise.resolve();
    await Promise.resolve();
    expect(ids()).toEqual(["old"]);
    known = [open(alert("new", "low")), open(alert("gone", "low"))];
    tell(EVENTS.ALERT_CLEARED, { alertId: "gone", clearedAt: iso(T0) });
    opened.emit();
    await Promise.resolve();
    await Promise.resolve();
    expect(ids()).toEqual(["new"]);
  });

  it("are answered by name", async () => {
    const { alerts, sent } = desk();
    await alerts.acknowledge("a", { shelveMinutes: 5, reason: "known" });
    await alerts.clear("a");
    expect(sent).toEqual([
      [EVENTS.ALERT_ACKNOWLEDGED, { alertId: "a", shelveMinutes: 5, reason: "known" }],
      [EVENTS.ALERT_CLEARED, { alertId: "a" }],
    ]);
  });
});
