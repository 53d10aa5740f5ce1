/**
 * What a tile says of work that has no intervals: the set of a lift or a jump, the attempt at a drill, the block of a
 * hybrid session. Pure: no words, no DOM; times are node time.
 */

import type { BlockPointer, DrillPointer, ExercisePointer, PlayerSessionStatus, WorkoutType } from "@dryland/client";

export type WeightUnit = NonNullable<ExercisePointer["weightUnit"]>;

export interface Load {
  weight: number;
  unit: WeightUnit;
}

/** A place in a row, counting from 1: set 3 of 5, attempt 2 of 4, block 2 of 7. */
export interface Place {
  at: number;
  of: number;
}

export interface SetFacts {
  kind: "set";
  set: Place;
  /** null where the load is the body's own, or not known yet */
  load: Load | null;
  reps: number | null;
  name: string;
  /** While resting: what comes, as far as it is known. */
  next: { load: Load | null; reps: number | null; name: string } | null;
}

export interface AttemptFacts {
  kind: "attempt";
  attempt: Place;
  /** The last valid time, ms. */
  lastMs: number | null;
  /** Last against best, ms; 0 when the last one is the best; null with nothing to compare. */
  deltaMs: number | null;
  name: string;
  phase: DrillPointer["phase"];
  /** Place in the start list, counting from 1. */
  start: number | null;
}

export interface BlockFacts {
  name: string;
  block: Place;
  round: Place | null;
}

/** How long a rest still is; below zero once it is over, and counting. */
export interface RestFacts {
  remainingMs: number;
  fraction: number;
}

export interface WorkFacts {
  /** null: the live value is the big one */
  main: SetFacts | AttemptFacts | null;
  block: BlockFacts | null;
  rest: RestFacts | null;
}

const NO_WORK: WorkFacts = { main: null, block: null, rest: null };

/** Whether people of this session wear something that is heard all the time, so that silence means a fault. */
export function expectsSignal(type: WorkoutType, player: PlayerSessionStatus): boolean {
  return type === "conditioning" || (type === "hybrid" && modeOf(player) === "interval");
}

function modeOf(player: PlayerSessionStatus): BlockPointer["type"] | null {
  return player.block?.mode ?? player.block?.type ?? null;
}

/** What the player works at `nowMs`; a pause holds the rest at its own time. */
export function workFacts(player: PlayerSessionStatus, nowMs: number): WorkFacts {
  if (player.status === "completed" || player.status === "dropped") return NO_WORK;
  const block = player.block === undefined ? null : blockFacts(player.block);
  const lifting = player.exercise !== undefined && modeOf(player) !== "interval";
  if (player.drill !== undefined) {
    return { main: attemptFacts(player.drill), block, rest: restUntil(player.drill.restEndsAt, undefined, nowMs) };
  }
  if (!lifting || player.exercise === undefined) return { ...NO_WORK, block };
  const { exercise } = player;
  const rest = isResting(exercise) ? restUntil(exercise.restEndsAt, exercise.restDuration, nowMs) : null;
  return { main: setFacts(exercise, rest !== null), block, rest };
}

function blockFacts(pointer: BlockPointer): BlockFacts {
  const round = pointer.round === undefined || pointer.rounds === undefined ? null : [pointer.round, pointer.rounds];
  return {
    name: pointer.name,
    block: { at: pointer.index + 1, of: pointer.total },
    round: round === null ? null : { at: round[0] ?? 1, of: round[1] ?? 1 },
  };
}

const NOT_RESTING: ReadonlySet<string> = new Set(["completed", "skipped"]);

function isResting(exercise: ExercisePointer): boolean {
  return exercise.restEndsAt !== undefined && !NOT_RESTING.has(exercise.restState ?? "running");
}

function setFacts(exercise: ExercisePointer, resting: boolean): SetFacts {
  const preview = exercise.nextSetPreview;
  return {
    kind: "set",
    set: { at: exercise.setNumber, of: exercise.totalSets },
    load: loadOf(exercise.weight, exercise.weightUnit),
    reps: exercise.targetReps ?? null,
    name: exercise.name,
    next:
      resting && preview !== undefined
        ? {
            load: loadOf(preview.weight, preview.weightUnit),
            reps: preview.targetReps,
            name: preview.exerciseName ?? exercise.name,
          }
        : null,
  };
}

function loadOf(weight: number | undefined, unit: WeightUnit | undefined): Load | null {
  return weight === undefined || weight === 0 ? null : { weight, unit: unit ?? "kg" };
}

function attemptFacts(drill: DrillPointer): AttemptFacts {
  const { lastTime, bestTime } = drill;
  return {
    kind: "attempt",
    attempt: { at: Math.min(drill.attemptNumber, drill.totalAttempts), of: drill.totalAttempts },
    lastMs: lastTime ?? null,
    deltaMs: lastTime === undefined || bestTime === undefined ? null : lastTime - bestTime,
    name: drill.name,
    phase: drill.phase,
    start: drill.startPosition ?? null,
  };
}

function restUntil(endsAt: string | undefined, durationS: number | undefined, nowMs: number): RestFacts | null {
  if (endsAt === undefined) return null;
  const remainingMs = Date.parse(endsAt) - nowMs;
  const totalMs = (durationS ?? 0) * 1000;
  return { remainingMs, fraction: totalMs > 0 ? Math.min(1, Math.max(0, remainingMs / totalMs)) : 0 };
}

/** How long a rest is over, s; 0 while it runs or where nobody rests. */
export function overdueS(work: WorkFacts): number {
  return work.rest === null ? 0 : Math.max(0, -work.rest.remainingMs / 1000);
}
