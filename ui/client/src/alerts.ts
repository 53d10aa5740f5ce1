/**
 * The alerts in force, one by one, from their being raised to their being cleared. What was raised before this screen
 * came is asked for by whoever knows where; here it is only taken in. Knows no screen.
 */

import type { Outcome } from "./courier";
import { createEmitter } from "./emitter";
import type { Incoming, Link } from "./link";
import {
  type AcknowledgeAlert,
  type AlertAcknowledged,
  type AlertCleared,
  type AlertRaised,
  type AlertSeverity,
  EVENTS,
  type RaiseAlert,
} from "./wire";

export interface AlertInForce {
  readonly alert: AlertRaised;
  /** Who has taken it on; null while nobody has. */
  readonly acknowledged: AlertAcknowledged | null;
}

export interface AlertsView {
  /** The gravest first, then the oldest; what somebody has taken on comes last. */
  readonly alerts: readonly AlertInForce[];
  readonly unacknowledged: number;
}

export interface Alerts {
  view(): AlertsView;
  subscribe(listener: () => void): () => void;
  /** Takes in what was in force before; what has been told since counts more. */
  restore(alerts: readonly AlertInForce[]): void;
  raise(alert: RaiseAlert): Promise<Outcome>;
  acknowledge(alertId: string, more?: Pick<AcknowledgeAlert, "shelveMinutes" | "reason">): Promise<Outcome>;
  clear(alertId: string, reason?: string): Promise<Outcome>;
  close(): void;
}

export interface AlertsOptions {
  link: Pick<Link, "onEvent" | "onOpen" | "send">;
  /** Reads the alerts in force, for example over HTTP; called whenever the link opens, as some may have been missed. */
  load?: () => Promise<readonly AlertInForce[]>;
}

const GRAVITY: Readonly<Record<AlertSeverity, number>> = { high: 0, medium: 1, low: 2 };
const CLEARED_KEPT = 500;

export function createAlerts(options: AlertsOptions): Alerts {
  const { link, load } = options;
  const changes = createEmitter<void>();
  const inForce = new Map<string, AlertInForce>();
  const cleared = new Set<string>();
  let view: AlertsView = { alerts: [], unacknowledged: 0 };

  const tell = () => {
    view = viewOf([...inForce.values()]);
    changes.emit();
  };
  const hear = ({ event, payload }: Incoming) => {
    if (apply(inForce, cleared, event, payload)) tell();
  };
  const restore = (alerts: readonly AlertInForce[]) => {
    const news = alerts.filter(({ alert }) => !inForce.has(alert.alertId) && !cleared.has(alert.alertId));
    for (const one of news) inForce.set(one.alert.alertId, one);
    if (news.length > 0) tell();
  };
  /** What is not in force any more was cleared while this screen was away. */
  const reload = async () => {
    if (load === undefined) return;
    const before = [...inForce.keys()];
    const alerts = await load().catch(() => null);
    if (alerts === null) return;
    const now = new Set(alerts.map(({ alert }) => alert.alertId));
    for (const alertId of before) if (!now.has(alertId)) inForce.delete(alertId);
    for (const one of alerts) if (!cleared.has(one.alert.alertId)) inForce.set(one.alert.alertId, one);
    tell();
  };
  const endings = [link.onEvent(hear), link.onOpen(() => void reload())];
  return {
    view: () => view,
    subscribe: changes.on,
    restore,
    raise: (alert) => link.send(EVENTS.ALERT_RAISED, alert),
    acknowledge: (alertId, more = {}) => link.send(EVENTS.ALERT_ACKNOWLEDGED, { alertId, ...more }),
    clear: (alertId, reason) =>
      link.send(EVENTS.ALERT_CLEARED, { alertId, ...(reason === undefined ? {} : { reason }) }),
    close() {
      for (const end of endings) end();
    },
  };
}

/** True when something has changed. */
function apply(inForce: Map<string, AlertInForce>, cleared: Set<string>, event: string, payload: unknown): boolean {
  if (event === EVENTS.ALERT_RAISED) return raised(inForce, cleared, payload as AlertRaised);
  if (event === EVENTS.ALERT_ACKNOWLEDGED) return acknowledged(inForce, payload as AlertAcknowledged);
  if (event !== EVENTS.ALERT_CLEARED) return false;
  const { alertId } = payload as AlertCleared;
  cleared.add(alertId);
  for (const oldest of cleared) {
    if (cleared.size <= CLEARED_KEPT) break;
    cleared.delete(oldest);
  }
  return inForce.delete(alertId);
}

/** Raised again means that it has grown: more causes, a graver word. Who took it on stays. */
function raised(inForce: Map<string, AlertInForce>, cleared: Set<string>, alert: AlertRaised): boolean {
  const before = inForce.get(alert.alertId);
  const graver = before !== undefined && GRAVITY[alert.severity] < GRAVITY[before.alert.severity];
  cleared.delete(alert.alertId);
  inForce.set(alert.alertId, { alert, acknowledged: graver ? null : (before?.acknowledged ?? null) });
  return true;
}

function acknowledged(inForce: Map<string, AlertInForce>, told: AlertAcknowledged): boolean {
  const before = inForce.get(told.alertId);
  if (before === undefined) return false;
  inForce.set(told.alertId, { ...before, acknowledged: told });
  return true;
}

function viewOf(alerts: readonly AlertInForce[]): AlertsView {
  const rank = ({ alert, acknowledged: taken }: AlertInForce) => (taken === null ? 0 : 10) + GRAVITY[alert.severity];
  const sorted = [...alerts].sort((a, b) => rank(a) - rank(b) || a.alert.since.localeCompare(b.alert.since));
  return { alerts: sorted, unacknowledged: alerts.filter(({ acknowledged: taken }) => taken === null).length };
}
