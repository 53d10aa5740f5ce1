/** Alerts as a rail shows them: one card for what has one cause, the gravest first, what is seen to last. Pure. */

import type { AlertInForce, AlertSeverity, AlertType } from "@dryland/client";

export interface AlertGroup {
  key: string;
  type: AlertType;
  severity: AlertSeverity;
  /** Not empty; the oldest first. */
  alerts: readonly [AlertInForce, ...AlertInForce[]];
  /** Signals under all of them together. */
  causes: number;
  /** Who has taken it on; null while somebody is still needed. */
  takenBy: string | null;
  shelved: boolean;
}

/** Alone, whatever its kind: people act on each of these by itself. */
const NEVER_GROUPED: ReadonlySet<AlertType> = new Set(["help_requested", "injury_risk", "restriction_violated"]);

export function groupAlerts(alerts: readonly AlertInForce[], nowMs: number): readonly AlertGroup[] {
  const groups = new Map<string, [AlertInForce, ...AlertInForce[]]>();
  for (const one of alerts) {
    const key = keyOf(one, nowMs);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups].map(([key, members]) => groupOf(key, members, nowMs));
}

function isShelved({ acknowledged }: AlertInForce, nowMs: number): boolean {
  return acknowledged?.shelvedUntil !== undefined && Date.parse(acknowledged.shelvedUntil) > nowMs;
}

function keyOf(one: AlertInForce, nowMs: number): string {
  const { alert, acknowledged } = one;
  if (NEVER_GROUPED.has(alert.type)) return alert.alertId;
  const state = acknowledged === null ? "open" : isShelved(one, nowMs) ? "shelved" : "taken";
  return `${alert.type} ${alert.severity} ${alert.sessionId ?? ""} ${state}`;
}

function groupOf(key: string, alerts: AlertGroup["alerts"], nowMs: number): AlertGroup {
  const [{ alert, acknowledged }] = alerts;
  return {
    key,
    type: alert.type,
    severity: alert.severity,
    alerts,
    causes: alerts.reduce((sum, one) => sum + (one.alert.causes ?? 1), 0),
    takenBy: acknowledged?.acknowledgedByName ?? acknowledged?.acknowledgedBy ?? null,
    shelved: alerts.every((one) => isShelved(one, nowMs)),
  };
}

/** Players about whom somebody is still needed. */
export function alarmingPlayers(alerts: readonly AlertInForce[]): ReadonlySet<string> {
  return new Set(
    alerts.flatMap(({ alert, acknowledged }) => (acknowledged === null && alert.playerId ? [alert.playerId] : [])),
  );
}
