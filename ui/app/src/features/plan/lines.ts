/** A plan as lines to read: one for each exercise, interval, block, drill or jump. Knows no screen. */

import type {
  AdviceSettings,
  Drill,
  HybridBlock,
  Interval,
  PlannedExercise,
  PlannedJumps,
  PlannedSet,
  RackInventory,
  SetKind,
} from "@dryland/client";
import { codeWord } from "./codes";
import type { AnyPlan } from "./records";
import { clusterText } from "./sets";
import { minutesWord } from "./timeline";
import type { PlanWords } from "./words";

export interface Line {
  id: string;
  name: string;
  words: string;
}

type Say = PlanWords["t"];

/** How much a line says: what one looks for at a glance, or everything in which two versions can differ. */
export type Depth = "glance" | "all";

export function planLines({ workoutType, plan }: AnyPlan, t: Say, depth: Depth = "glance"): Line[] {
  switch (workoutType) {
    case "strength":
      return plan.exercises.map((one) => exerciseLine(one, t, depth));
    case "conditioning":
      return plan.intervals.map((one) => intervalLine(one, t, depth));
    case "hybrid":
      return plan.blocks.map((one) => blockLine(one, t, depth));
    case "agility":
      return plan.drills.map((one) => drillLine(one, t, depth));
    case "plyometrics":
      return plan.exercises.map((one) => jumpLine(one, t, depth));
  }
}

/** What holds for the whole plan, so that versions that differ in it alone are told apart. */
export function wholeLines({ workoutType, plan }: AnyPlan, t: Say): Line[] {
  const line = (words: readonly (string | null)[]): Line[] => {
    const said = joined(words, "; ");
    return said === "" ? [] : [{ id: "$.plan", name: t("plan.whole"), words: said }];
  };
  switch (workoutType) {
    case "strength":
      return line([
        plan.weightUnit ?? null,
        plan.rack === undefined ? null : rackWords(plan.rack, t),
        plan.advice === undefined ? null : adviceWords(plan.advice, t),
      ]);
    case "conditioning":
      return line([plan.equipment ?? null]);
    case "hybrid":
      return line([
        plan.rack === undefined ? null : rackWords(plan.rack, t),
        plan.adaptive === false ? t("plan.say.notAdaptive") : null,
      ]);
    case "agility":
      return line(
        (plan.startList ?? []).map((one) => joined([one.playerId, one.drillId ?? null, `${one.offset ?? ""}`], " ")),
      );
    case "plyometrics":
      return [];
  }
}

const adviceWords = ({ enabled, maxIncreasePct, maxDecreasePct }: AdviceSettings, t: Say): string =>
  enabled === false
    ? t("plan.say.noAdvice")
    : t("plan.say.advice", { up: maxIncreasePct ?? 5, down: maxDecreasePct ?? 10 });

const joined = (parts: readonly (string | null)[], by = ", "): string =>
  parts.filter((part) => part !== null && part !== "").join(by);

export const exerciseLine = (exercise: PlannedExercise, t: Say, depth: Depth = "glance"): Line => ({
  id: exercise.id,
  name: joined([exercise.superset ?? null, exercise.name], " · "),
  words: joined(
    [
      ...setGroups(exercise.sets).map(({ set, count }) => `${count} × ${setWords(set, t)}`), // sets first, also of one
      ...extras(depth, exerciseExtras(exercise, t)),
    ],
    "; ",
  ),
});

/** Equal sets in a row counted together. */
export function setGroups(sets: readonly PlannedSet[]): { set: PlannedSet; count: number }[] {
  const groups: { set: PlannedSet; count: number }[] = [];
  for (const set of sets) {
    const last = groups.at(-1);
    if (last !== undefined && JSON.stringify(last.set) === JSON.stringify(set)) last.count += 1;
    else groups.push({ set, count: 1 });
  }
  return groups;
}

/** Kinds that are seen from how much is to be done. */
const SAYS_ITSELF: ReadonlySet<SetKind> = new Set<SetKind>(["working", "hold", "amrap"]);

/** A set in short: how much, with what, in what tempo. */
export const setWords = (set: PlannedSet, t: Say): string =>
  joined([
    joined([muchWords(set, t), loadWords(set, t)], " "),
    set.kind === undefined || SAYS_ITSELF.has(set.kind) ? null : t(`plan.set.${set.kind}`).toLowerCase(),
    set.targetRpe === undefined || set.load?.basis === "rpe" ? null : t("plan.say.rpe", { rpe: set.targetRpe }),
    set.tempo === undefined ? null : t("plan.say.tempo", { tempo: set.tempo }),
    set.rest === undefined ? null : t("plan.say.rest", { seconds: set.rest }),
    set.clusterRest === undefined ? null : t("plan.say.clusterRest", { seconds: set.clusterRest }),
    ...sideAndSpeed(set, t),
  ]);

const sideAndSpeed = (set: PlannedSet, t: Say): string[] =>
  present([
    set.side === undefined ? null : t(`plan.side.${set.side}`).toLowerCase(),
    set.velocityLossLimit === undefined ? null : t("plan.say.loss", { limit: set.velocityLossLimit }),
  ]);

/** What a set's folded fields say. */
export const setExtras = (set: PlannedSet, t: Say): string[] =>
  present([
    set.repsMax === undefined ? null : t("plan.say.upTo", { reps: set.repsMax }),
    ...sideAndSpeed(set, t),
    set.load?.unit === undefined ? null : t(`plan.unit.${set.load.unit}`),
  ]);

const demand = (what: string, codes: readonly string[] | undefined): string | null =>
  codes === undefined ? null : `${what}: ${codes.map(codeWord).join(", ").toLowerCase()}`;

/** What the work asks of the body, where the plan says it. */
export const demandExtras = (item: Pick<PlannedExercise, "movements" | "bodyRegions">, t: Say): string[] =>
  present([demand(t("plan.movements"), item.movements), demand(t("plan.bodyRegions"), item.bodyRegions)]);

/** What an exercise's folded fields say. */
export const exerciseExtras = (exercise: PlannedExercise, t: Say): string[] =>
  present([
    exercise.lift === undefined ? null : codeWord(exercise.lift),
    exercise.goal === undefined ? null : t(`plan.goal.${exercise.goal}`).toLowerCase(),
    exercise.unilateral === true ? t("plan.unilateral").toLowerCase() : null,
    exercise.step === undefined ? null : t("plan.say.step", { step: exercise.step }),
    exercise.bodyweightShare === undefined
      ? null
      : t("plan.say.bodyShare", { percent: Math.round(exercise.bodyweightShare * 100) }),
    demand(t("plan.alternatives"), exercise.alternatives),
    ...demandExtras(exercise, t),
    exercise.rack === undefined ? null : rackWords(exercise.rack, t),
    exercise.note ?? null,
  ]);

const rackWords = (rack: RackInventory, t: Say): string =>
  t("plan.say.rack", {
    bar: rack.bar,
    unit: rack.unit ?? "kg",
    plates: rack.plates.map((plate) => `${plate.pairs} × ${plate.weight}`).join(", "),
  });

const extras = (depth: Depth, words: readonly string[]): readonly string[] => (depth === "all" ? words : []);

const present = (parts: readonly (string | null)[]): string[] => parts.filter((part) => part !== null);

function muchWords(set: PlannedSet, t: Say): string {
  const reps = set.reps ?? "?";
  if (set.kind === "hold") return t("plan.say.hold", { seconds: set.hold ?? "?" });
  if (set.kind === "cluster") return clusterText(set.clusterReps);
  if (set.kind === "amrap") return set.reps === undefined ? t("plan.say.most") : t("plan.say.atLeast", { reps });
  const drops = (set.drops ?? []).map((drop) => `−${drop.loadReductionPct} %`).join(" ");
  const span = set.repsMax === undefined ? `${reps}` : `${reps}–${set.repsMax}`;
  return joined([span, set.kind === "drop" ? drops : null], " ");
}

function loadWords({ load }: PlannedSet, t: Say): string | null {
  if (load === undefined) return null;
  const value = load.value ?? "?";
  if (load.basis === "bodyweight") return load.value ? t("plan.say.bodyPlus", { value }) : t("plan.basis.bodyweight");
  if (load.basis === "absolute") return t("plan.say.weight", { value, unit: load.unit ?? "kg" });
  return load.basis === "rpe" ? t("plan.say.atRpe", { rpe: value }) : t("plan.say.pct", { value });
}

export const intervalLine = (interval: Interval, t: Say, depth: Depth = "glance"): Line => ({
  id: interval.id,
  name: interval.name,
  words: joined([
    t(`kind.${interval.type}`),
    minutesWord(interval.duration),
    bandWords(interval.heartRate, t),
    bandWords(interval.power, t),
    ...extras(depth, intervalExtras(interval, t)),
  ]),
});

const bandWords = (band: Interval["heartRate"] | Interval["power"], t: Say): string | null =>
  band === undefined ? null : `${band.min}–${band.max} ${t(`plan.basis.${band.basis}`)}`;

/** What an interval's folded fields say. */
export const intervalExtras = (interval: Interval, t: Say): string[] =>
  present([
    interval.intensity === undefined ? null : t("plan.say.intensity", { intensity: interval.intensity }),
    interval.heartRate?.name ?? null,
    interval.power?.name ?? null,
    interval.manual === true ? t("plan.manual").toLowerCase() : null,
  ]);

const blockLine = (block: HybridBlock, t: Say, depth: Depth): Line => ({
  id: block.id,
  name: block.name,
  words: joined(
    [
      block.scheme === undefined || block.scheme === "sets" ? null : t(`plan.scheme.${block.scheme}`),
      block.rounds === undefined ? null : t("plan.say.rounds", { rounds: block.rounds }),
      block.duration === undefined ? null : minutesWord(block.duration),
      block.estimatedDuration === undefined
        ? null
        : t("plan.say.about", { time: minutesWord(block.estimatedDuration) }),
      depth === "all" ? (block.note ?? null) : null,
      ...(block.exercises ?? []).map((one) => exerciseLine(one, t, depth)).map((line) => `${line.name} ${line.words}`),
      ...(block.intervals ?? []).map((one) => intervalLine(one, t, depth)).map((line) => `${line.name} ${line.words}`),
    ],
    " · ",
  ),
});

const drillLine = (drill: Drill, t: Say, depth: Depth): Line => ({
  id: drill.id,
  name: drill.name,
  words: joined([
    t(`plan.pattern.${drill.pattern}`),
    drill.length === undefined ? null : `${drill.length} m`,
    t("plan.say.attempts", { attempts: drill.attempts }),
    drill.bestOf === undefined ? null : t("plan.say.bestOf", { best: drill.bestOf }),
    drill.rest === undefined ? null : t("plan.say.rest", { seconds: drill.rest }),
    ...extras(depth, [...drillExtras(drill, t), ...courseWords(drill, t)]),
  ]),
});

/** What a drill's folded fields say. */
export const drillExtras = (drill: Drill, t: Say): string[] =>
  present([
    drill.sides === undefined ? null : drill.sides.map((side) => t(`plan.side.${side}`).toLowerCase()).join(" / "),
    ...(["void", "report"] as const).map((policy) => {
      const named = Object.entries(drill.faults ?? {}).filter(([, one]) => one === policy);
      return named.length === 0
        ? null
        : `${t(`plan.faults.${policy}`)}: ${named.map(([kind]) => codeWord(kind).toLowerCase()).join(", ")}`;
    }),
    ...demandExtras(drill, t),
  ]);

/** Cones and the way between them, where the drill brings its own. */
const courseWords = ({ cones = [], steps = [] }: Drill, t: Say): string[] =>
  present([
    cones.length === 0 ? null : cones.map(({ id, x, y }) => `${id} (${x}; ${y})`).join(" "),
    steps.length === 0 ? null : t("plan.say.way", { steps: steps.map((step) => step.to ?? step.name).join(" → ") }),
  ]);

const jumpLine = (jumps: PlannedJumps, t: Say, depth: Depth): Line => ({
  id: jumps.id,
  name: jumps.name,
  words: joined([
    `${jumps.sets} × ${jumps.jumps}`,
    t(`plan.jump.${jumps.kind}`),
    jumps.dropHeight === undefined ? null : t("plan.say.box", { height: Math.round(jumps.dropHeight * 100) }),
    jumps.rest === undefined ? null : t("plan.say.rest", { seconds: jumps.rest }),
    ...extras(depth, demandExtras(jumps, t)),
  ]),
});

export interface Difference {
  id: string;
  name: string;
  mine: string | null;
  theirs: string | null;
}

/** The lines that two versions do not share, in their order; null where a version has no such line. */
export function differences(mine: readonly Line[], theirs: readonly Line[]): Difference[] {
  const ids = [...new Set([...theirs, ...mine].map((line) => line.id))];
  return ids.flatMap((id) => {
    const own = mine.find((line) => line.id === id);
    const other = theirs.find((line) => line.id === id);
    if (own?.words === other?.words && own?.name === other?.name) return [];
    return [
      {
        id,
        name: other?.name ?? own?.name ?? id,
        mine: said(own, other),
        theirs: said(other, own),
      },
    ];
  });
}

/** Where two versions of a plan differ: its name, what holds for the whole, and line by line. */
export function planDifferences(
  mine: AnyPlan & { name: string },
  theirs: AnyPlan & { name: string },
  t: Say,
): Difference[] {
  const all = (plan: AnyPlan) => [...wholeLines(plan, t), ...planLines(plan, t, "all")];
  return [...nameDifference(mine.name, theirs.name, t), ...differences(all(mine), all(theirs))];
}

/** The name, where the two are called differently. */
export const nameDifference = (mine: string, theirs: string, t: Say): Difference[] =>
  mine === theirs ? [] : [{ id: "", name: t("plan.name"), mine, theirs }];

/** A line against another of the same place: with its name where the names differ. */
function said(line: Line | undefined, other: Line | undefined): string | null {
  if (line === undefined) return null;
  return other !== undefined && other.name !== line.name ? `${line.name}: ${line.words}` : line.words;
}
