/** Plans as stretches of time, to be drawn. Knows no pixel. */

import type { HybridBlock, Interval, PlannedExercise } from "@dryland/client";

export interface Stretch {
  key: string;
  name: string;
  kind: string;
  seconds: number;
  /** 0 to 1. */
  height: number;
}

const HEIGHTS: Readonly<Record<string, number>> = { warmup: 0.45, work: 0.9, rest: 0.3, cooldown: 0.25 };
const SECONDS_PER_SET = 45;
const USUAL_REST_S = 90;

export const intervalStretches = (intervals: readonly Interval[]): Stretch[] =>
  intervals.map((one, place) => ({
    key: `${place} ${one.id}`,
    name: one.name,
    kind: one.type,
    seconds: one.duration,
    height: one.intensity === undefined ? (HEIGHTS[one.type] ?? 0.5) : Math.max(0.15, one.intensity / 10),
  }));

/** About how long exercises take: 45 s a set and the rests. */
export const exercisesSeconds = (exercises: readonly PlannedExercise[]): number =>
  exercises
    .flatMap((one) => one.sets)
    .reduce((sum, set) => sum + (set.hold ?? SECONDS_PER_SET) + (set.rest ?? USUAL_REST_S), 0);

export function blockSeconds(block: HybridBlock): number {
  if (block.type === "interval") {
    const once = (block.intervals ?? []).reduce((sum, one) => sum + one.duration, 0);
    return once * (block.rounds ?? 1);
  }
  return block.duration ?? block.estimatedDuration ?? exercisesSeconds(block.exercises ?? []);
}

const BLOCK_HEIGHTS: Readonly<Record<string, number>> = { exercise: 0.75, interval: 0.95, transition: 0.25 };

export const blockStretches = (blocks: readonly HybridBlock[]): Stretch[] =>
  blocks.map((block, place) => ({
    key: `${place} ${block.id}`,
    name: block.name,
    kind: block.type,
    seconds: blockSeconds(block),
    height: BLOCK_HEIGHTS[block.type] ?? 0.5,
  }));

export const totalSeconds = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, one) => sum + one.seconds, 0);

export const minutesWord = (seconds: number): string => {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${`${whole % 60}`.padStart(2, "0")}`;
};
