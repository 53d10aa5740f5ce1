/** Asks the node for the alerts in force: those that were raised before this screen came. */

import type { AlertInForce, AlertRaised } from "@dryland/client";
import type { Api } from "../../../shared/api";

/** An alert as it stands in a list. */
interface Listed {
  alert: AlertRaised;
  state: string;
  acknowledgedBy?: string;
  acknowledgedByName?: string;
  acknowledgedAt?: string;
  shelvedUntil?: string;
  reason?: string;
}

export async function loadAlerts(api: Api): Promise<readonly AlertInForce[]> {
  const { items } = await api.get<{ items: readonly Listed[] }>("/api/alerts", {
    query: { is_open: true, limit: 100 },
  });
  return items.map((listed) => ({ alert: listed.alert, acknowledged: takenOn(listed) }));
}

function takenOn({ alert, ...listed }: Listed): AlertInForce["acknowledged"] {
  if (listed.acknowledgedBy === undefined || listed.acknowledgedAt === undefined) return null;
  const { acknowledgedBy, acknowledgedByName, acknowledgedAt, shelvedUntil, reason } = listed;
  return {
    ...alert,
    acknowledgedBy,
    acknowledgedAt,
    ...(acknowledgedByName === undefined ? {} : { acknowledgedByName }),
    ...(shelvedUntil === undefined ? {} : { shelvedUntil }),
    ...(reason === undefined ? {} : { reason }),
  };
}
