/** A set of one kind made into another, and cluster repetitions as they are written. Knows no screen. */

import type { PlannedSet, SetKind, Side, WeightUnit } from "@dryland/client";

export const SET_KINDS = [
  "working",
  "warmup",
  "amrap",
  "drop",
  "cluster",
  "hold",
] as const satisfies readonly SetKind[];

export const SIDES = ["left", "right", "both"] as const satisfies readonly Side[];
export const UNITS = ["kg", "lbs"] as const satisfies readonly WeightUnit[];

/** What a kind begins with where the set before had none of it. */
const BEGINS: Readonly<Record<SetKind, Partial<PlannedSet>>> = {
  working: { reps: 5 },
  warmup: { reps: 5 },
  amrap: {},
  drop: { reps: 8, drops: [{ loadReductionPct: 20 }] },
  cluster: { clusterReps: [2, 2, 2], clusterRest: 15 },
  hold: { hold: 30 },
};

/** The same set as another kind: what the kind has no use for goes, what it needs is there. */
export function asKind(set: PlannedSet, kind: SetKind): PlannedSet {
  const { drops, clusterReps, clusterRest, hold, reps, repsMax, kind: _, ...kept } = set;
  const counted = kind !== "hold" && kind !== "cluster";
  const own: Partial<PlannedSet> = {
    ...(counted && reps !== undefined ? { reps } : {}),
    ...(counted && kind !== "drop" && repsMax !== undefined ? { repsMax } : {}),
    ...(kind === "drop" && drops !== undefined ? { drops } : {}),
    ...(kind === "cluster" && clusterReps !== undefined ? { clusterReps } : {}),
    ...(kind === "cluster" && clusterRest !== undefined ? { clusterRest } : {}),
    ...(kind === "hold" && hold !== undefined ? { hold } : {}),
  };
  return { ...kept, ...(kind === "working" ? {} : { kind }), ...BEGINS[kind], ...own };
}

/** `2 + 2 + 1` as figures; undefined where there are none that a cluster could have. */
export function clusterOf(written: string): number[] | undefined {
  const reps = written
    .split(/[^0-9]+/)
    .filter((part) => part !== "")
    .map(Number);
  return reps.length === 0 || reps.length > 20 || reps.some((one) => one > 100) ? undefined : reps;
}

export const clusterText = (reps: readonly number[] | undefined): string => (reps ?? []).join(" + ");
