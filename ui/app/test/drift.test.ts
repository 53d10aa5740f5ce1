import { expect, test } from "vitest";
import { CHART_HEIGHT, driftChart } from "../src/features/plan/drift";
import type { CalibrationPoint } from "../src/features/plan/records";

const point = (residual: number, more: Partial<CalibrationPoint> = {}): CalibrationPoint => ({
  sessionId: `s${residual}`,
  at: "2026-01-01T10:00:00Z",
  residual,
  machines: 1,
  ...more,
});

test("a steady machine lies in the middle, and small noise stays small", () => {
  const { dots, mean, band, ticks } = driftChart([point(0.5), point(-0.5)], 0);
  for (const dot of dots) expect(Math.abs(dot.y - CHART_HEIGHT / 2)).toBeCloseTo(8.1);
  expect([mean, band]).toEqual(["", ""]);
  expect(ticks.map((tick) => tick.value)).toEqual([-4, 0, 4]);
});

test("a session whose smoothed mean leaves the band is marked, and everything stays within the picture", () => {
  const limits = { lower: -2, upper: 2 };
  const { dots, band } = driftChart(
    [point(0.1), point(3, { smoothed: 0.6, ...limits }), point(12, { smoothed: 2.9, ...limits })],
    0,
  );
  expect(dots.map((dot) => dot.out)).toEqual([false, false, true]);
  expect(dots.every((dot) => dot.y >= 0 && dot.y <= CHART_HEIGHT)).toBe(true);
  expect(band.split(" ")).toHaveLength(4);
});

test("one session alone, or all of the same value, make a picture too", () => {
  for (const points of [[point(1)], [point(2), point(2)]]) {
    const { dots, ticks } = driftChart(points, null);
    expect(dots.every((dot) => Number.isFinite(dot.x) && Number.isFinite(dot.y))).toBe(true);
    expect(ticks.every((tick) => Number.isFinite(tick.y))).toBe(true);
  }
});
