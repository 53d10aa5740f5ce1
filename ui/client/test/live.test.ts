import { beforeEach, describe, expect, it } from "vitest";
import { ageMs, applyFrame, emptyFloor, type LiveFloor, setColumns, signalNow, trailFrom } from "../src/live";
import type { Cell } from "../src/wire";
import { iso, T0 } from "./made";

let floor: LiveFloor;
beforeEach(() => {
  floor = emptyFloor();
  setColumns(floor, ["signal", "playerId", "ageMs", "heartRate", "inZone", "power"]);
});

const frame = (atMs: number, ...players: Cell[][]) => ({ sessionId: "s", at: iso(atMs), players });
const feed = (atMs: number, bpm: number | null, age = 0, signal = "live", heardAt = atMs) =>
  applyFrame(floor, frame(atMs, [signal, "a", age, bpm, true, 200]), heardAt);
const track = () => {
  const found = floor.players.get("a");
  if (found === undefined) throw new Error("no track");
  return found;
};

describe("live frames", () => {
  it("are read by the column names that came with the join", () => {
    expect(applyFrame(floor, frame(T0, ["live", "a", 250, 151, false, null]), T0)).toEqual(["a"]);
    expect(track().values).toMatchObject({
      heartRate: 151,
      inZone: false,
      power: null,
      signal: "live",
      atMs: T0 - 250,
    });
  });

  it("treat what they do not understand as unknown", () => {
    applyFrame(floor, frame(T0, ["splendid", "a", "x", "151", 1]), T0);
    expect(track().values).toMatchObject({ heartRate: null, inZone: null, signal: "none", atMs: null });
  });

  it("belong to nobody before the columns are known", () => {
    expect(applyFrame(emptyFloor(), frame(T0, ["live", "a", 0, 150, true, 1]), T0)).toEqual([]);
  });

  it("let a value age on this device's own clock, whatever the node's clock shows", () => {
    applyFrame(floor, frame(T0 + 86_400_000, ["live", "a", 500, 150, true, 1]), 1_000);
    expect(ageMs(track().values, 3_000)).toBe(2_500);
    expect(signalNow(track().values, 3_000)).toBe("live");
    expect(signalNow(track().values, 20_000)).toBe("stale");
  });
});

describe("the trail", () => {
  it("takes each sample once, however often a frame repeats it", () => {
    feed(T0, 150);
    feed(T0 + 1_000, 150, 1_000);
    feed(T0 + 2_000, 152, 0);
    expect([...track().trail.heartRate.subarray(0, track().trail.length)]).toEqual([150, 152]);
  });

  it("has a hole where nothing was heard", () => {
    feed(T0, 150);
    feed(T0 + 15_000, 151);
    expect([...track().trail.heartRate.subarray(0, track().trail.length)]).toEqual([150, Number.NaN, 151]);
  });

  it("has none between two frames of a floor that runs faster than this device's clock", () => {
    applyFrame(floor, frame(T0, ["live", "a", 0, 150, true, 1]), 1_000);
    applyFrame(floor, frame(T0 + 15_000, ["live", "a", 0, 151, true, 1]), 2_000);
    expect([...track().trail.heartRate.subarray(0, track().trail.length)]).toEqual([150, 151]);
  });

  it("leaves out what a heart does not do", () => {
    feed(T0, 150);
    feed(T0 + 1_000, 240, 0, "implausible");
    expect(track().trail.length).toBe(1);
  });

  it("keeps at most an hour and the newest of it", () => {
    for (let at = 0; at < 9_000; at += 1) feed(T0 + at * 1_000, 100 + (at % 80));
    const { trail } = track();
    expect(trail.length).toBeLessThanOrEqual(3_600);
    expect(trail.length).toBeGreaterThan(2_600);
    expect(trail.atS[trail.length - 1]).toBe((T0 + 8_999_000) / 1000);
    expect(
      [...trail.atS.subarray(0, trail.length)].every((value, at, all) => at === 0 || value > (all[at - 1] ?? 0)),
    ).toBe(true);
  });

  it("finds where a window begins", () => {
    for (let at = 0; at < 100; at += 1) feed(T0 + at * 1_000, 150);
    expect(trailFrom(track().trail, T0 / 1000 + 40)).toBe(40);
    expect(trailFrom(track().trail, 0)).toBe(0);
    expect(trailFrom(track().trail, T0)).toBe(100);
  });
});
