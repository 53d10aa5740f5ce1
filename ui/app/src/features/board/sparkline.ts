/** The last two minutes of a heart rate as a small curve on a canvas. Knows only numbers, sizes and colours. */

import { type Trail, trailFrom } from "@dryland/client";

export const SPARK_WINDOW_S = 120;
/** A flat heart must look flat: the scale never shows less than this span, bpm. */
const MIN_SPAN_BPM = 24;

export interface SparkScale {
  min: number;
  max: number;
}

export interface SparkColours {
  line: string;
  band: string;
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

/** Draws the window that ends at `nowS` (node time, s). The canvas must have its pixel size already. */
export function drawSpark(
  context: CanvasRenderingContext2D,
  trail: Trail,
  nowS: number,
  band: Band | null,
  colours: SparkColours,
): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const from = trailFrom(trail, nowS - SPARK_WINDOW_S);
  const scale = sparkScale(trail, from);
  if (scale === null) return;
  const inset = Math.max(1.5, height * 0.06);
  const y = (value: number) => height - inset - ((value - scale.min) / (scale.max - scale.min)) * (height - 2 * inset);
  const x = (atS: number) => width - ((nowS - atS) / SPARK_WINDOW_S) * width;
  if (band !== null) drawBand(context, y(band.min), y(band.max), colours.band);
  drawLine(context, trail, from, x, y, colours.line);
}

function drawBand(context: CanvasRenderingContext2D, low: number, high: number, colour: string): void {
  const top = Math.max(0, high);
  const bottom = Math.min(context.canvas.height, low);
  if (bottom <= top) return;
  context.fillStyle = colour;
  context.fillRect(0, top, context.canvas.width, bottom - top);
}

function drawLine(
  context: CanvasRenderingContext2D,
  trail: Trail,
  from: number,
  x: (atS: number) => number,
  y: (value: number) => number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1.5, context.canvas.height / 22);
  context.lineJoin = "round";
  context.beginPath();
  let pen = false;
  for (let i = from; i < trail.length; i += 1) {
    const value = trail.heartRate[i] ?? Number.NaN;
    if (Number.isNaN(value)) pen = false;
    else if (pen) context.lineTo(x(trail.atS[i] ?? 0), y(value));
    else {
      context.moveTo(x(trail.atS[i] ?? 0), y(value));
      pen = true;
    }
  }
  context.stroke();
}
