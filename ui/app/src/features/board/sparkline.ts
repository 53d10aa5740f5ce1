/**
 * The last two minutes of a heart rate as a small curve: numbers in, the `d` of an SVG path out. Not a canvas: a browser
 * gives each canvas a layer of its own, and a hundred layers cost more in every frame than everything else on the board.
 */

import { type Trail, trailFrom } from "@dryland/client";

export const SPARK_WINDOW_S = 120;
/** A flat heart must look flat: the scale never shows less than this span, bpm. */
const MIN_SPAN_BPM = 24;

export interface SparkScale {
  min: number;
  max: number;
}

export interface Band {
  min: number;
  max: number;
}

/** Bounds of the curve in view, widened to the least span; null when there is nothing to draw. */
export function sparkScale(trail: Trail, from: number): SparkScale | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = from; i < trail.length; i += 1) {
    const value = trail.heartRate[i] ?? Number.NaN;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (max < min) return null;
  const missing = Math.max(0, MIN_SPAN_BPM - (max - min)) / 2;
  return { min: min - missing, max: max + missing };
}

/** The picture's own units; it is stretched over whatever room a tile has. */
export const SPARK = { width: SPARK_WINDOW_S * 10, height: 100 } as const;
const INSET = 6;

export interface SparkPicture {
  /** The curve as the `d` of a path; empty when there is nothing to draw. */
  curve: string;
  /** Top and height of the target's band, within the picture; null when none is in view. */
  band: { y: number; height: number } | null;
}

const NOTHING: SparkPicture = { curve: "", band: null };

/** The window that ends at `nowS` (node time, s). Where the heart was not heard the curve has a gap. */
export function sparkPicture(trail: Trail, nowS: number, band: Band | null): SparkPicture {
  const from = trailFrom(trail, nowS - SPARK_WINDOW_S);
  const scale = sparkScale(trail, from);
  if (scale === null) return NOTHING;
  const room = SPARK.height - 2 * INSET;
  const y = (value: number) => SPARK.height - INSET - ((value - scale.min) / (scale.max - scale.min)) * room;
  const x = (atS: number) => SPARK.width - ((nowS - atS) / SPARK_WINDOW_S) * SPARK.width;
  return { curve: curveOf(trail, from, x, y), band: band === null ? null : bandOf(y(band.min), y(band.max)) };
}

function bandOf(low: number, high: number): SparkPicture["band"] {
  const top = Math.max(0, high);
  const bottom = Math.min(SPARK.height, low);
  return bottom <= top ? null : { y: Math.round(top), height: Math.round(bottom - top) };
}

type Place = (value: number) => number;

function curveOf(trail: Trail, from: number, x: Place, y: Place): string {
  let path = "";
  let pen = false;
  for (let i = from; i < trail.length; i += 1) {
    const value = trail.heartRate[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      pen = false;
      continue;
    }
    const place = `${Math.round(x(trail.atS[i] ?? 0))} ${Math.round(y(value))}`;
    // Where it is heard once between two gaps, a line of no length is a dot.
    path += pen ? `L${place}` : `M${place}h0`;
    pen = true;
  }
  return path;
}
