/** What sends, as hooks: senders for every event, bundles, alerts, the outbox. One socket is under all of them. */

import { useMemo, useSyncExternalStore } from "react";
import type { Alerts, AlertsView } from "../alerts";
import type { Broadcast, BroadcastState, Senders } from "../broadcast";
import type { Bundles, BundlesView } from "../bundles";
import type { Outbox, OutboxState } from "../outbox";

/** A typed sender for every event of the catalogue, the connection's state and how much waits on this device. */
export function useSessionBroadcast(broadcast: Broadcast): Senders & BroadcastState & Pick<Broadcast, "send"> {
  const state = useSyncExternalStore(broadcast.subscribe, broadcast.state);
  return useMemo(() => ({ ...broadcast.senders, ...state, send: broadcast.send }), [broadcast, state]);
}

export type BulkSessions = BundlesView & Pick<Bundles, "create" | "update" | "execute" | "move" | "requestAggregates">;

/** Bundles, the operation under way, aggregates, and the orders that change them. */
export function useBulkSessionManager(bundles: Bundles): BulkSessions {
  const view = useSyncExternalStore(bundles.subscribe, bundles.view);
  return useMemo(() => ({ ...bundles, ...view }), [bundles, view]);
}

export type AlertsInHand = AlertsView & Pick<Alerts, "raise" | "acknowledge" | "clear">;

/** The alerts in force, the gravest first. */
export function useAlerts(alerts: Alerts): AlertsInHand {
  const view = useSyncExternalStore(alerts.subscribe, alerts.view);
  return useMemo(() => ({ ...alerts, ...view }), [alerts, view]);
}

/** What waits on this device, what was refused, and whether the disk can be trusted. */
export function useOutbox(outbox: Outbox): OutboxState {
  return useSyncExternalStore(outbox.subscribe, outbox.state);
}
