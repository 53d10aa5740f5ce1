/** Where a machine's sessions stand in the picture of its drift. Plain numbers; knows no screen. */

import type { CalibrationPoint } from "./records";

export const CHART_WIDTH = 360;
export const CHART_HEIGHT = 150;
const LEFT = 52;
const EDGE = 10;
/** A steady machine must look steady: the scale never shows less than this span, %. */
const LEAST_SPAN_PCT = 8;

export interface DriftChart {
  dots: readonly { id: string; x: number; y: number; out: boolean }[];
  /** Points of the smoothed mean's line. */
  mean: string;
  /** The outline of what chance explains: upper limits there, lower limits back. */
  band: string;
  ticks: readonly { value: number; y: number }[];
}

export function driftChart(points: readonly CalibrationPoint[], usual: number | null): DriftChart {
  const values = points.flatMap((point) => [
    point.residual,
    point.upper ?? point.residual,
    point.lower ?? point.residual,
  ]);
  const middle = usual ?? (Math.max(...values) + Math.min(...values)) / 2;
  const reach = Math.max(LEAST_SPAN_PCT / 2, ...values.map((value) => Math.abs(value - middle)));
  const x = (place: number) =>
    round(LEFT + EDGE + ((CHART_WIDTH - LEFT - 2 * EDGE) * place) / Math.max(1, points.length - 1));
  const y = (value: number) => round(CHART_HEIGHT / 2 - ((value - middle) / reach) * (CHART_HEIGHT / 2 - EDGE));
  const charted = points.flatMap((point, place) =>
    point.smoothed == null || point.upper == null || point.lower == null
      ? []
      : [{ at: x(place), mean: y(point.smoothed), upper: y(point.upper), lower: y(point.lower) }],
  );
  return {
    dots: points.map((point, place) => ({
      id: point.sessionId,
      x: x(place),
      y: y(point.residual),
      out:
        point.smoothed != null &&
        ((point.upper != null && point.smoothed > point.upper) ||
          (point.lower != null && point.smoothed < point.lower)),
    })),
    mean: charted.map((each) => `${each.at},${each.mean}`).join(" "),
    band: [
      ...charted.map((each) => `${each.at},${each.upper}`),
      ...[...charted].reverse().map((each) => `${each.at},${each.lower}`),
    ].join(" "),
    ticks: [middle - reach, middle, middle + reach].map((value) => ({ value: round(value), y: y(value) })),
  };
}

const round = (value: number) => Math.round(value * 10) / 10;
