/**
 * What in a plan contradicts itself, found while it is written: the rules of the contract, and what the contract cannot
 * see, as a superset of one. Places are named as the server names them. Knows no screen and no language.
 */

import type {
  Drill,
  HybridBlock,
  Interval,
  JumpKind,
  PlannedExercise,
  PlannedJumps,
  PlannedLoad,
  PlannedSet,
} from "@dryland/client";
import type { AnyPlan } from "./records";

export interface Contradiction {
  /** As the server names places: `$.plan.exercises[0].sets[1]`. */
  path: string;
  rule: Rule;
  values?: Readonly<Record<string, string | number>>;
  /** True where the plan can be kept as it is, but was hardly meant so. */
  soft?: boolean;
}

export type Rule =
  | "name"
  | "reps"
  | "repsMax"
  | "hold"
  | "cluster"
  | "drops"
  | "load"
  | "loadRpe"
  | "loadPct"
  | "tempo"
  | "twoEfforts"
  | "supersetOfOne"
  | "length"
  | "heartRate"
  | "power"
  | "capNeeded"
  | "roundsNeeded"
  | "bestOf"
  | "ownLayout"
  | "coneName"
  | "coneTwice"
  | "noSteps"
  | "stepName"
  | "stepLost"
  | "dropHeight";

type Found = Omit<Contradiction, "path">;

const TEMPO = /^[0-9Xx]{3,4}$/;
const MOST_PCT_1RM = 150;

export function contradictions({ workoutType, plan }: AnyPlan): Contradiction[] {
  switch (workoutType) {
    case "strength":
      return ofExercises(plan.exercises, "$.plan.exercises");
    case "conditioning":
      return each(plan.intervals, "$.plan.intervals", ofInterval);
    case "hybrid":
      return plan.blocks.flatMap((block, place) => ofBlock(block, `$.plan.blocks[${place}]`));
    case "agility":
      return each(plan.drills, "$.plan.drills", ofDrill);
    case "plyometrics":
      return each(plan.exercises, "$.plan.exercises", ofJumps);
  }
}

const each = <Item>(items: readonly Item[], path: string, find: (item: Item) => Found[]): Contradiction[] =>
  items.flatMap((item, place) => find(item).map((found) => ({ path: `${path}[${place}]`, ...found })));

const nameless = ({ name }: { name: string }): Found[] => (name.trim() === "" ? [{ rule: "name" }] : []);

function ofExercises(exercises: readonly PlannedExercise[], path: string): Contradiction[] {
  const alone = (name: string | undefined) =>
    name !== undefined && exercises.filter((one) => one.superset === name).length === 1;
  const own = each(exercises, path, (one): Found[] => [
    ...nameless(one),
    ...(alone(one.superset)
      ? [{ rule: "supersetOfOne" as const, values: { name: one.superset ?? "" }, soft: true }]
      : []),
  ]);
  return [...own, ...exercises.flatMap((one, place) => each(one.sets, `${path}[${place}].sets`, ofSet))];
}

/** What a kind of set lacks to be one. */
const LACKS: Readonly<Record<NonNullable<PlannedSet["kind"]>, (set: PlannedSet) => Rule | null>> = {
  warmup: (set) => (set.reps === undefined ? "reps" : null),
  working: (set) => (set.reps === undefined ? "reps" : null),
  amrap: () => null,
  hold: (set) => (set.hold === undefined ? "hold" : null),
  cluster: (set) => (set.clusterReps === undefined ? "cluster" : null),
  drop: (set) => (set.reps === undefined ? "reps" : set.drops === undefined ? "drops" : null),
};

function ofSet(set: PlannedSet): Found[] {
  const lacks = LACKS[set.kind ?? "working"](set);
  const found: Found[] = lacks === null ? [] : [{ rule: lacks }];
  if (set.reps !== undefined && set.repsMax !== undefined && set.repsMax < set.reps) found.push({ rule: "repsMax" });
  if (set.tempo !== undefined && !TEMPO.test(set.tempo)) found.push({ rule: "tempo", values: { tempo: set.tempo } });
  if (set.load !== undefined) found.push(...ofLoad(set.load));
  const byEffort = set.load?.basis === "rpe" ? set.load.value : undefined;
  if (byEffort !== undefined && set.targetRpe !== undefined && byEffort !== set.targetRpe)
    found.push({ rule: "twoEfforts", values: { load: byEffort, target: set.targetRpe } });
  return found;
}

function ofLoad({ basis, value }: PlannedLoad): Found[] {
  if (value === undefined) return basis === "bodyweight" ? [] : [{ rule: "load" }];
  if (basis === "rpe" && (value < 1 || value > 10)) return [{ rule: "loadRpe" }];
  return basis === "pct1rm" && value > MOST_PCT_1RM ? [{ rule: "loadPct", values: { most: MOST_PCT_1RM } }] : [];
}

function ofInterval(interval: Interval): Found[] {
  const { duration, heartRate, power } = interval;
  return [
    ...nameless(interval),
    ...(duration > 0 ? [] : [{ rule: "length" as const }]),
    ...(heartRate !== undefined && heartRate.min > heartRate.max ? [{ rule: "heartRate" as const }] : []),
    ...(power !== undefined && power.min > power.max ? [{ rule: "power" as const }] : []),
  ];
}

function ofBlock(block: HybridBlock, path: string): Contradiction[] {
  const own: Found[] = nameless(block);
  if (block.type === "transition" && block.duration === undefined) own.push({ rule: "length" });
  if (block.scheme === "amrap" && block.duration === undefined) own.push({ rule: "capNeeded" });
  if ((block.scheme === "emom" || block.scheme === "for_time") && block.rounds === undefined)
    own.push({ rule: "roundsNeeded" });
  return [
    ...own.map((found) => ({ path, ...found })),
    ...ofExercises(block.exercises ?? [], `${path}.exercises`),
    ...each(block.intervals ?? [], `${path}.intervals`, ofInterval),
  ];
}

const ofDrill = (drill: Drill): Found[] => [
  ...nameless(drill),
  ...(drill.bestOf !== undefined && drill.bestOf > drill.attempts
    ? [{ rule: "bestOf" as const, values: { attempts: drill.attempts } }]
    : []),
  ...(drill.pattern === "custom" && (drill.cones === undefined || drill.steps === undefined)
    ? [{ rule: "ownLayout" as const }]
    : []),
  ...ofCourse(drill),
];

/** Cones that are told apart, at least one step, and every step to a cone that there is. */
function ofCourse({ cones, steps }: Drill): Found[] {
  const names = (cones ?? []).map((cone) => cone.id);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  const lost = cones === undefined ? undefined : steps?.find((one) => one.to !== undefined && !names.includes(one.to));
  return [
    ...(names.some((name) => name.trim() === "") ? [{ rule: "coneName" as const }] : []),
    ...(twice === undefined ? [] : [{ rule: "coneTwice" as const, values: { name: twice } }]),
    ...(steps !== undefined && steps.length === 0 ? [{ rule: "noSteps" as const }] : []),
    ...(steps?.some((one) => one.name.trim() === "") === true ? [{ rule: "stepName" as const }] : []),
    ...(lost === undefined ? [] : [{ rule: "stepLost" as const, values: { step: lost.name, cone: lost.to ?? "" } }]),
  ];
}

const FROM_A_BOX: JumpKind = "drop";

const ofJumps = (jumps: PlannedJumps): Found[] => [
  ...nameless(jumps),
  ...(jumps.kind === FROM_A_BOX && jumps.dropHeight === undefined ? [{ rule: "dropHeight" as const, soft: true }] : []),
];
