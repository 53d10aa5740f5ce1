/** A plan as lines to read: one for each exercise, interval, block, drill or jump. Knows no screen. */

import type { Drill, HybridBlock, Interval, PlannedExercise, PlannedJumps, PlannedSet, SetKind } from "@dryland/client";
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

export function planLines({ workoutType, plan }: AnyPlan, t: Say): Line[] {
  switch (workoutType) {
    case "strength":
      return plan.exercises.map((one) => exerciseLine(one, t));
    case "conditioning":
      return plan.intervals.map((one) => intervalLine(one, t));
    case "hybrid":
      return plan.blocks.map((one) => blockLine(one, t));
    case "agility":
      return plan.drills.map((one) => drillLine(one, t));
    case "plyometrics":
      return plan.exercises.map((one) => jumpLine(one, t));
  }
}

const joined = (parts: readonly (string | null)[], by = ", "): string =>
  parts.filter((part) => part !== null && part !== "").join(by);

export const exerciseLine = (exercise: PlannedExercise, t: Say): Line => ({
  id: exercise.id,
  name: joined([exercise.superset ?? null, exercise.name], " · "),
  words: setGroups(exercise.sets)
    .map(({ set, count }) => `${count} × ${setWords(set, t)}`) // sets first, also where it is one
    .join("; "),
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
  ]);

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

export const intervalLine = (interval: Interval, t: Say): Line => ({
  id: interval.id,
  name: interval.name,
  words: joined([
    t(`kind.${interval.type}`),
    minutesWord(interval.duration),
    bandWords(interval.heartRate, t),
    bandWords(interval.power, t),
  ]),
});

const bandWords = (band: Interval["heartRate"] | Interval["power"], t: Say): string | null =>
  band === undefined ? null : `${band.min}–${band.max} ${t(`plan.basis.${band.basis}`)}`;

const blockLine = (block: HybridBlock, t: Say): Line => ({
  id: block.id,
  name: block.name,
  words: joined(
    [
      block.scheme === undefined || block.scheme === "sets" ? null : t(`plan.scheme.${block.scheme}`),
      block.rounds === undefined ? null : t("plan.say.rounds", { rounds: block.rounds }),
      block.duration === undefined ? null : minutesWord(block.duration),
      ...(block.exercises ?? []).map((one) => exerciseLine(one, t)).map((line) => `${line.name} ${line.words}`),
      ...(block.intervals ?? []).map((one) => intervalLine(one, t)).map((line) => `${line.name} ${line.words}`),
    ],
    " · ",
  ),
});

const drillLine = (drill: Drill, t: Say): Line => ({
  id: drill.id,
  name: drill.name,
  words: joined([
    t(`plan.pattern.${drill.pattern}`),
    drill.length === undefined ? null : `${drill.length} m`,
    t("plan.say.attempts", { attempts: drill.attempts }),
    drill.bestOf === undefined ? null : t("plan.say.bestOf", { best: drill.bestOf }),
    drill.rest === undefined ? null : t("plan.say.rest", { seconds: drill.rest }),
  ]),
});

const jumpLine = (jumps: PlannedJumps, t: Say): Line => ({
  id: jumps.id,
  name: jumps.name,
  words: joined([
    `${jumps.sets} × ${jumps.jumps}`,
    t(`plan.jump.${jumps.kind}`),
    jumps.dropHeight === undefined ? null : t("plan.say.box", { height: Math.round(jumps.dropHeight * 100) }),
    jumps.rest === undefined ? null : t("plan.say.rest", { seconds: jumps.rest }),
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

/** A line against another of the same place: with its name where the names differ. */
function said(line: Line | undefined, other: Line | undefined): string | null {
  if (line === undefined) return null;
  return other !== undefined && other.name !== line.name ? `${line.name}: ${line.words}` : line.words;
}
