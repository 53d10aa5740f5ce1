/**
 * In which order tiles stand, and when they may change places.
 * Pure. Tiles never move more often than every 10 s nor within 2 s of a touch; who is new joins at the end meanwhile.
 */

import type { TileFacts } from "./tileFacts";

export type SortKey = "needs" | "number" | "load";
export type FilterKey = "all" | "off" | "signal";

export interface Ranked {
  playerId: string;
  jerseyNumber: number | null;
  name: string;
  facts: TileFacts;
  /** Energy so far, kcal; what *load* sorts by. */
  load: number | null;
}

export const MOVE_EVERY_MS = 10_000;
export const TOUCH_REST_MS = 2_000;

/** 0 off target · 1 signal gone or not to be believed · 2 everybody else. */
function needClass(facts: TileFacts): 0 | 1 | 2 {
  if (facts.target === "low" || facts.target === "high" || facts.target === "out") return 0;
  return facts.signal === "lost" || facts.signal === "stale" || facts.signal === "implausible" ? 1 : 2;
}

function byNumber(a: Ranked, b: Ranked): number {
  const [x, y] = [a.jerseyNumber ?? 1_000, b.jerseyNumber ?? 1_000];
  return x - y || a.name.localeCompare(b.name) || (a.playerId < b.playerId ? -1 : 1);
}

function byNeed(a: Ranked, b: Ranked): number {
  const [x, y] = [needClass(a.facts), needClass(b.facts)];
  if (x !== y) return x - y;
  if (x === 0 && a.facts.offTargetS !== b.facts.offTargetS) return b.facts.offTargetS - a.facts.offTargetS;
  return byNumber(a, b);
}

function byLoad(a: Ranked, b: Ranked): number {
  return (b.load ?? -1) - (a.load ?? -1) || byNumber(a, b);
}

const COMPARE: Readonly<Record<SortKey, (a: Ranked, b: Ranked) => number>> = {
  needs: byNeed,
  number: byNumber,
  load: byLoad,
};

export function passes(facts: TileFacts, filter: FilterKey): boolean {
  if (filter === "all") return true;
  return needClass(facts) === (filter === "off" ? 0 : 1) || (filter === "signal" && facts.signal === "none");
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
    .filter((player) => passes(player.facts, input.filter))
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
  return players.some((player) => player.facts.signal !== "none");
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
