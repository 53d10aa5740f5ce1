import { describe, expect, it } from "vitest";
import { type ArrangeInput, type Arrangement, arrange, type Ranked } from "../src/features/board/order";
import type { TileFacts } from "../src/features/board/tileFacts";

const base: TileFacts = {
  value: 80,
  unit: "percentMax",
  zone: 3,
  signal: "live",
  ageMs: 0,
  target: "in",
  offTargetS: 0,
  countdown: null,
  work: { main: null, block: null, rest: null },
};
const one = (playerId: string, jerseyNumber: number, facts: Partial<TileFacts> = {}, load = 0): Ranked => ({
  playerId,
  jerseyNumber,
  name: playerId,
  facts: { ...base, ...facts },
  load,
  place: 0,
  alarm: false,
});

const squad = [
  one("fine7", 7, {}, 300),
  one("off20s", 30, { target: "low", offTargetS: 20 }, 100),
  one("lost", 2, { signal: "lost", target: "none" }, 50),
  one("off90s", 40, { target: "high", offTargetS: 90 }, 200),
  one("fine3", 3, {}, 400),
];
const input = (change: Partial<ArrangeInput> = {}): ArrangeInput => ({
  players: squad,
  sort: "needs",
  filter: "all",
  nowMs: 100_000,
  touchedAtMs: 0,
  ...change,
});
const shown = (before: Arrangement | null, change: Partial<ArrangeInput> = {}) => arrange(before, input(change));

describe("needs me", () => {
  const resting = (remainingMs: number) => ({ work: { main: null, block: null, rest: { remainingMs, fraction: 0 } } });

  it("is alarm, then longest off target, signal lost, rest over the longest, rest, everybody else", () => {
    const players = [
      one("fine", 1),
      one("rests", 2, resting(60_000)),
      one("over10s", 3, resting(-10_000)),
      one("over90s", 4, resting(-90_000)),
      one("lost", 5, { signal: "lost", target: "none" }),
      one("off", 6, { target: "low", offTargetS: 20 }),
      { ...one("alarm", 7), alarm: true },
    ];
    expect(shown(null, { players }).order).toEqual(["alarm", "off", "lost", "over90s", "over10s", "rests", "fine"]);
  });

  it("does not miss a signal that nobody sends", () => {
    expect(shown(null, { players: [one("off", 1, { signal: "off" })], filter: "signal" }).order).toEqual([]);
  });
});

describe("order", () => {
  it("puts who is off target longest first, then lost signals, then everybody by number", () => {
    expect(shown(null).order).toEqual(["off90s", "off20s", "lost", "fine3", "fine7"]);
  });

  it("can be by number or by load", () => {
    expect(shown(null, { sort: "number" }).order).toEqual(["lost", "fine3", "fine7", "off20s", "off90s"]);
    expect(shown(null, { sort: "load" }).order).toEqual(["fine3", "fine7", "off90s", "off20s", "lost"]);
  });

  it("is the same for the same players, however they come in", () => {
    expect(shown(null, { players: [...squad].reverse() }).order).toEqual(shown(null).order);
  });

  it("can leave out who is all right", () => {
    expect(shown(null, { filter: "off" }).order).toEqual(["off90s", "off20s"]);
    expect(shown(null, { filter: "signal" }).order).toEqual(["lost"]);
  });
});

describe("moving", () => {
  const calm = squad.map((player) => ({ ...player, facts: base }));
  const first = shown(null);

  it("happens at most every ten seconds", () => {
    expect(shown(first, { players: calm, nowMs: 109_999 })).toBe(first);
    expect(shown(first, { players: calm, nowMs: 110_000 }).order).toEqual([
      "lost",
      "fine3",
      "fine7",
      "off20s",
      "off90s",
    ]);
  });

  it("waits for two quiet seconds after a touch", () => {
    expect(shown(first, { players: calm, nowMs: 111_000, touchedAtMs: 109_500 })).toBe(first);
    expect(shown(first, { players: calm, nowMs: 111_500, touchedAtMs: 109_500 })).not.toBe(first);
  });

  it("happens at once when it is asked for", () => {
    expect(shown(first, { sort: "number", nowMs: 100_001, touchedAtMs: 100_000 }).order[0]).toBe("lost");
  });

  it("may happen at once after an order that was made before anybody was heard", () => {
    const silent = squad.map((player) => ({
      ...player,
      facts: { ...base, signal: "none", target: "none" } as TileFacts,
    }));
    const blind = shown(null, { players: silent });
    expect(shown(blind, { nowMs: 100_001 }).order[0]).toBe("off90s");
  });

  it("keeps everybody's place when somebody comes or goes between", () => {
    const changed = [...squad.filter((player) => player.playerId !== "off20s"), one("new", 1)];
    expect(shown(first, { players: changed, nowMs: 101_000 }).order).toEqual([
      "off90s",
      "lost",
      "fine3",
      "fine7",
      "new",
    ]);
  });

  it("gives back the same object when the order is the same", () => {
    expect(shown(first, { nowMs: 120_000 })).toBe(first);
  });
});
