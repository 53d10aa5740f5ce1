/** What a session's header says beside its clock, where there are no common intervals. Pure. */

import type { BlockPointer, PlayerSessionStatus } from "@dryland/client";
import type { Place } from "./workFacts";

export interface LiftHead {
  kind: "lift";
  /** The exercise most players are at. */
  name: string;
  exercise: Place | null;
  /** Where the slowest and the others are: share of the plan's exercises, 0-1. */
  share: number;
  resting: number;
  nextName: string | null;
}

export interface DrillHead {
  kind: "drill";
  name: string;
  drill: Place | null;
  /** Who runs now, and who starts after them, in start order. */
  running: readonly PlayerSessionStatus[];
  waiting: readonly PlayerSessionStatus[];
}

export interface BlockSegment {
  id: string;
  type: BlockPointer["type"];
  name: string;
  players: number;
}

export interface BlockHead {
  kind: "block";
  /** The block most players are in. */
  name: string;
  block: Place;
  segments: readonly BlockSegment[];
}

export type SessionHead = LiftHead | DrillHead | BlockHead;

interface PlannedBlock {
  id: string;
  type: BlockPointer["type"];
  name: string;
}

/** The head of a session by what its players do; null while nobody does anything. */
export function sessionHead(players: readonly PlayerSessionStatus[], plan: unknown): SessionHead | null {
  return blockHead(players, plan) ?? drillHead(players) ?? liftHead(players);
}

function most<Item>(items: readonly Item[], key: (item: Item) => string): Item | null {
  const counts = new Map<string, { item: Item; count: number }>();
  for (const item of items) {
    const known = counts.get(key(item));
    counts.set(key(item), { item: known?.item ?? item, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()].reduce((best, one) => (one.count > best.count ? one : best), {
    item: null as Item | null,
    count: 0,
  }).item;
}

function place(at: number, of: number | undefined): Place | null {
  return of === undefined ? null : { at: at + 1, of };
}

function liftHead(players: readonly PlayerSessionStatus[]): LiftHead | null {
  const pointers = players.flatMap(({ exercise }) => exercise ?? []);
  const common = most(pointers, (pointer) => pointer.id);
  if (common === null) return null;
  const done = players.filter(({ status }) => status === "completed").length;
  const shares = pointers.map(
    ({ index, setNumber, totalSets, total }) => (index + (setNumber - 1) / totalSets) / (total ?? 1),
  );
  const sum = shares.reduce((all, share) => all + share, done);
  return {
    kind: "lift",
    name: common.name,
    exercise: place(common.index, common.total),
    share: Math.min(1, sum / (pointers.length + done)),
    resting: pointers.filter(
      ({ restState }) => restState === "running" || restState === "started" || restState === "over",
    ).length,
    nextName: common.nextName === common.name ? null : (common.nextName ?? null),
  };
}

const START_LAST = 10_000;

function drillHead(players: readonly PlayerSessionStatus[]): DrillHead | null {
  const common = most(
    players.flatMap(({ drill }) => drill ?? []),
    (pointer) => pointer.id,
  );
  if (common === null) return null;
  const here = players
    .filter(({ drill }) => drill?.id === common.id)
    .sort((a, b) => startOf(a) - startOf(b) || (a.drill?.attemptNumber ?? 0) - (b.drill?.attemptNumber ?? 0));
  return {
    kind: "drill",
    name: common.name,
    drill: place(common.index, common.total),
    running: here.filter(({ drill }) => drill?.phase === "execution"),
    waiting: here.filter(({ drill }) => drill?.phase === "setup"),
  };
}

function startOf({ drill }: PlayerSessionStatus): number {
  return drill?.startPosition ?? START_LAST;
}

function blocksOf(plan: unknown): readonly PlannedBlock[] {
  if (typeof plan !== "object" || plan === null || !("blocks" in plan) || !Array.isArray(plan.blocks)) return [];
  return plan.blocks as readonly PlannedBlock[];
}

function blockHead(players: readonly PlayerSessionStatus[], plan: unknown): BlockHead | null {
  const pointers = players.flatMap(({ block }) => block ?? []);
  const common = most(pointers, (pointer) => pointer.id);
  if (common === null) return null;
  const segments = blocksOf(plan).map(({ id, type, name }, index) => ({
    id,
    type,
    name,
    players: pointers.filter((pointer) => pointer.index === index).length,
  }));
  return { kind: "block", name: common.name, block: { at: common.index + 1, of: common.total }, segments };
}
