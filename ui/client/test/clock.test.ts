import { describe, expect, it } from "vitest";
import { addReading, CLOCK_UNKNOWN, type ClockReading, type ClockState, serverTime } from "../src/clock";

/** A reading at device time `at` of a node whose clock is `server(deviceMs)`, with these ways there and back. */
function reading(at: number, server: (deviceMs: number) => number, thereMs: number, backMs: number): ClockReading {
  const t1 = server(at + thereMs);
  const t2 = server(at + thereMs + 1);
  return { t0: at, t1, t2, t3: at + thereMs + 1 + backMs };
}

function after(readings: ClockReading[]): ClockState {
  return readings.reduce(addReading, CLOCK_UNKNOWN);
}

describe("clock", () => {
  it("takes the device's own time while nothing is known", () => {
    expect(serverTime(CLOCK_UNKNOWN, 1_000)).toBe(1_000);
  });

  it("finds the offset exactly when both ways are equally long", () => {
    const state = after([reading(10_000, (ms) => ms + 86_400_000, 20, 20)]);
    expect(serverTime(state, 20_000)).toBe(20_000 + 86_400_000);
  });

  it("errs by at most half a round trip, whatever the ways", () => {
    for (let there = 0; there <= 200; there += 20) {
      const state = after([reading(0, (ms) => ms - 5_000, there, 200 - there)]);
      expect(Math.abs(serverTime(state, 1_000) - (1_000 - 5_000))).toBeLessThanOrEqual(100.5);
    }
  });

  it("keeps the reading with the shortest round trip", () => {
    const state = after([
      reading(0, (ms) => ms + 500, 90, 10),
      reading(1_000, (ms) => ms + 500, 2, 2),
      reading(2_000, (ms) => ms + 500, 10, 80),
    ]);
    expect(state.best?.rttMs).toBe(4);
    expect(serverTime(state, 3_000)).toBe(3_500);
  });

  it("follows at once when a clock was set", () => {
    const before = after([reading(0, (ms) => ms, 1, 1), reading(5_000, (ms) => ms, 1, 1)]);
    const state = addReading(
      before,
      reading(10_000, (ms) => ms + 3_600_000, 40, 40),
    );
    expect(serverTime(state, 20_000)).toBe(20_000 + 3_600_000);
    expect(state.strays).toBe(1);
  });

  it("learns that the node's time runs faster, and stays within a tenth of a second of it at speed 10", () => {
    const fast = (ms: number) => 1_000_000 + ms * 10;
    const times = [0, 150, 300, 450, 5_450, 10_450];
    const state = after(times.map((at) => reading(at, fast, 1, 1)));
    expect(state.rate).toBeCloseTo(10, 1);
    expect(Math.abs(serverTime(state, 12_000) - fast(12_000))).toBeLessThan(100);
  });

  it("keeps the world's rate under jitter", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const state = after(
      Array.from({ length: 200 }, (_, at) => reading(at * 5_000, (ms) => ms + 40, random() * 60, random() * 60)),
    );
    expect(state.rate).toBe(1);
    expect(Math.abs(serverTime(state, 1_000_000) - 1_000_040)).toBeLessThan(30);
  });
});
