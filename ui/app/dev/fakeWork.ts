/** What made-up players do where they have no intervals: sets, attempts, blocks. For tests of the screens only. */

import type { BlockPointer, HybridBlock, PlayerSessionStatus, WorkoutType } from "@dryland/client";

const LIFTS = ["Back squat", "Bench press", "Split squat with dumbbells"];

export const BLOCKS: HybridBlock[] = [
  { id: "b1", type: "exercise", name: "Heavy squats" },
  { id: "b2", type: "transition", name: "To the bikes", duration: 60 },
  { id: "b3", type: "interval", name: "Bike sprints" },
  { id: "b4", type: "transition", name: "To the mats", duration: 60 },
  { id: "b5", type: "exercise", name: "Circuit, 12 min AMRAP", scheme: "amrap", rounds: 6, duration: 720 },
];

/** The same player doing another kind of work. */
export function working(
  player: PlayerSessionStatus,
  type: WorkoutType,
  at: number,
  startMs: number,
): PlayerSessionStatus {
  if (type === "conditioning") return player;
  const { interval, recommendations: _advice, ...rest } = player;
  if (type === "strength" || type === "plyometrics") return { ...rest, exercise: lift(at, startMs) };
  if (type === "agility") return { ...rest, drill: drill(at, startMs) };
  const index = [0, 2, 2, 4, 0, 2][at % 6] ?? 0;
  const inner = index === 2 && interval !== undefined ? { interval } : { exercise: lift(at, startMs) };
  return { ...rest, ...inner, block: block(index, startMs) };
}

const iso = (ms: number): string => new Date(ms).toISOString();

function lift(at: number, startMs: number): NonNullable<PlayerSessionStatus["exercise"]> {
  const setNumber = 1 + (at % 5);
  const weight = 60 + ((at * 17) % 9) * 7.5;
  const resting = at % 3 !== 0;
  const restEndsAt = iso(startMs + 1000 * (at % 4 === 1 ? -22 : 35 + at * 9));
  return {
    index: at % 3,
    id: `lift-${at % 3}`,
    name: LIFTS[at % 3] ?? "Back squat",
    setNumber,
    totalSets: 5,
    total: 5,
    targetReps: 5,
    targetRpe: 8,
    weight,
    weightUnit: "kg",
    ...(resting ? { restState: "running" as const, restEndsAt, restDuration: 180 } : {}),
    nextSetPreview: {
      weight: weight + 2.5,
      weightUnit: "kg",
      targetReps: 5,
      estimatedRest: 180,
      reason: "Two repetitions were left at RPE 8: 2.5 kg more.",
      confidence: 0.7,
      ...(at % 4 === 1 ? { adviceId: `advice-${at}`, change: 3.1 } : {}),
    },
    nextName: "Bench press",
  };
}

function drill(at: number, startMs: number): NonNullable<PlayerSessionStatus["drill"]> {
  const bestTime = 4_720 + at * 37;
  const phase = (["execution", "setup", "recovery", "setup", "setup"] as const)[at % 5] ?? "setup";
  return {
    index: 1,
    id: "pro-agility",
    name: "5-10-5",
    pattern: "pro_agility",
    total: 5,
    attemptNumber: 1 + (at % 4),
    totalAttempts: 4,
    phase,
    startPosition: at + 1,
    ...(at % 4 === 0 ? {} : { lastTime: bestTime + (at % 3 === 0 ? 0 : 90 + at * 10), bestTime }),
    ...(phase === "recovery" ? { restEndsAt: iso(startMs + 48_000) } : {}),
  };
}

function block(index: number, startMs: number): BlockPointer {
  const planned = BLOCKS[index];
  return {
    index,
    id: planned?.id ?? "",
    name: planned?.name ?? "",
    type: planned?.type ?? "exercise",
    total: BLOCKS.length,
    startedAt: iso(startMs - 120_000),
    ...(planned?.scheme === undefined
      ? {}
      : { scheme: planned.scheme, round: 3, rounds: 6, endsAt: iso(startMs + 410_000) }),
  };
}
