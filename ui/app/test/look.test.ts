import { describe, expect, it } from "vitest";
import { listSessions } from "../src/features/debrief/ListPage";
import { changeWords } from "../src/features/debrief/WeekPage";
import { countFaults, rankDrills } from "../src/features/session/Ranking";
import { inTurn } from "../src/features/session/WhereNow";
import type { PlayerPage } from "../src/shared/look/pages";
import { scaleOf, traceData } from "../src/shared/look/TraceChart";
import { figure } from "../src/shared/look/words";

const said = (id: string, values?: Record<string, string | number>) => `${id} ${JSON.stringify(values ?? {})}`;

function runner(playerId: string, bestTime?: number): PlayerPage {
  const attempts = [{ number: 1, at: "2026-11-24T18:00:00Z", time: bestTime ?? 9000, faults: ["fall" as const] }];
  const drill = { drillId: "d", name: "T-test", attempts, ...(bestTime === undefined ? {} : { bestTime }) };
  return { playerId, playerName: playerId, work: { drills: [drill] } } as unknown as PlayerPage;
}

describe("a week's change", () => {
  it("is not said before 28 known days, only how many are missing", () => {
    expect(changeWords(said, { knownDays: 3 })).toBe('debrief.change.unknown {"days":25}');
  });

  it.each([
    [4, "debrief.change.same {}"],
    [-9.6, "debrief.change.same {}"],
    [31.4, 'debrief.change.more {"percent":31}'],
    [-40, 'debrief.change.less {"percent":40}'],
  ])("of %s %% is said in words", (change, words) => {
    expect(changeWords(said, { knownDays: 28, change })).toBe(words);
  });
});

describe("a trace", () => {
  const trace = { start: "2026-11-24T18:00:00Z", step: 2, heartRate: [100, null, 120] };

  it("keeps gaps and stands at the middle of its steps", () => {
    const [atS, heart, power] = traceData(trace);
    expect([...(atS ?? [])].map((at) => at - Date.parse(trace.start) / 1000)).toEqual([1, 3, 5]);
    expect(heart).toEqual([100, null, 120]);
    expect(power).toEqual([null, null, null]);
  });

  it("has its target in view", () => {
    const bands = [{ start: trace.start, end: trace.start, heartRate: { min: 60, max: 190 } }];
    const [low, high] = scaleOf(trace.heartRate, bands, "heartRate", [80, 160]);
    expect(low).toBeLessThanOrEqual(60);
    expect(high).toBeGreaterThanOrEqual(190);
  });
});

describe("agility", () => {
  it("ranks by best valid time and leaves out who has none", () => {
    const [drill] = rankDrills([runner("a", 5000), runner("b"), runner("c", 4800)]);
    expect(drill?.rows.map((row) => row.player.playerId)).toEqual(["c", "a"]);
  });

  it("counts faults by drill", () => {
    expect(countFaults([runner("a", 5000), runner("b")])[0]?.counts.get("fall")).toBe(2);
  });
});

describe("the order of turns", () => {
  it("is by the end of the rest, the finished last", () => {
    const player = (playerId: string, restEndsAt?: string, status = "active") =>
      ({ playerId, status, exercise: { restEndsAt } }) as unknown as Parameters<typeof inTurn>[0][number];
    const players = [player("done", undefined, "completed"), player("later", "2026-11-24T18:02:00Z"), player("free")];
    expect(inTurn(players).map((each) => each.playerId)).toEqual(["free", "later", "done"]);
  });
});

describe("the list of sessions", () => {
  it("holds a session on the floor that the history does not know, and each once", () => {
    const known = {
      id: "a",
      name: "A",
      workoutType: "strength" as const,
      createdAt: "2026-11-24T18:00:00Z",
      playerIds: [],
    };
    const open = ["a", "b"].map((sessionId) => ({
      sessionId,
      workoutName: sessionId,
      workoutType: "strength" as const,
      totalPlayers: 2,
    }));
    expect(listSessions([known], open).map((row) => row.id)).toEqual(["b", "a"]);
  });
});

describe("a figure", () => {
  it("is a dash where nothing is known and has a true minus", () => {
    expect([figure(undefined, "W"), figure(-3.14, "kJ", 1)]).toEqual(["–", "−3.1 kJ"]);
  });
});
