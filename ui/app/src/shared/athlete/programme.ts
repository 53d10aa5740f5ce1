/**
 * A strength plan as the order in which a player works through it: supersets in turn, drops and sides one by one. The
 * same order as the node's, so that a screen without a connection knows the next set. Pure.
 */

import type {
  ExercisePointer,
  HybridPlan,
  PlannedExercise,
  PlannedSet,
  RackInventory,
  Side,
  StrengthPlan,
} from "@dryland/client";

/** One set in its place; `restS` is null where only the node can tell it, 0 where the next set follows at once. */
export interface Step {
  readonly key: string;
  readonly exerciseId: string;
  readonly exerciseName: string;
  readonly number: number;
  readonly total: number;
  readonly kind: NonNullable<PlannedSet["kind"]>;
  readonly side: Side | null;
  readonly reps: number | null;
  readonly holdS: number | null;
  readonly also?: Also;
  readonly rpe: number | null;
  readonly tempo: string | null;
  /** Planned load where the plan names one that needs nobody's figures, in `planUnit`. */
  readonly planned: number | null;
  readonly planUnit: "kg" | "lbs";
  readonly dropPct: number | null;
  readonly restS: number | null;
  readonly rack: RackInventory | null;
  /** Smallest change of a machine or of dumbbells. */
  readonly increment: number | null;
  readonly isBodyweight: boolean;
}

export function setKey(exerciseId: string, number: number, side: Side | null | undefined): string {
  return side == null || side === "both" ? `${exerciseId}#${number}` : `${exerciseId}#${number}#${side}`;
}

/** The part of a session's plan that a player lifts by now; null when it is no lifting. */
export function liftingPlan(plan: unknown, blockId: string | undefined): StrengthPlan | null {
  if (typeof plan !== "object" || plan === null) return null;
  if ("exercises" in plan) return plan as StrengthPlan;
  if (!("blocks" in plan)) return null;
  const { blocks, rack } = plan as HybridPlan;
  const exercises = blocks.find((block) => block.id === blockId)?.exercises;
  return exercises === undefined ? null : { exercises, ...(rack === undefined ? {} : { rack }) };
}

/** Every step of a plan, in the order of doing. */
export function stepsOf(plan: StrengthPlan): Step[] {
  const steps: Step[] = [];
  for (const group of groups(plan.exercises)) {
    const columns = group.map((exercise) => rounds(plan, exercise));
    const longest = Math.max(...columns.map((column) => column.length));
    for (let turn = 0; turn < longest; turn += 1) {
      const row = columns.map((column) => column[turn]).filter((each) => each !== undefined);
      row.forEach((parts, place) => {
        steps.push(...restAfterLast(parts, place === row.length - 1));
      });
    }
  }
  return steps;
}

/** Neighbours of one superset stand together. */
function groups(exercises: readonly PlannedExercise[]): PlannedExercise[][] {
  const found: PlannedExercise[][] = [];
  for (const exercise of exercises) {
    const last = found.at(-1);
    const joins = exercise.superset !== undefined && last?.[0]?.superset === exercise.superset;
    if (joins && last !== undefined) last.push(exercise);
    else found.push([exercise]);
  }
  return found;
}

function restAfterLast(parts: readonly Step[], rests: boolean): Step[] {
  return parts.map((step, place) => (rests && place === parts.length - 1 ? step : { ...step, restS: 0 }));
}

function rounds(plan: StrengthPlan, exercise: PlannedExercise): Step[][] {
  const total = exercise.sets.reduce((sum, set) => sum + 1 + (set.drops?.length ?? 0), 0);
  let number = 0;
  return exercise.sets.map((set) => {
    const parts = [{ reps: repsOf(set), dropPct: null as number | null }].concat(
      (set.drops ?? []).map((drop) => ({ reps: drop.reps ?? set.reps ?? null, dropPct: drop.loadReductionPct })),
    );
    return parts.flatMap(({ reps, dropPct }) => {
      number += 1;
      return sidesOf(exercise, set).map((side) => ({
        ...stepBase(plan, exercise, set),
        key: setKey(exercise.id, number, side),
        number,
        total,
        side,
        reps,
        dropPct,
      }));
    });
  });
}

function repsOf(set: PlannedSet): number | null {
  return set.clusterReps?.reduce((sum, reps) => sum + reps, 0) ?? set.reps ?? null;
}

function sidesOf(exercise: PlannedExercise, set: PlannedSet): (Side | null)[] {
  if (set.side !== undefined && set.side !== "both") return [set.side];
  return exercise.unilateral === true && set.side === undefined ? ["left", "right"] : [null];
}

/** What a set may say besides: the most repetitions, how much speed may be lost, words to the exercise. */
export interface Also {
  readonly repsMax: number | null;
  readonly lossPct: number | null;
  readonly note: string | null;
}

const alsoOf = (exercise: PlannedExercise, set: PlannedSet): Also => ({
  repsMax: set.repsMax ?? null,
  lossPct: set.velocityLossLimit ?? null,
  note: exercise.note ?? null,
});

function stepBase(plan: StrengthPlan, exercise: PlannedExercise, set: PlannedSet) {
  return {
    exerciseId: exercise.id,
    exerciseName: exercise.name,
    kind: set.kind ?? ("working" as const),
    holdS: set.hold ?? null,
    also: alsoOf(exercise, set),
    tempo: set.tempo ?? null,
    restS: set.rest ?? null,
    increment: exercise.step ?? null,
    ...plannedLoad(plan, exercise, set),
  };
}

function plannedLoad(plan: StrengthPlan, exercise: PlannedExercise, set: PlannedSet) {
  const { basis, value = null, unit } = set.load ?? {};
  const isBodyweight = basis === "bodyweight";
  const byRpe = basis === "rpe" ? value : null;
  const ofPlan = exercise.step === undefined && !isBodyweight ? plan.rack : undefined;
  return {
    rpe: set.targetRpe ?? byRpe,
    planned: isBodyweight ? (value ?? 0) : basis === "absolute" ? value : null,
    planUnit: unit ?? plan.weightUnit ?? ("kg" as const),
    rack: exercise.rack ?? ofPlan ?? null,
    isBodyweight,
  };
}

/** A step that only the node's pointer knows, for example in a block scored by rounds. */
export function stepOfPointer(pointer: ExercisePointer, like: Step | undefined): Step {
  return {
    key: setKey(pointer.id, pointer.setNumber, pointer.side),
    exerciseId: pointer.id,
    exerciseName: pointer.name,
    number: pointer.setNumber,
    total: pointer.totalSets,
    kind: pointer.kind ?? "working",
    side: pointer.side ?? null,
    reps: pointer.targetReps ?? null,
    holdS: like?.holdS ?? null,
    ...(like?.also === undefined ? {} : { also: like.also }),
    rpe: pointer.targetRpe ?? null,
    tempo: pointer.tempo ?? null,
    planned: like?.planned ?? null,
    planUnit: like?.planUnit ?? "kg",
    dropPct: null,
    restS: like?.restS ?? null,
    rack: like?.rack ?? null,
    increment: like?.increment ?? null,
    isBodyweight: like?.isBodyweight ?? false,
  };
}
