import { describe, expect, it, vi } from "vitest";
import { createEventLog, createLogView, EVERYTHING, exported, imported, matches } from "../src/features/lab/eventLog";
import { beginning, changed, filled, loadForms, resolved } from "../src/features/lab/forms";
import { createLivePace, LIVE_PER_SECOND } from "../src/features/lab/livePace";
import { createPlayback } from "../src/features/lab/playback";
import { scenario, seededRandom } from "../src/features/lab/scenarios";
import { createStatistics, percentile } from "../src/features/lab/statistics";

const happening = (at: number, payload: object = {}) => ({
  direction: "in" as const,
  event: "training:player:metrics",
  payload,
  atMs: at,
});

describe("the log", () => {
  it("keeps the newest rows and forgets the oldest", () => {
    const log = createEventLog(100);
    for (let at = 0; at < 250; at += 1) log.add(happening(at));
    expect([log.size(), log.first(), log.next()]).toEqual([100, 151, 251]);
    expect(log.row(150)).toBeUndefined();
    expect(log.row(250)?.atMs).toBe(249);
  });

  it("shows by its view just what fits, whatever has come and gone between two looks", () => {
    const log = createEventLog(64);
    const filter = { ...EVERYTHING, playerId: "p1" };
    const view = createLogView(log, filter);
    const random = seededRandom(3);
    for (let round = 0; round < 60; round += 1) {
      const many = Math.floor(random() * 90);
      for (let at = 0; at < many; at += 1) log.add(happening(at, { playerId: random() < 0.4 ? "p1" : "p2" }));
      if (random() < 0.1) log.clear();
      const expected = Array.from({ length: log.size() }, (_, place) => log.row(log.first() + place)).filter(
        (row) => row !== undefined && matches(row, filter),
      );
      expect(view.read()).toEqual(expected);
    }
  });

  it("stays the same array while nothing has changed", () => {
    const log = createEventLog();
    const view = createLogView(log, EVERYTHING);
    log.add(happening(1));
    expect(view.read()).toBe(view.read());
  });

  it("finds by words, severity, session and event", () => {
    const log = createEventLog();
    const row = log.add({ ...happening(1, { sessionId: "s1", severity: "medium", message: "Left Knee" }) });
    expect(matches(row, { ...EVERYTHING, search: "knee left" })).toBe(true);
    expect(matches(row, { ...EVERYTHING, search: "elbow" })).toBe(false);
    expect(matches(row, { ...EVERYTHING, severity: "medium" })).toBe(true);
    expect(matches(row, { ...EVERYTHING, severity: "high" })).toBe(false);
    expect(matches(row, { ...EVERYTHING, sessionId: "s2" })).toBe(false);
    expect(matches(row, { ...EVERYTHING, event: "training:clock" })).toBe(false);
  });

  it("counts a refused command as serious", () => {
    const reply = { ok: false, code: "VALIDATION_FAILED", afterMs: 3 };
    expect(createEventLog().add({ ...happening(1), direction: "out", reply }).severity).toBe("high");
  });

  it("can be kept and opened again", () => {
    const log = createEventLog();
    for (let at = 0; at < 5; at += 1) log.add(happening(at, { at }));
    expect(imported(JSON.stringify(exported(log)))).toEqual(exported(log).rows);
    expect(imported("[]")).toBeNull();
    expect(imported("not json")).toBeNull();
  });
});

describe("the statistics", () => {
  it("give the nearest rank", () => {
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3);
    expect(percentile([5, 1, 3, 2, 4], 0.95)).toBe(5);
  });

  it("count by second, and carry the queue on", () => {
    const log = createEventLog();
    const statistics = createStatistics();
    log.onAdd((row) => statistics.count(row));
    log.add(happening(10_100, { recordedAt: new Date(10_060).toISOString() }));
    log.add(happening(10_900, { recordedAt: new Date(10_880).toISOString() }));
    log.add({ ...happening(11_000), direction: "out", reply: { ok: false, code: "CONFLICT", afterMs: 7 } });
    statistics.queue(4, 11_000);
    const columns = statistics.columns(12_000);
    expect(columns.atS.slice(-3)).toEqual([10, 11, 12]);
    expect(columns.received.slice(-3)).toEqual([2, 0, 0]);
    expect(columns.sent.slice(-3)).toEqual([0, 1, 0]);
    expect(columns.refused.slice(-3)).toEqual([0, 1, 0]);
    expect(columns.queue.slice(-3)).toEqual([0, 4, 4]);
    expect(columns.delayP95Ms.slice(-3)).toEqual([40, null, null]);
    expect(columns.replyP95Ms.slice(-3)).toEqual([null, 7, null]);
  });
});

const session = {
  sessionId: "s7",
  workoutName: "Squats",
  workoutType: "strength" as const,
  status: "scheduled" as const,
  duration: 0,
  players: [1, 2, 3].map((place) => ({
    playerId: `p${place}`,
    status: "active" as const,
    joinedAt: "2026-01-15T17:30:00Z",
  })),
  totalPlayers: 3,
  activePlayers: 3,
  completedPlayers: 0,
  plan: { exercises: [{ id: "squat", name: "Squat", sets: [{ reps: 5 }, { reps: 5 }] }] },
  epoch: "e",
  seq: 0,
};

describe("a form", () => {
  it("exists for every command, knows every type it needs, and begins with an example about the session", async () => {
    const forms = await loadForms();
    for (const form of Object.values(forms.commands)) {
      const { type, required = [], properties = {} } = resolved({ $ref: `#/$defs/${form.schema}` }, forms);
      expect(type).toBe("object");
      const payload = filled(form, session);
      expect(Object.keys(payload)).toEqual(expect.arrayContaining(required.filter((name) => name !== "eventId")));
      expect([undefined, "s7"]).toContainEqual(payload.sessionId);
      expect([undefined, "p1"]).toContainEqual(payload.playerId);
      expect(Object.values(properties).map((field) => beginning(field, forms))).not.toContain(undefined);
    }
  });

  it("changes one place and takes one out", () => {
    expect(changed({ a: 1, b: 2 }, "a", 3)).toEqual({ a: 3, b: 2 });
    expect(changed({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
    expect(changed([1, 2, 3], 1, undefined)).toEqual([1, 3]);
    expect(changed([1, 2, 3], 1, 9)).toEqual([1, 9, 3]);
  });
});

describe("a story", () => {
  const told = (seed: number) => scenario("strength", seed, session).map((step) => step.payload(() => undefined));

  it("is the same from the same seed, and another from another", () => {
    expect(told(5)).toEqual(told(5));
    expect(told(5)).not.toEqual(told(6));
    expect(told(5)).toHaveLength(1 + 6);
  });

  it("passes over what needs an alert that never came", () => {
    const payloads = scenario("medical", 1, session).map((step) => step.payload(() => undefined));
    expect(payloads.filter((payload) => payload === null)).toHaveLength(2);
  });

  it("plays at its speed, waits while paused, and stops", () => {
    vi.useFakeTimers();
    const played: string[] = [];
    const playback = createPlayback((step) => {
      played.push(step.event);
      return undefined;
    }, 10);
    const step = { afterMs: 1_000, event: "training:session:pause" as const, payload: () => ({}) };
    playback.start([step, step, step, step]);
    vi.advanceTimersByTime(250);
    expect(played).toHaveLength(2);
    playback.pause();
    vi.advanceTimersByTime(10_000);
    expect(played).toHaveLength(2);
    playback.resume();
    vi.advanceTimersByTime(100);
    expect(playback.state()).toEqual({ phase: "playing", at: 3, of: 4 });
    playback.stop();
    vi.advanceTimersByTime(10_000);
    expect(played).toHaveLength(3);
    vi.useRealTimers();
  });
});

describe("steps of one moment", () => {
  it("go out together and count one by one", () => {
    vi.useFakeTimers();
    let told = 0;
    const playback = createPlayback(() => undefined, 1);
    const end = playback.subscribe(() => {
      told += 1;
    });
    const step = { event: "training:session:pause" as const, payload: () => ({}) };
    playback.start([0, 0, 0, 1_000, 0].map((afterMs) => ({ ...step, afterMs })));
    vi.advanceTimersByTime(1);
    expect(playback.state()).toEqual({ phase: "playing", at: 3, of: 5 });
    expect(told).toBe(2);
    vi.advanceTimersByTime(1_000);
    expect(playback.state()).toEqual({ phase: "done", at: 5, of: 5 });
    end();
    vi.useRealTimers();
  });
});

describe("a story that is played faster than a floor answers", () => {
  it("waits for each answer, and not for ever", async () => {
    vi.useFakeTimers();
    let answer: () => void = () => undefined;
    let played = 0;
    const playback = createPlayback(() => {
      played += 1;
      return new Promise<void>((resolve) => {
        answer = resolve;
      });
    }, 50);
    const step = { afterMs: 1_000, event: "training:session:pause" as const, payload: () => ({}) };
    playback.start([step, step, step]);
    await vi.advanceTimersByTimeAsync(500);
    expect(played).toBe(1);
    answer();
    await vi.advanceTimersByTimeAsync(20);
    expect(played).toBe(2);
    await vi.advanceTimersByTimeAsync(2_100);
    expect(played).toBe(3);
    playback.stop();
    vi.useRealTimers();
  });
});

describe("live values of a story that is played fast", () => {
  it("go out for every player in turns, and never faster than a node takes them", () => {
    const goesOut = createLivePace();
    const sent = new Map<string, number>();
    for (let ms = 0; ms < 10_000; ms += 20) {
      for (const playerId of ["a", "b", "c", "d", "e", "f"]) {
        if (goesOut(playerId, ms)) sent.set(playerId, (sent.get(playerId) ?? 0) + 1);
      }
    }
    const counts = [...sent.values()];
    expect(sent.size).toBe(6);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10 * LIVE_PER_SECOND + 6);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10 * LIVE_PER_SECOND * 0.8);
  });

  it("all go out at the pace of life", () => {
    const goesOut = createLivePace();
    for (let ms = 0; ms < 5_000; ms += 1_000) {
      for (const playerId of ["a", "b", "c", "d", "e", "f"]) expect(goesOut(playerId, ms)).toBe(true);
    }
  });
});
