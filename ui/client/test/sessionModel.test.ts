import { describe, expect, it } from "vitest";
import {
  applyFact,
  applyJoin,
  elapsedS,
  emptySession,
  lacksTargets,
  placeOf,
  resumePoint,
  type SessionModel,
} from "../src/sessionModel";
import { toldOf } from "../src/told";
import { EVENTS, type Fact } from "../src/wire";
import { iso, joinAck, player, state, T0 } from "./made";

const PLAN = {
  intervals: [
    { id: "w", name: "Warm-up", type: "warmup", duration: 300, heartRate: { basis: "bpm", min: 100, max: 120 } },
    { id: "i", name: "Hard", type: "work", duration: 240, heartRate: { basis: "pctHrMax", min: 85, max: 92 } },
    { id: "c", name: "Cool-down", type: "cooldown", duration: 300 },
  ],
} as const;

const joined = (): SessionModel => applyJoin(emptySession("s"), joinAck({ session: state({ plan: PLAN }) }), false);

let seq = 10;
function fact<More extends object>(more: More, atMs = T0): Fact & More {
  seq += 1;
  return { sessionId: "s", epoch: "e1", seq, occurredAt: iso(atMs), recordedAt: iso(atMs), ...more };
}

function tell(model: SessionModel, event: string, more: object, atMs = T0): SessionModel {
  return applyFact(model, event, fact(more, atMs));
}

describe("position", () => {
  const at = { epoch: "e1", seq: 10 };
  it.each([
    [{ epoch: "e1", seq: 11 }, "next"],
    [{ epoch: "e1", seq: 10 }, "duplicate"],
    [{ epoch: "e1", seq: 4 }, "duplicate"],
    [{ epoch: "e1", seq: 12 }, "gap"],
    [{ epoch: "e2", seq: 11 }, "foreign"],
  ])("%o is %s", (position, place) => {
    expect(placeOf(at, position)).toBe(place);
  });

  it("moves on with facts that mean nothing to this screen", () => {
    expect(tell(joined(), "training:something:new", {}).position?.seq).toBe(seq);
  });
});

describe("a fact that waits for its pace", () => {
  const set = (setNumber: number, more: object = {}) => ({
    playerId: "a",
    exerciseId: "squat",
    exerciseName: "Squat",
    eventId: `set-${setNumber}`,
    setData: { setNumber, totalSets: 5, reps: 5, weight: 100 },
    ...more,
  });
  const at = (model: SessionModel, event: string, place: number, more: object) =>
    applyFact(model, event, { sessionId: "s", epoch: "e1", seq: place, occurredAt: iso(T0 + place), ...more } as Fact);
  const ofA = (model: SessionModel) => toldOf(model.told, "a", EVENTS.STRENGTH_SET_COMPLETION);

  it("is applied when it comes, once, after its position and later ones", () => {
    let model = at(joined(), EVENTS.POSITION, 11, { deferred: true });
    model = at(model, EVENTS.STRENGTH_SET_COMPLETION, 12, set(2));
    const late = { seq: 11, epoch: "e1" };
    expect(placeOf(model.position, late, model.deferred)).toBe("deferred");
    model = at(model, EVENTS.STRENGTH_SET_COMPLETION, 11, set(1));
    expect(model.position?.seq).toBe(12);
    expect(placeOf(model.position, late, model.deferred)).toBe("duplicate");
    expect(ofA(model).map((fact) => fact.setData.setNumber)).toEqual([1, 2]);
  });

  it("is asked for again when the link is lost before it comes", () => {
    const waiting = at(at(joined(), EVENTS.POSITION, 11, { deferred: true }), EVENTS.POSITION, 12, {});
    expect(resumePoint(waiting)).toEqual({ epoch: "e1", seq: 10 });
    const events = [
      { event: EVENTS.STRENGTH_SET_COMPLETION, payload: { sessionId: "s", epoch: "e1", seq: 11, ...set(1) } },
      { event: EVENTS.POSITION, payload: { sessionId: "s", epoch: "e1", seq: 12 } },
    ] as const;
    const model = applyJoin(waiting, joinAck({ recovered: true, seq: 12, events }), true);
    expect(ofA(model)).toHaveLength(1);
    expect(resumePoint(model)).toEqual({ epoch: "e1", seq: 12 });
  });

  it("leaves the list when it is undone, and gives way to its correction", () => {
    let model = at(joined(), EVENTS.STRENGTH_SET_COMPLETION, 11, set(1));
    model = at(model, EVENTS.STRENGTH_SET_COMPLETION, 12, set(9, { corrects: "set-1" }));
    expect(ofA(model).map((fact) => fact.eventId)).toEqual(["set-9"]);
    model = at(
      model,
      EVENTS.STRENGTH_SET_COMPLETION,
      13,
      set(1, { eventId: "undo", corrects: "set-9", withdrawn: true }),
    );
    expect(ofA(model)).toEqual([]);
  });

  it("brings a player's restrictions to those who may read them", () => {
    const restrictions = [{ bodyRegion: "knee", level: "modified" }];
    const model = at(joined(), EVENTS.STRENGTH_SET_COMPLETION, 11, set(1, { restrictions }));
    expect(model.state?.players.map((each) => each.restrictions)).toEqual([restrictions, undefined]);
  });
});

describe("joining", () => {
  it("takes the snapshot and its position", () => {
    expect(joined().position).toEqual({ epoch: "e1", seq: 10 });
    expect(joined().discontinuity).toBeNull();
  });

  it("applies exactly the missing events when recovered", () => {
    const missed = [11, 12, 13].map((at) => ({
      event: EVENTS.PLAYER_STATUS_UPDATE,
      payload: {
        sessionId: "s",
        epoch: "e1",
        seq: at,
        playerId: "a",
        status: at === 13 ? "paused" : "active",
      } as const,
    }));
    const model = applyJoin(joined(), joinAck({ recovered: true, seq: 13, events: missed }), true);
    expect(model.state?.players[0]?.status).toBe("paused");
    expect(model.position?.seq).toBe(13);
    expect(model.discontinuity).toBeNull();
  });

  it("says so when a snapshot replaces events it had asked for", () => {
    const model = applyJoin(joined(), joinAck({ session: state({ seq: 9_000 }) }), true);
    expect(model.discontinuity).toEqual({ atMs: T0, reason: "tooFarBehind" });
  });

  it("says so when the epoch is another one", () => {
    const model = applyJoin(joined(), joinAck({ session: state({ epoch: "e2", seq: 3 }) }), true);
    expect(model.discontinuity?.reason).toBe("restarted");
    expect(model.position).toEqual({ epoch: "e2", seq: 3 });
  });

  it("says nothing when it asked for a fresh snapshot itself", () => {
    expect(applyJoin(joined(), joinAck({ session: state({ seq: 20 }) }), false).discontinuity).toBeNull();
  });
});

describe("lifecycle", () => {
  it("counts only the time that is not paused", () => {
    let model = tell(joined(), EVENTS.SESSION_UPDATE, { updates: { status: "active", startTime: iso(T0) } }, T0);
    expect(elapsedS(model, T0 + 30_000)).toBe(30);
    model = tell(
      model,
      EVENTS.SESSION_UPDATE,
      { updates: { status: "paused", pausedAt: iso(T0 + 60_000) } },
      T0 + 60_000,
    );
    expect(elapsedS(model, T0 + 600_000)).toBe(60);
    model = tell(model, EVENTS.SESSION_UPDATE, { updates: { status: "active", cleared: ["pausedAt"] } }, T0 + 600_000);
    expect(model.state?.pausedAt).toBeUndefined();
    expect(elapsedS(model, T0 + 610_000)).toBe(70);
    model = tell(model, EVENTS.SESSION_UPDATE, { updates: { status: "completed", duration: 90 } }, T0 + 630_000);
    expect(elapsedS(model, T0 + 999_000)).toBe(90);
  });

  it("lets waiting players begin with the session", () => {
    const model = tell(joined(), EVENTS.SESSION_UPDATE, { updates: { status: "active" } });
    expect(model.state?.players.map((one) => one.status)).toEqual(["active", "active"]);
    expect(model.state?.activePlayers).toBe(2);
  });

  it("shows an emergency until it is lifted", () => {
    const emergency = { by: "t", at: iso(T0), reason: "fall" };
    let model = tell(joined(), EVENTS.SESSION_UPDATE, { updates: { status: "paused", emergency } });
    expect(model.state?.emergency).toEqual(emergency);
    model = tell(model, EVENTS.SESSION_UPDATE, { updates: { cleared: ["emergency"] } });
    expect(model.state?.emergency).toBeUndefined();
    expect(model.state?.status).toBe("paused");
  });
});

describe("players", () => {
  it("come, change and go, and the counts follow", () => {
    let model = tell(joined(), EVENTS.PLAYER_JOIN, { playerId: "c", player: player("c", { status: "active" }) });
    expect([model.state?.totalPlayers, model.state?.activePlayers]).toEqual([3, 1]);
    model = tell(model, EVENTS.PLAYER_STATUS_UPDATE, { playerId: "c", status: "completed" });
    expect([model.state?.activePlayers, model.state?.completedPlayers]).toEqual([0, 1]);
    model = tell(model, EVENTS.PLAYER_LEAVE, { playerId: "a", reason: "dropped" });
    expect(model.state?.players.map((one) => one.playerId)).toEqual(["b", "c"]);
  });

  it("are not doubled when the same one joins again", () => {
    const model = tell(joined(), EVENTS.PLAYER_JOIN, { playerId: "a", player: player("a", { status: "active" }) });
    expect(model.state?.players).toHaveLength(2);
  });

  it("keep their place in memory: an event changes only the player it is about", () => {
    const before = joined();
    const after = tell(before, EVENTS.PLAYER_STATUS_UPDATE, { playerId: "a", status: "active" });
    expect(after.state?.players[1]).toBe(before.state?.players[1]);
  });
});

describe("intervals", () => {
  const to = (name: string) => ({ fromInterval: { name: "x", type: "warmup" }, toInterval: { name, type: "work" } });

  it("move one player, with the target where it needs nobody's figures", () => {
    const model = tell(joined(), EVENTS.CONDITIONING_INTERVAL_TRANSITION, {
      intervalId: "x",
      playerId: "a",
      index: 0,
      endsAt: iso(T0 + 300_000),
      transition: to("Warm-up"),
      transitionType: "manual",
    });
    expect(model.state?.players[0]?.interval).toMatchObject({
      index: 0,
      total: 3,
      nextName: "Hard",
      targetZone: { min: 100, max: 120 },
    });
    expect(model.state?.players[1]?.interval).toBeUndefined();
  });

  it("leave a relative target open, and know that it is", () => {
    const model = tell(joined(), EVENTS.CONDITIONING_INTERVAL_TRANSITION, {
      intervalId: "w",
      index: 1,
      transition: to("Hard"),
      transitionType: "automatic",
    });
    expect(model.state?.players.map((one) => one.interval?.index)).toEqual([1, 1]);
    expect(lacksTargets(model)).toBe(true);
    const interval = { ...model.state?.players[0]?.interval, targetZone: { min: 160, max: 175, name: "x" } };
    const told = applyFact(model, EVENTS.PLAYER_INTERVAL_PROGRESS, { sessionId: "s", playerId: "a", interval } as Fact);
    expect(told.state?.players[0]?.interval?.targetZone?.min).toBe(160);
  });

  it("keep analyses per player in order, and the newest advice", () => {
    const analysis = (index: number, samples: number) => ({
      intervalId: `${index}`,
      index,
      name: "n",
      type: "work",
      duration: 1,
      samples,
    });
    const advice = { intensityAdjustment: -5, recoveryNeeded: 30, performanceTrend: "declining", reason: "r" };
    const step = { intervalId: "x", playerId: "a", transition: to("Hard"), transitionType: "automatic" };
    let model = tell(joined(), EVENTS.CONDITIONING_INTERVAL_TRANSITION, {
      ...step,
      index: 2,
      analysis: analysis(1, 5),
    });
    model = tell(model, EVENTS.CONDITIONING_INTERVAL_TRANSITION, {
      ...step,
      index: 1,
      analysis: analysis(0, 7),
      adaptiveRecommendations: advice,
    });
    model = tell(model, EVENTS.CONDITIONING_INTERVAL_TRANSITION, { ...step, index: 2, analysis: analysis(1, 9) });
    expect(model.analyses.a?.map((one) => [one.index, one.samples])).toEqual([
      [0, 7],
      [1, 9],
    ]);
    expect(model.state?.players[0]?.recommendations?.intensityAdjustment).toBe(-5);
  });

  it("keep their last end while the session stands", () => {
    const interval = { index: 0, id: "w", name: "Warm-up", type: "warmup", startedAt: iso(T0), total: 3 };
    const progress = (more: object) =>
      ({ sessionId: "s", playerId: "a", completed: false, interval: { ...interval, ...more } }) as Fact;
    let model = applyFact(joined(), EVENTS.PLAYER_INTERVAL_PROGRESS, progress({ endsAt: iso(T0 + 60_000) }));
    model = tell(model, EVENTS.SESSION_UPDATE, { updates: { status: "paused", pausedAt: iso(T0 + 20_000) } });
    model = applyFact(model, EVENTS.PLAYER_INTERVAL_PROGRESS, progress({}));
    expect(model.state?.players[0]?.interval?.endsAt).toBe(iso(T0 + 60_000));
    model = applyFact(model, EVENTS.PLAYER_INTERVAL_PROGRESS, progress({ index: 1 }));
    expect(model.state?.players[0]?.interval?.endsAt).toBeUndefined();
  });

  it("end with the plan", () => {
    const model = tell(joined(), EVENTS.CONDITIONING_INTERVAL_TRANSITION, {
      intervalId: "c",
      playerId: "a",
      finished: true,
      transition: {},
      transitionType: "automatic",
    });
    expect(model.state?.players[0]?.interval).toBeUndefined();
  });
});
