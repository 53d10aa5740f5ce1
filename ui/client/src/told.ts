/**
 * What players have done in a session, as far as this screen has been told: sets, attempts, jumps, faults, blocks.
 * Pure. The whole record is the node's; a screen that came late has only what came since.
 */

import type { EventPayloads, Fact, PlayerFact, SetCompleted } from "./generated/contract";
import { EVENTS } from "./generated/contract";

/** Events that a screen keeps of each player. */
export const TOLD_EVENTS = [
  EVENTS.STRENGTH_SET_COMPLETION,
  EVENTS.STRENGTH_WEIGHT_UPDATE,
  EVENTS.STRENGTH_FORM_FEEDBACK,
  EVENTS.ADVICE_DECISION,
  EVENTS.HYBRID_BLOCK_TRANSITION,
  EVENTS.AGILITY_DRILL_COMPLETION,
  EVENTS.AGILITY_ERROR_TRACKING,
  EVENTS.PLYOMETRICS_JUMP_MEASUREMENT,
] as const;

export type ToldEvent = (typeof TOLD_EVENTS)[number];
type ToldOfPlayer = { readonly [E in ToldEvent]?: readonly EventPayloads[E][] };
export type ToldByPlayer = Readonly<Record<string, ToldOfPlayer>>;

/** Of each event, of each player. */
const KEPT = 120;
const KNOWN: ReadonlySet<string> = new Set(TOLD_EVENTS);

/** What a player has done of one kind, oldest first; what was undone or corrected is not among it. */
export function toldOf<E extends ToldEvent>(
  told: ToldByPlayer,
  playerId: string,
  event: E,
): readonly EventPayloads[E][] {
  return told[playerId]?.[event] ?? [];
}

/** Takes a fact in; the same object when it is of another kind or known. */
export function addTold(told: ToldByPlayer, event: string, fact: Fact): ToldByPlayer {
  const { playerId } = fact as Partial<PlayerFact>;
  if (!KNOWN.has(event) || playerId === undefined) return told;
  const kind = event as ToldEvent;
  const before: readonly Fact[] = told[playerId]?.[kind] ?? [];
  const { corrects, withdrawn } = fact as Partial<SetCompleted>;
  const gone = new Set([corrects, fact.eventId].filter((id) => id !== undefined));
  const others = before.filter((old) => old.eventId === undefined || !gone.has(old.eventId));
  const after = withdrawn === true ? others : [...others, fact].sort(byTime).slice(-KEPT);
  return { ...told, [playerId]: { ...told[playerId], [kind]: after } as ToldOfPlayer };
}

function byTime(a: Fact, b: Fact): number {
  return Date.parse(a.occurredAt ?? "") - Date.parse(b.occurredAt ?? "") || (a.seq ?? 0) - (b.seq ?? 0);
}
