/**
 * In which order tiles stand, and when they may change places.
 * Pure. Tiles never move more often than every 10 s nor within 2 s of a touch; who is new joins at the end meanwhile.
 */

import type { TileFacts } from "./tileFacts";
import { overdueS } from "./workFacts";

export type SortKey = "needs" | "number" | "listed" | "load";
export type FilterKey = "all" | "alarm" | "off" | "signal" | "rest";

export interface Ranked {
  playerId: string;
  jerseyNumber: number | null;
  name: string;
  facts: TileFacts;
  /** Energy so far, kcal; what *load* sorts by. */
  load: number | null;
  /** Where the session's own list has this player: start list, enrolment. */
  place: number;
  /** An alert about this player waits to be taken on. */
  alarm: boolean;
}

export const MOVE_EVERY_MS = 10_000;
export const TOUCH_REST_MS = 2_000;

export const NEED = { alarm: 0, off: 1, signal: 2, overdue: 3, resting: 4, nothing: 5 } as const;

/** Why somebody needs the trainer, the most pressing reason first. */
function needClass({ alarm, facts }: Pick<Ranked, "alarm" | "facts">): (typeof NEED)[keyof typeof NEED] {
  if (alarm) return NEED.alarm;
  if (facts.target === "low" || facts.target === "high" || facts.target === "out") return NEED.off;
  if (facts.signal === "lost" || facts.signal === "stale" || facts.signal === "implausible") return NEED.signal;
  if (facts.work.rest === null) return NEED.nothing;
  return overdueS(facts.work) > 0 ? NEED.overdue : NEED.resting;
}

function byNumber(a: Ranked, b: Ranked): number {
  const [x, y] = [a.jerseyNumber ?? 1_000, b.jerseyNumber ?? 1_000];
  return x - y || a.name.localeCompare(b.name) || (a.playerId < b.playerId ? -1 : 1);
}

function byNeed(a: Ranked, b: Ranked): number {
  const [x, y] = [needClass(a), needClass(b)];
  if (x !== y) return x - y;
  return pressingS(b, x) - pressingS(a, x) || byNumber(a, b);
}

/** For how long there has been a reason, s. */
function pressingS({ facts }: Ranked, need: number): number {
  if (need === NEED.off) return facts.offTargetS;
  return need === NEED.overdue ? overdueS(facts.work) : 0;
}

function byList(a: Ranked, b: Ranked): number {
  return a.place - b.place;
}

function byLoad(a: Ranked, b: Ranked): number {
  return (b.load ?? -1) - (a.load ?? -1) || byNumber(a, b);
}

const COMPARE: Readonly<Record<SortKey, (a: Ranked, b: Ranked) => number>> = {
  needs: byNeed,
  number: byNumber,
  listed: byList,
  load: byLoad,
};

const SHOWN_BY: Readonly<Record<FilterKey, (player: Ranked) => boolean>> = {
  all: () => true,
  alarm: (player) => player.alarm,
  off: (player) => needClass({ ...player, alarm: false }) === NEED.off,
  signal: ({ facts }) => ["lost", "stale", "implausible", "none"].includes(facts.signal),
  rest: ({ facts }) => facts.work.rest !== null,
};

export function passes(player: Ranked, filter: FilterKey): boolean {
  return SHOWN_BY[filter](player);
}

export interface Arrangement {
  /** Who is shown, in order. */
  order: readonly string[];
  arrangedAtMs: number;
  sort: SortKey;
  filter: FilterKey;
}

export interface ArrangeInput {
  players: readonly Ranked[];
  sort: SortKey;
  filter: FilterKey;
  nowMs: number;
  touchedAtMs: number;
}

/** The next arrangement; the same object when nothing may or must change. */
export function arrange(before: Arrangement | null, input: ArrangeInput): Arrangement {
  const asked = before === null || before.sort !== input.sort || before.filter !== input.filter;
  const due = before !== null && input.nowMs - before.arrangedAtMs >= MOVE_EVERY_MS;
  const quiet = input.nowMs - input.touchedAtMs >= TOUCH_REST_MS;
  if (!asked && !(due && quiet)) return keepUp(before, input);
  const order = input.players
    .filter((player) => passes(player, input.filter))
    .sort(COMPARE[input.sort])
    .map((player) => player.playerId);
  if (before !== null && !asked && sameOrder(before.order, order)) return before;
  return {
    order,
    arrangedAtMs: heardAnybody(input.players) ? input.nowMs : NEVER,
    sort: input.sort,
    filter: input.filter,
  };
}

/** An order made before anybody was heard says nothing; the first values may put it right at once. */
const NEVER = Number.NEGATIVE_INFINITY;

function heardAnybody(players: readonly Ranked[]): boolean {
  return players.some(({ facts }) => facts.signal !== "none");
}

/** Between two arrangements nobody moves: who left goes, who came stands at the end. */
function keepUp(before: Arrangement, input: ArrangeInput): Arrangement {
  const present = new Set(input.players.map((player) => player.playerId));
  const kept = before.order.filter((playerId) => present.has(playerId));
  const known = new Set(before.order);
  const fresh = input.filter === "all" ? input.players.filter((player) => !known.has(player.playerId)) : [];
  if (kept.length === before.order.length && fresh.length === 0) return before;
  return { ...before, order: [...kept, ...fresh.map((player) => player.playerId)] };
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((playerId, index) => playerId === b[index]);
}
