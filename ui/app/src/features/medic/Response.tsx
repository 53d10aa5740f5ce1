/** What the running floor did about a player since a moment, line by line, as the floor itself tells it. */

import { useCallback, useRef, useSyncExternalStore } from "react";
import type { MedicDesk } from "./desk";
import type { Deed } from "./floorTold";
import { type MedicWords, useMedicWords } from "./words";

export interface ResponseProps {
  desk: MedicDesk;
  /** Names of the open sessions by their ids. */
  sessions: ReadonlyMap<string, string>;
  playerId: string;
  /** Device time before the report, ms. */
  sinceMs: number;
}

export function Response({ desk, sessions, playerId, sinceMs }: ResponseProps) {
  const words = useMedicWords();
  const deeds = useDeeds(desk, playerId, sinceMs);
  if (deeds.length === 0) return <p className="soft">{words.t("medic.response.none")}</p>;
  return (
    <ul className="medic-lines">
      {deeds.map((deed) => (
        <li key={JSON.stringify(deed)}>{deedText(deed, sessions, words)}</li>
      ))}
    </ul>
  );
}

function useDeeds({ told }: MedicDesk, playerId: string, sinceMs: number): readonly Deed[] {
  const kept = useRef<readonly Deed[]>([]);
  const read = useCallback(() => {
    const now = told.since(playerId, sinceMs);
    if (JSON.stringify(now) !== JSON.stringify(kept.current)) kept.current = now;
    return kept.current;
  }, [told, playerId, sinceMs]);
  return useSyncExternalStore(told.subscribe, read);
}

function deedText(deed: Deed, sessions: ReadonlyMap<string, string>, { t }: MedicWords): string {
  if (deed.is === "called") return t("medic.response.called");
  if (deed.is === "paused") return t("medic.response.paused");
  const session = sessions.get(deed.sessionId) ?? deed.sessionId;
  return deed.is === "moved" ? t("medic.response.moved", { session }) : t("medic.response.plan", { session });
}
