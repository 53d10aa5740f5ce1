/** The flow at a rack: who is up, what the last tick was, and everything that can be said about it. */

import { type MouseEvent, useCallback, useRef, useState } from "react";
import type { Kit } from "../../shared/athlete/kit";
import type { Lifting } from "../../shared/athlete/lifting";
import type { SetDraft } from "../../shared/athlete/setBook";
import type { EnteredSet } from "../../shared/athlete/sets";
import { firstUp, nextUp } from "./rackList";

/** Taps so soon after a change of players were meant for the one before. */
export const SWITCH_DEAF_MS = 400;

export function useTurns(kit: Kit, lifting: readonly Lifting[]) {
  const { book } = kit;
  const here = lifting.map(({ player }) => player.playerId);
  const of = (playerId: string) => lifting.find(({ player }) => player.playerId === playerId);
  const hasWork = (playerId: string) => (of(playerId)?.coming ?? null) !== null;
  const [wanted, setWanted] = useState(() => firstUp(here, book.sets(), hasWork));
  const [newest, setNewest] = useState<string | null>(null);
  const deafUntil = useRef(0);
  const busy = useRef(false);
  const upId = here.includes(wanted) ? wanted : (here[0] ?? "");

  const bring = (playerId: string) => {
    if (playerId === upId) return;
    deafUntil.current = performance.now() + SWITCH_DEAF_MS;
    setWanted(playerId);
  };
  const swallow = (event: MouseEvent) => {
    if (performance.now() >= deafUntil.current) return;
    event.stopPropagation();
    event.preventDefault();
  };
  /** The next player comes up when the set is on the disk, and not before. */
  const tick = async (draft: SetDraft) => {
    if (busy.current) return;
    busy.current = true;
    const entered = await book.enter(draft);
    busy.current = false;
    if ("ok" in entered) return;
    setNewest(entered.eventId);
    bring(nextUp(here, draft.playerId, hasWork));
  };
  const undo = async (set: EnteredSet) => {
    if ((await book.takeBack(set.eventId)) !== null) return;
    setNewest(null);
    bring(set.playerId);
  };
  /** The set becomes the other person's next one; whoever it was not goes on lifting. */
  const give = async (set: EnteredSet, playerId: string) => {
    const step = of(playerId)?.coming;
    if (step == null) return;
    const { exerciseId, exerciseName, number, total, side, kind } = step;
    const given = await book.giveTo(set.eventId, {
      ...set,
      exerciseId,
      exerciseName,
      number,
      total,
      side,
      kind,
      playerId,
    });
    if ("ok" in given) return;
    setNewest(given.eventId);
    bring(set.playerId);
  };
  const forget = useCallback(() => setNewest(null), []);
  return { up: of(upId), newest, bring, swallow, tick, undo, give, forget };
}
