import type { Trail } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { createPaintQueue } from "../src/features/board/paintQueue";
import { sparkScale } from "../src/features/board/sparkline";

function frames() {
  const waiting: (() => void)[] = [];
  let now = 0;
  return {
    source: { request: (callback: () => void) => void waiting.push(callback), nowMs: () => now },
    pass: (ms: number) => {
      now += ms;
    },
    next: () => waiting.shift()?.(),
    get waiting() {
      return waiting.length;
    },
  };
}

describe("the paint queue", () => {
  it("paints a tile once a frame, however often it is marked", () => {
    const time = frames();
    const queue = createPaintQueue(time.source);
    let painted = 0;
    const item = {
      paint: () => {
        painted += 1;
      },
    };
    queue.mark(item);
    queue.mark(item);
    time.next();
    expect(painted).toBe(1);
    expect(time.waiting).toBe(0);
  });

  it("spreads much work over frames and leaves nobody out", () => {
    const time = frames();
    const queue = createPaintQueue(time.source);
    const painted: number[] = [];
    for (let at = 0; at < 100; at += 1) {
      queue.mark({
        paint: () => {
          painted.push(at);
          time.pass(0.5);
        },
      });
    }
    let count = 0;
    while (time.waiting > 0) {
      const before = painted.length;
      time.next();
      count += 1;
      expect(painted.length - before).toBeLessThanOrEqual(8);
    }
    expect(painted).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(count).toBe(13);
  });

  it("forgets a tile that is gone", () => {
    const time = frames();
    const queue = createPaintQueue(time.source);
    const item = { paint: () => expect.unreachable() };
    queue.mark(item);
    queue.drop(item);
    time.next();
  });
});

describe("the sparkline's scale", () => {
  const trail = (...bpm: number[]): Trail => ({
    atS: Float64Array.from(bpm.keys()),
    heartRate: Float32Array.from(bpm),
    power: new Float32Array(bpm.length),
    length: bpm.length,
  });

  it("leaves a steady heart flat", () => {
    expect(sparkScale(trail(150, 151, 150), 0)).toEqual({ min: 138.5, max: 162.5 });
  });

  it("holds all of a swinging one", () => {
    expect(sparkScale(trail(100, 180, 140), 0)).toEqual({ min: 100, max: 180 });
  });

  it("has nothing to show where nothing was heard", () => {
    expect(sparkScale(trail(Number.NaN, Number.NaN), 0)).toBeNull();
    expect(sparkScale(trail(150), 1)).toBeNull();
  });
});
