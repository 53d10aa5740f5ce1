import { EMPTY_VALUES, type LiveValues, type PlayerSessionStatus } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { tileFacts } from "../src/features/board/tileFacts";

const NOW = 1_800_000_000_000;
const plan = {
  intervals: [
    { id: "a", name: "A", type: "work", duration: 100, heartRate: { basis: "pctHrMax", min: 85, max: 92 } },
    { id: "b", name: "B", type: "rest", duration: 60, manual: true },
  ],
} as const;
const player: PlayerSessionStatus = { playerId: "p", status: "active", joinedAt: new Date(NOW).toISOString() };
const live: LiveValues = {
  ...EMPTY_VALUES,
  heartRate: 160,
  percentOfMax: 80,
  zone: 4,
  inZone: false,
  outOfZoneS: 12,
  signal: "live",
  ageMs: 200,
  heardAtMs: NOW,
};
const facts = (
  change: Partial<LiveValues> | null,
  rest: {
    player?: Partial<PlayerSessionStatus>;
    solo?: boolean;
    running?: boolean;
    pausedAtMs?: number;
    laterMs?: number;
  } = {},
) =>
  tileFacts({
    type: "conditioning",
    player: { ...player, ...rest.player },
    live: change === null ? undefined : { ...live, ...change },
    plan,
    running: rest.running ?? true,
    pausedAtMs: rest.pausedAtMs ?? null,
    solo: rest.solo ?? false,
    nowMs: NOW + (rest.laterMs ?? 0),
    deviceMs: NOW + (rest.laterMs ?? 0),
  });

describe("the big value", () => {
  it("is % of maximum in a group, bpm for one athlete", () => {
    expect(facts({})).toMatchObject({ value: 80, unit: "percentMax" });
    expect(facts({}, { solo: true })).toMatchObject({ value: 160, unit: "bpm" });
  });

  it("is bpm in a group too where the maximum is not known", () => {
    expect(facts({ percentOfMax: null })).toMatchObject({ value: 160, unit: "bpm" });
  });

  it("is power where there is no heart rate", () => {
    expect(facts({ heartRate: null, percentOfMax: null, power: 240 })).toMatchObject({ value: 240, unit: "watt" });
  });

  it("vanishes when it is stale, with its zone and its judgement", () => {
    expect(facts({}, { laterMs: 4_000 })).toMatchObject({ value: 80, signal: "late" });
    expect(facts({}, { laterMs: 5_000 })).toMatchObject({
      value: null,
      zone: null,
      target: "none",
      signal: "stale",
      ageMs: 5_200,
    });
  });

  it("is shown but not judged when it is implausible", () => {
    expect(facts({ signal: "implausible" })).toMatchObject({ value: 80, zone: null, target: "none" });
  });

  it("is none for somebody who was never heard", () => {
    expect(facts(null)).toMatchObject({ value: null, signal: "none", ageMs: null });
  });
});

describe("the target", () => {
  it("is the node's word; the side is read from the bounds", () => {
    expect(facts({ inZone: true })).toMatchObject({ target: "in", offTargetS: 0 });
    expect(facts({ intervalIndex: 0 })).toMatchObject({ target: "low", offTargetS: 12 });
    expect(facts({ intervalIndex: 0, percentOfMax: 95 })).toMatchObject({ target: "high" });
    expect(facts({ inZone: null }).target).toBe("none");
  });

  it("prefers bounds that were resolved for the player", () => {
    const interval = {
      index: 0,
      id: "a",
      name: "A",
      type: "work",
      startedAt: "",
      total: 2,
      targetZone: { min: 100, max: 150, name: "x" },
    } as const;
    expect(facts({}, { player: { interval } }).target).toBe("high");
  });

  it("names no side that it cannot know", () => {
    expect(facts({}).target).toBe("out");
  });

  it("is not judged while the session stands", () => {
    expect(facts({}, { running: false }).target).toBe("none");
  });
});

describe("the countdown", () => {
  it("follows the frame where it has overtaken the stored pointer", () => {
    const interval = {
      index: 0,
      id: "a",
      name: "A",
      type: "work",
      startedAt: "",
      endsAt: new Date(NOW).toISOString(),
      total: 2,
    } as const;
    const { countdown } = facts({ intervalIndex: 1, intervalEndsAtMs: NOW + 30_000 }, { player: { interval } });
    expect(countdown).toEqual({ kind: "rest", remainingMs: 30_000, fraction: 0.5 });
  });

  it("stands while the session does", () => {
    const standing = { running: false, pausedAtMs: NOW + 10_000, laterMs: 60_000 };
    expect(facts({ intervalIndex: 1, intervalEndsAtMs: NOW + 30_000 }, standing).countdown?.remainingMs).toBe(20_000);
  });

  it("never goes below zero", () => {
    expect(facts({ intervalIndex: 0, intervalEndsAtMs: NOW - 1 }).countdown?.remainingMs).toBe(0);
  });

  it("has no end for an interval that is moved on by hand, and is not there without an interval", () => {
    expect(facts({ intervalIndex: 1 }).countdown).toEqual({ kind: "rest", remainingMs: null, fraction: null });
    expect(facts({}).countdown).toBeNull();
    expect(facts({ intervalIndex: 1 }, { player: { status: "completed" } }).countdown).toBeNull();
  });
});
