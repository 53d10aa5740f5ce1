/** The order of a session's tiles, renewed at most every 10 s and never under a finger. */

import type { Session, SessionView } from "@dryland/client";
import { useEffect, useState } from "react";
import { momentOf, useBoardTools } from "./context";
import { type Arrangement, arrange, type FilterKey, type SortKey } from "./order";
import { rankSession } from "./useRanking";

export function useArrangement(
  session: Session,
  view: SessionView,
  sort: SortKey,
  filter: FilterKey,
): readonly string[] {
  const { ticks, link, alarms, touchedAtMs } = useBoardTools();
  const [arrangement, setArrangement] = useState<Arrangement | null>(null);
  useEffect(() => {
    const renew = () => {
      const players = rankSession(session, view, momentOf(link), (playerId) => alarms.current.has(playerId));
      setArrangement((before) =>
        arrange(before, { players, sort, filter, nowMs: link.nowMs(), touchedAtMs: touchedAtMs() }),
      );
    };
    renew();
    return ticks.on(renew);
  }, [session, view, sort, filter, ticks, link, alarms, touchedAtMs]);
  return arrangement?.order ?? [];
}
