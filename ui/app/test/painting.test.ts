import type { Trail } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { createPaintQueue } from "../src/features/board/paintQueue";
import { SPARK, sparkPicture, sparkScale } from "../src/features/board/sparkline";

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
      expect(painted.length - before).toBeLessThanOrEqual(5);
    }
    expect(painted).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(count).toBe(20);
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
    heardAtMs: 0,
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

describe("the sparkline's picture", () => {
  const heard = (...points: [number, number][]): Trail => ({
    atS: Float64Array.from(points.map(([atS]) => atS)),
    heartRate: Float32Array.from(points.map(([, bpm]) => bpm)),
    power: new Float32Array(points.length),
    length: points.length,
    heardAtMs: 0,
  });

  it("is one path that ends at now, higher for a faster heart", () => {
    const { curve } = sparkPicture(heard([900, 120], [940, 150], [1_000, 180]), 1_000, null);
    expect(curve).toBe("M200 94h0L600 50L1200 6");
    expect(SPARK.width).toBe(1_200);
  });

  it("lifts the pen where nothing was heard, and draws nothing of what is too old", () => {
    const { curve } = sparkPicture(heard([800, 99], [970, 140], [980, Number.NaN], [990, 160]), 1_000, null);
    expect(curve.match(/M/g)).toHaveLength(2);
    expect(curve).not.toContain("L");
    expect(sparkPicture(heard([800, 99]), 1_000, { min: 90, max: 110 })).toEqual({ curve: "", band: null });
  });

  it("shades the band as far as it is in view", () => {
    const trail = heard([900, 100], [1_000, 200]);
    expect(sparkPicture(trail, 1_000, { min: 150, max: 300 }).band).toEqual({ y: 0, height: 50 });
    expect(sparkPicture(trail, 1_000, { min: 300, max: 310 }).band).toBeNull();
  });
});
