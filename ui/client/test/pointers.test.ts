import { describe, expect, it } from "vitest";
import type { AgilityPlan, DrillPointer, ExercisePointer, HybridPlan } from "../src/generated/contract";
import { applyFact, emptySession, lacksPointers, type SessionModel } from "../src/sessionModel";
import { EVENTS, type Fact, type TrainingSessionState } from "../src/wire";
import { iso, player, state, T0 } from "./made";

function model(change: Partial<TrainingSessionState>): SessionModel {
  return { ...emptySession("s"), state: state(change), durationAtMs: T0, position: { epoch: "e1", seq: 10 } };
}

const told = (fields: object): Fact => ({ sessionId: "s", playerId: "a", occurredAt: iso(T0), ...fields }) as Fact;
const first = (after: SessionModel) => after.state?.players[0];
const SQUAT: ExercisePointer = { index: 0, id: "squat", name: "Squat", setNumber: 1, totalSets: 3 };
const DRILL: DrillPointer = {
  index: 0,
  id: "505",
  name: "505",
  pattern: "505",
  attemptNumber: 1,
  totalAttempts: 2,
  phase: "execution",
  startedAt: iso(T0),
  side: "left",
};
const DRILLS: AgilityPlan = {
  drills: [
    { id: "505", name: "505", pattern: "505", attempts: 2, rest: 60, sides: ["left", "right"] },
    { id: "hexagon", name: "Hexagon", pattern: "hexagon", attempts: 3 },
  ],
};

describe("a player's set", () => {
  it("follows the node's word, and the end of the plan makes the player done", () => {
    const before = model({ players: [player("a", { status: "active" }), player("b")] });
    const at = applyFact(before, EVENTS.PLAYER_EXERCISE_PROGRESS, told({ completed: false, exercise: SQUAT }));
    expect(first(at)?.exercise).toEqual(SQUAT);
    const done = applyFact(at, EVENTS.PLAYER_EXERCISE_PROGRESS, told({ completed: true }));
    expect(first(done)?.exercise).toBeUndefined();
    expect([first(done)?.status, done.state?.completedPlayers]).toEqual(["completed", 1]);
  });

  it("that was the last of a hybrid's block leaves the player training: other blocks follow", () => {
    const block = {
      ...{ index: 0, id: "lift", name: "Lift", type: "exercise" as const, total: 3, startedAt: iso(T0) },
      mode: "exercise" as const,
    };
    const before = model({ workoutType: "hybrid", players: [player("a", { status: "active", block })] });
    const after = applyFact(before, EVENTS.PLAYER_EXERCISE_PROGRESS, told({ completed: true }));
    expect([first(after)?.status, after.state?.completedPlayers]).toEqual(["active", 0]);
  });

  it("carries its rest, and a timer that says nothing new leaves the model untouched", () => {
    const before = model({ players: [player("a", { exercise: SQUAT }), player("b")] });
    const timer = told({
      exerciseId: "squat",
      restDuration: 90,
      timeRemaining: 90,
      timerState: "running",
      endsAt: iso(T0),
    });
    const resting = applyFact(before, EVENTS.STRENGTH_REST_TIMER, timer);
    expect(first(resting)?.exercise).toMatchObject({ restState: "running", restEndsAt: iso(T0), restDuration: 90 });
    expect(applyFact(resting, EVENTS.STRENGTH_REST_TIMER, timer)).toBe(resting);
  });
});

describe("a player's block", () => {
  const plan: HybridPlan = {
    blocks: [
      { id: "lift", type: "exercise", name: "Lift", scheme: "sets", exercises: [] },
      { id: "bike", type: "interval", name: "Bike", intervals: [] },
    ],
  };

  it("takes its scheme and what comes next from the plan, and lets the former block's set go", () => {
    const before = model({ plan, players: [player("a", { exercise: SQUAT }), player("b")] });
    const fact = told({
      blockTransition: { toBlock: { id: "bike", type: "interval", name: "Bike", index: 1 } },
      totalBlocks: 2,
      overallProgress: 50,
    });
    const after = first(applyFact(before, EVENTS.HYBRID_BLOCK_TRANSITION, fact));
    expect(after?.exercise).toBeUndefined();
    expect(after?.block).toMatchObject({ index: 1, type: "interval", total: 2, mode: "interval" });
  });

  it("announces another mode with its time", () => {
    const block = { index: 0, id: "lift", name: "Lift", type: "exercise", total: 2, startedAt: iso(T0) } as const;
    const fact = told({
      fromMode: "exercise",
      toMode: "interval",
      initiatedBy: "trainer",
      switchesAt: iso(T0 + 5_000),
    });
    const after = first(applyFact(model({ players: [player("a", { block })] }), EVENTS.HYBRID_MODE_SWITCH, fact));
    expect(after?.block).toMatchObject({ mode: "exercise", nextMode: "interval", modeSwitchesAt: iso(T0 + 5_000) });
  });
});

describe("a player's drill", () => {
  const ran = (attemptNumber: number, drillId = "505", more: object = {}) =>
    told({
      drillResult: { drillId, attemptNumber, completionTime: 2_400, errors: [] },
      valid: true,
      bestTime: 2_400,
      ...more,
    });

  it("counts attempts, rests as planned, changes sides, and goes on to the next drill", () => {
    const before = model({ plan: DRILLS, players: [player("a", { drill: DRILL })] });
    const one = applyFact(before, EVENTS.AGILITY_DRILL_COMPLETION, ran(1));
    expect(first(one)?.drill).toMatchObject({ attemptNumber: 2, side: "right", phase: "recovery", lastTime: 2_400 });
    expect(first(one)?.drill).toMatchObject({ restEndsAt: iso(T0 + 60_000) });
    expect(first(one)?.drill?.startedAt).toBeUndefined();
    const two = applyFact(one, EVENTS.AGILITY_DRILL_COMPLETION, ran(2));
    expect(first(two)?.drill).toMatchObject({ id: "hexagon", index: 1, attemptNumber: 1, totalAttempts: 3 });
  });

  it("is over before its last attempt where the node says that enough of them count, and not before", () => {
    const before = model({ plan: DRILLS, players: [player("a", { drill: DRILL })] });
    const over = applyFact(before, EVENTS.AGILITY_DRILL_COMPLETION, ran(1, "505", { drillFinished: true }));
    expect(first(over)?.drill).toMatchObject({ id: "hexagon", index: 1, attemptNumber: 1 });
    const again = applyFact(before, EVENTS.AGILITY_DRILL_COMPLETION, ran(2, "505", { drillFinished: false }));
    expect(first(again)?.drill).toMatchObject({ id: "505", attemptNumber: 2, totalAttempts: 2 });
  });

  it("an attempt of another drill moves nothing", () => {
    const before = model({ plan: DRILLS, players: [player("a", { drill: DRILL })] });
    expect(applyFact(before, EVENTS.AGILITY_DRILL_COMPLETION, ran(1, "hexagon")).state).toBe(before.state);
  });
});

it("a resumed session that missed a set needs the whole state, as pointers are not stored", () => {
  const missed = (event: string) =>
    ({ events: [{ event, payload: {} }] }) as unknown as Parameters<typeof lacksPointers>[0];
  expect(lacksPointers(missed(EVENTS.STRENGTH_SET_COMPLETION))).toBe(true);
  expect(lacksPointers(missed(EVENTS.SESSION_MESSAGE))).toBe(false);
});
