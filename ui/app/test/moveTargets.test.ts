import type { PlayerSessionStatus, TrainingSessionState } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { type Given, nearestLegal, targetsFor } from "../src/features/board/moves/targets";

const player: PlayerSessionStatus = { playerId: "p", status: "active", joinedAt: "2026-01-10T18:00:00Z" };
const others = (count: number): PlayerSessionStatus[] =>
  Array.from({ length: count }, (_, at) => ({ ...player, playerId: `o${at}` }));
const session = (sessionId: string, change: Partial<TrainingSessionState> = {}): TrainingSessionState => ({
  sessionId,
  workoutName: sessionId,
  workoutType: "strength",
  status: "active",
  duration: 0,
  players: others(4),
  totalPlayers: 4,
  activePlayers: 4,
  completedPlayers: 0,
  epoch: "e",
  seq: 1,
  ...change,
});
const squats = { exercises: [{ id: "s", name: "Squat", sets: [], movements: ["squat"] }] };
const verdicts = (who: PlayerSessionStatus, states: TrainingSessionState[], given: Given = []) =>
  Object.fromEntries(targetsFor(who, "here", states, given).map((one) => [one.sessionId, one.verdict]));

describe("where a player may go", () => {
  it("is every other session that has a place, gear and permitted work", () => {
    const given: Given = [
      { sessionId: "full", resources: { capacity: 4, equipment: [] } },
      { sessionId: "bikes", resources: { equipment: [{ type: "bike", count: 4, perPlayer: 1 }] } },
      { sessionId: "roomy", resources: { capacity: 5, equipment: [{ type: "bike", count: 10, perPlayer: 2 }] } },
    ];
    const states = [
      session("here"),
      session("full"),
      session("bikes"),
      session("roomy"),
      session("done", { status: "completed" }),
    ];
    expect(verdicts(player, states, given)).toEqual({ full: "full", bikes: "gear", roomy: "fits", done: "over" });
  });

  it("does not count who has left", () => {
    const left = session("full", { players: [...others(3), { ...player, playerId: "x", status: "dropped" }] });
    expect(verdicts(player, [left], [{ sessionId: "full", resources: { capacity: 4, equipment: [] } }])).toEqual({
      full: "fits",
    });
  });

  it("is nowhere for who may not train, and not where a banned movement is done, however deep in the plan", () => {
    const hurt = (change: object) => ({
      ...player,
      restrictions: [{ bodyRegion: "knee", level: "modified" as const, ...change }],
    });
    const states = [
      session("squats", { plan: squats as never }),
      session("blocks", { plan: { blocks: [{ id: "b", type: "exercise", name: "B", ...squats }] } as never }),
      session("bike"),
    ];
    expect(verdicts(hurt({ bannedMovements: ["squat"] }), states)).toEqual({
      squats: "medical",
      blocks: "medical",
      bike: "fits",
    });
    expect(new Set(Object.values(verdicts(hurt({ level: "no_training" }), states)))).toEqual(new Set(["medical"]));
  });

  it("names the nearest legal one: the same kind of work, then the emptiest", () => {
    const states = [
      session("ride", { workoutType: "conditioning", players: [] }),
      session("lift"),
      session("crowded", { players: others(9) }),
    ];
    const targets = targetsFor(player, "here", states, []);
    expect(nearestLegal(targets, "strength")?.sessionId).toBe("lift");
    expect(nearestLegal(targets, "agility")?.sessionId).toBe("ride");
    expect(nearestLegal([], "strength")).toBeNull();
  });
});
