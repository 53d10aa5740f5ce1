/**
 * The sets that were entered on this device and what is known of each: kept here, on the server, refused, taken back.
 * With the node's pointer they say which set comes next, connection or not. Pure.
 */

import {
  EVENTS,
  type ExercisePointer,
  type Failure,
  type Saying,
  type Side,
  type ToldByPlayer,
  toldOf,
  type WeightUnit,
} from "@dryland/client";
import { type Step, setKey, stepOfPointer } from "./programme";
import { toKg } from "./rack";

/** `here`: on this device's disk; `server`: acknowledged; `refused`: the node said no for good. */
export type SetPlace = "here" | "server" | "refused";

/** A set as it was entered. `restS` is null where nobody has said yet how long to rest. */
export interface EnteredSet {
  readonly eventId: string;
  readonly playerId: string;
  readonly exerciseId: string;
  readonly exerciseName: string;
  readonly number: number;
  readonly total: number;
  readonly side: Side | null;
  readonly reps: number;
  readonly weight: number;
  readonly unit: WeightUnit;
  readonly holdS: number | null;
  readonly rpe: number | null;
  readonly kind: Step["kind"];
  /** Node time, ms since 1970. */
  readonly atMs: number;
  readonly restS: number | null;
  readonly place: SetPlace;
  /** The newest event that speaks of this set: itself, its rating, or its withdrawal. */
  readonly newestId: string;
  readonly withdrawn: boolean;
  /** The node asks whether this can be true; it is kept until somebody says so. */
  readonly question: string | null;
  readonly error: Failure | null;
}

export const keyOf = (set: Pick<EnteredSet, "exerciseId" | "number" | "side">): string =>
  setKey(set.exerciseId, set.number, set.side);

/** Takes in what the node has said of an event; a set that nobody asked about stays the same object. */
export function settle(sets: readonly EnteredSet[], eventId: string, error: Failure | null): EnteredSet[] {
  return sets.map((set) => {
    if (set.newestId !== eventId) return set;
    if (error === null) return { ...set, place: "server", question: null, error: null };
    if (error.code === "OTHER_VERSION") return { ...set, place: "here" };
    if (error.kept === true) return { ...set, place: "server", question: error.message, error };
    return { ...set, place: "refused", error };
  });
}

export function change(sets: readonly EnteredSet[], eventId: string, fields: Partial<EnteredSet>): EnteredSet[] {
  return sets.map((set) => (set.eventId === eventId ? { ...set, ...fields } : set));
}

/** Sets of a player that count, oldest first. */
export function countedOf(sets: readonly EnteredSet[], playerId: string): EnteredSet[] {
  return sets.filter((set) => set.playerId === playerId && !set.withdrawn && set.place !== "refused");
}

/** What a player is to do now; null when there is nothing left, or nothing known. */
export function comingStep(
  steps: readonly Step[],
  pointer: ExercisePointer | undefined,
  sets: readonly EnteredSet[],
  playerId: string,
): Step | null {
  const newest = sets.filter((set) => set.playerId === playerId).at(-1);
  if (newest?.withdrawn === true && newest.place === "here") {
    const reopened = steps.find((step) => step.key === keyOf(newest));
    if (reopened !== undefined) return reopened;
  }
  if (pointer === undefined) return null;
  const done = new Set(countedOf(sets, playerId).map(keyOf));
  const told = toldStep(steps, pointer, done);
  if (!done.has(told.key)) return told;
  const from = steps.findIndex((step) => step.key === told.key);
  if (from < 0) return { ...told, number: told.number + 1, key: setKey(told.exerciseId, told.number + 1, told.side) };
  return [...steps.slice(from + 1), ...steps.slice(0, from)].find((step) => !done.has(step.key)) ?? null;
}

/** The step that the node's pointer means: while a rest runs, the one after it. */
function toldStep(steps: readonly Step[], pointer: ExercisePointer, done: ReadonlySet<string>): Step {
  const ahead = pointer.nextSetPreview;
  const moved =
    ahead?.exerciseId !== undefined && (ahead.exerciseId !== pointer.id || ahead.setNumber !== pointer.setNumber);
  if (moved) {
    const there = steps.filter((step) => step.exerciseId === ahead.exerciseId && step.number === ahead.setNumber);
    const step = there.find((each) => !done.has(each.key)) ?? there[0];
    if (step !== undefined) return step;
  }
  const key = setKey(pointer.id, pointer.setNumber, pointer.side);
  const like = steps.find((step) => step.key === key) ?? steps.find((step) => step.exerciseId === pointer.id);
  return like !== undefined && like.key === key ? like : stepOfPointer(pointer, like);
}

export interface Target {
  readonly weight: number;
  readonly unit: WeightUnit;
  readonly reps: number;
  readonly rpe: number | null;
  /** Why the node advises this load, in English and as sayings. */
  readonly reason: string | null;
  readonly reasonSayings: readonly Saying[] | null;
  /** False where nobody has named a load yet. */
  readonly isLoadKnown: boolean;
}

/** What to lift in a step: as the node advises, else as last time, else as planned. */
export function targetOf(step: Step, pointer: ExercisePointer | undefined, sets: readonly EnteredSet[]): Target {
  const advice = pointer?.nextSetPreview;
  const isFor = advice !== undefined && advice.exerciseId === step.exerciseId && advice.setNumber === step.number;
  const reps = step.reps ?? (isFor ? advice.targetReps : 0);
  if (isFor) {
    const { weight, weightUnit: unit, reason, reasonSayings = null } = advice;
    return { weight, unit, reps, rpe: advice.targetRpe ?? step.rpe, reason, reasonSayings, isLoadKnown: true };
  }
  const last = sets.filter((set) => set.exerciseId === step.exerciseId).at(-1);
  const base = { reps, rpe: step.rpe, reason: null, reasonSayings: null };
  if (step.planned !== null) return { ...base, weight: step.planned, unit: step.planUnit, isLoadKnown: true };
  if (last !== undefined) {
    const weight = step.dropPct === null ? last.weight : Math.round(last.weight * (1 - step.dropPct / 100) * 2) / 2;
    return { ...base, weight, unit: last.unit, isLoadKnown: true };
  }
  return { ...base, weight: 0, unit: step.planUnit, isLoadKnown: step.isBodyweight };
}

/** A set as it is spoken of afterwards. */
export type DoneSet = Pick<EnteredSet, "reps" | "weight" | "unit" | "holdS" | "rpe">;

/** The newest set of an exercise, whichever screen it was entered on; null where this one has heard of none. */
export function lastOf(
  own: readonly EnteredSet[],
  told: ToldByPlayer,
  playerId: string,
  exerciseId: string,
): DoneSet | null {
  const here = own.filter((set) => set.exerciseId === exerciseId).at(-1) ?? null;
  const heard = toldOf(told, playerId, EVENTS.STRENGTH_SET_COMPLETION)
    .filter((fact) => fact.exerciseId === exerciseId && fact.setData.outcome !== "skipped")
    .at(-1);
  if (heard === undefined || (here !== null && here.atMs >= Date.parse(heard.occurredAt ?? ""))) return here;
  const { reps, weight, weightUnit, holdTime, rpe } = heard.setData;
  return { reps, weight, unit: weightUnit ?? "kg", holdS: holdTime ?? null, rpe: rpe ?? null };
}

/** When a player's rest is over, node time in ms; null when none runs. It goes on counting past its end. */
export function restEndsMs(pointer: ExercisePointer | undefined, sets: readonly EnteredSet[]): number | null {
  const last = sets.at(-1);
  const told =
    pointer?.restEndsAt === undefined || pointer.restState === "skipped" ? null : Date.parse(pointer.restEndsAt);
  if (last === undefined) return told;
  const own = last.restS === null || last.restS === 0 ? null : last.atMs + last.restS * 1000;
  return last.place === "server" || (told !== null && told > last.atMs) ? (told ?? own) : own;
}

/** What lies on a bar after the newest set at it, kg. */
export function barKg(sets: readonly EnteredSet[]): number | null {
  const last = sets.filter((set) => !set.withdrawn && set.place !== "refused").at(-1);
  return last === undefined ? null : toKg(last.weight, last.unit);
}
