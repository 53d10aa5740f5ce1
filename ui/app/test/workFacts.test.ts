import type { PlayerSessionStatus } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { BLOCKS, working } from "../dev/fakeWork";
import { sessionHead } from "../src/features/board/sessionHead";
import { tileFacts } from "../src/features/board/tileFacts";
import { expectsSignal, overdueS, workFacts } from "../src/features/board/workFacts";
import { deltaText, lineOf, overText, secondsText } from "../src/features/board/workWords";

const NOW = 1_800_000_000_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const player: PlayerSessionStatus = { playerId: "p", status: "active", joinedAt: iso(NOW) };
const lifting = (change: Partial<NonNullable<PlayerSessionStatus["exercise"]>> = {}): PlayerSessionStatus => ({
  ...player,
  exercise: {
    index: 0,
    id: "squat",
    name: "Back squat",
    setNumber: 3,
    totalSets: 5,
    targetReps: 5,
    weight: 82.5,
    weightUnit: "kg",
    ...change,
  },
});
const preview = {
  weight: 85,
  weightUnit: "kg",
  targetReps: 5,
  estimatedRest: 180,
  reason: "",
  confidence: 0.5,
} as const;
const say = (id: string, values: Record<string, string | number> = {}) => [id, ...Object.values(values)].join(" ");

describe("a player who lifts", () => {
  it("shows set x of y and the load", () => {
    expect(workFacts(lifting(), NOW)).toMatchObject({
      main: { kind: "set", set: { at: 3, of: 5 }, load: { weight: 82.5, unit: "kg" }, next: null },
      rest: null,
    });
  });

  it("shows what comes while resting, and counts on past zero", () => {
    const resting = (endsMs: number) =>
      lifting({ restState: "running", restEndsAt: iso(endsMs), restDuration: 180, nextSetPreview: preview });
    const running = workFacts(resting(NOW + 90_000), NOW);
    expect(running).toMatchObject({ rest: { remainingMs: 90_000, fraction: 0.5 } });
    expect(lineOf(running, say)).toBe("board.tile.next 85 board.unit.kg 5");
    const over = workFacts(resting(NOW - 12_000), NOW);
    expect(over.rest).toEqual({ remainingMs: -12_000, fraction: 0 });
    expect(overdueS(over)).toBe(12);
    expect(overText(-12_400)).toBe("+0:12");
  });

  it("does not rest once the rest was skipped", () => {
    expect(workFacts(lifting({ restState: "skipped", restEndsAt: iso(NOW + 1) }), NOW).rest).toBeNull();
  });

  it("is not missed by a sensor that nobody wears", () => {
    const facts = (type: "strength" | "conditioning") =>
      tileFacts({
        type,
        player: lifting(),
        live: undefined,
        plan: null,
        running: true,
        pausedAtMs: null,
        solo: false,
        nowMs: NOW,
        deviceMs: NOW,
      });
    expect(facts("strength").signal).toBe("off");
    expect(facts("conditioning").signal).toBe("none");
  });
});

describe("a player at a drill", () => {
  const drill = {
    index: 0,
    id: "d",
    name: "5-10-5",
    pattern: "pro_agility",
    attemptNumber: 3,
    totalAttempts: 4,
    phase: "setup",
  } as const;

  it("shows the last time, how far it is from the best, and attempt n of m", () => {
    const { main } = workFacts({ ...player, drill: { ...drill, lastTime: 4_830, bestTime: 4_710 } }, NOW);
    expect(main).toMatchObject({ kind: "attempt", attempt: { at: 3, of: 4 }, lastMs: 4_830, deltaMs: 120 });
    expect([secondsText(4_830), deltaText(120), deltaText(0), deltaText(null)]).toEqual(["4.83", "+0.12", "★", ""]);
  });

  it("has nothing to compare before the first time", () => {
    expect(workFacts({ ...player, drill }, NOW).main).toMatchObject({ lastMs: null, deltaMs: null });
  });

  it.each([
    [59_994, "59.99"],
    [59_996, "1:00.00"],
    [64_830, "1:04.83"],
  ])("reads %i ms as %s", (milliseconds, text) => {
    expect(secondsText(milliseconds)).toBe(text);
  });
});

describe("a hybrid player", () => {
  const hybrid = (at: number) => working({ ...player, interval: undefined } as never, "hybrid", at, NOW);

  it("lifts with a set, rides with the live value, and always names the block", () => {
    expect(workFacts(hybrid(0), NOW)).toMatchObject({ main: { kind: "set" }, block: { block: { at: 1, of: 5 } } });
    expect(workFacts({ ...player, block: hybrid(1).block as never }, NOW)).toMatchObject({
      main: null,
      block: { name: "Bike sprints", block: { at: 3, of: 5 } },
    });
  });

  it("is expected to be heard on the bike only", () => {
    expect(expectsSignal("hybrid", hybrid(1))).toBe(true);
    expect(expectsSignal("hybrid", hybrid(0))).toBe(false);
  });
});

describe("a session's header", () => {
  const team = (type: "strength" | "hybrid" | "agility") =>
    Array.from({ length: 5 }, (_, at) => working({ ...player, playerId: `p${at}` }, type, at, NOW));

  it("is the exercise most are at, the blocks with who is in them, or the start list", () => {
    expect(sessionHead(team("strength"), undefined)).toMatchObject({ kind: "lift", name: "Back squat", resting: 3 });
    const blocks = sessionHead(team("hybrid"), { blocks: BLOCKS });
    expect(blocks).toMatchObject({ kind: "block", block: { of: 5 } });
    expect(blocks?.kind === "block" && blocks.segments.map(({ players }) => players)).toEqual([2, 0, 2, 0, 1]);
    const starts = sessionHead(team("agility"), undefined);
    expect(starts?.kind === "drill" && starts.waiting.map(({ playerId }) => playerId)).toEqual(["p1", "p3", "p4"]);
  });

  it("is nothing while nobody does anything", () => {
    expect(sessionHead([player], undefined)).toBeNull();
  });
});
