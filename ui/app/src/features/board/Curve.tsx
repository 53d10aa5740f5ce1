/** Heart rate and power of the last minutes with the target band, drawn by uPlot and renewed once a second. */

import { type Trail, trailFrom } from "@dryland/client";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { useWords } from "../../shared/i18n/I18n";
import { FONT } from "../../shared/theme/theme";
import { PALETTES, type Palette } from "../../shared/theme/tokens";
import type { Band } from "./sparkline";
import "uplot/dist/uPlot.min.css";

export const CURVE_MINUTES = 10;

export interface CurveProps {
  trail: Trail | undefined;
  band: Band | null;
  /** Node time, ms; the right edge. */
  nowMs: number;
}

/** uPlot's columns for the window that ends now; unknown values are gaps. */
export function curveData(trail: Trail | undefined, nowMs: number): uPlot.AlignedData {
  const fromS = nowMs / 1000 - CURVE_MINUTES * 60;
  if (trail === undefined)
    return [
      [fromS, nowMs / 1000],
      [null, null],
      [null, null],
    ];
  const from = trailFrom(trail, fromS);
  const known = (values: Float32Array) =>
    Array.from(values.subarray(from, trail.length), (value) => (Number.isNaN(value) ? null : value));
  return [Array.from(trail.atS.subarray(from, trail.length)), known(trail.heartRate), known(trail.power)];
}

export function Curve({ trail, band, nowMs }: CurveProps) {
  const { t, locale } = useWords();
  const scheme = useComputedColorScheme("dark");
  const host = useRef<HTMLDivElement | null>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef<Latest>({ band, nowMs });
  useEffect(() => {
    latest.current = { band, nowMs };
  }, [band, nowMs]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const labels = { heartRate: t("unit.bpm"), power: t("unit.watt") };
    const size = { width: element.clientWidth, height: element.clientHeight };
    const chart = new uPlot(options(PALETTES[scheme], labels, locale, size, latest), [[], [], []], element);
    plot.current = chart;
    const watch = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: element.clientHeight }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [scheme, t, locale]);
  useEffect(() => {
    plot.current?.setData(curveData(trail, nowMs));
  }, [trail, nowMs]);
  return <div className="curve" ref={host} role="img" aria-label={t("panel.curveLabel", { minutes: CURVE_MINUTES })} />;
}

/** What the chart reads when it draws; it is made once and lives longer than a render. */
interface Latest {
  band: Band | null;
  nowMs: number;
}

interface Labels {
  heartRate: string;
  power: string;
}

function options(
  palette: Palette,
  labels: Labels,
  locale: string,
  size: { width: number; height: number },
  latest: React.RefObject<Latest>,
): uPlot.Options {
  const font = `12px ${FONT}`;
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
  const axis = { stroke: palette.inkSoft, font, ticks: { show: false }, grid: { stroke: palette.line, width: 1 } };
  return {
    ...size,
    cursor: { show: false },
    legend: { show: false },
    padding: [10, 4, 0, 0],
    scales: {
      x: {
        time: true,
        range: () => [latest.current.nowMs / 1000 - CURVE_MINUTES * 60, latest.current.nowMs / 1000],
      },
      bpm: { range: (_plot, min, max) => heartRateRange(min, max, latest.current.band) },
      watt: { range: (_plot, _min, max) => [0, Math.max(100, max * 1.15)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        space: 64,
        values: (_plot, at) => at.map((atS) => time.format(atS * 1000)),
      },
      { ...axis, scale: "bpm", size: 38, space: 34 },
      { ...axis, scale: "watt", side: 1, size: 42, space: 34, grid: { show: false }, stroke: palette.curvePower },
    ],
    series: [
      {},
      { label: labels.heartRate, scale: "bpm", stroke: palette.curve, width: 2.25, points: { show: false } },
      { label: labels.power, scale: "watt", stroke: palette.curvePower, width: 1.25, points: { show: false } },
    ],
    hooks: { drawClear: [(chart) => drawBand(chart, latest.current.band, palette.band)] },
  };
}

/** Keeps the target in view and never zooms into noise. */
function heartRateRange(min: number | null, max: number | null, band: Band | null): [number, number] {
  const low = Math.min(min ?? 80, band?.min ?? 250, 100);
  const high = Math.max(max ?? 160, band?.max ?? 0, 160);
  return [Math.max(0, Math.floor((low - 6) / 10) * 10), Math.ceil((high + 6) / 10) * 10];
}

function drawBand(chart: uPlot, band: Band | null, colour: string): void {
  if (band === null) return;
  const top = chart.valToPos(band.max, "bpm", true);
  const bottom = chart.valToPos(band.min, "bpm", true);
  if (!Number.isFinite(top) || !Number.isFinite(bottom)) return;
  chart.ctx.save();
  chart.ctx.fillStyle = colour;
  chart.ctx.fillRect(chart.bbox.left, top, chart.bbox.width, bottom - top);
  chart.ctx.restore();
}
