/** A player's heart rate and power over a session, with what was wanted behind the curve and blocks as stripes. */

import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { FONT } from "../theme/theme";
import { PALETTES, type Palette } from "../theme/tokens";
import type { DoneBlock, Trace, WantedBand } from "./pages";
import { useLookWords } from "./words";
import "uplot/dist/uPlot.min.css";

export interface TraceChartProps {
  trace: Trace;
  bands: readonly WantedBand[];
  blocks: readonly DoneBlock[];
  /** Whose it is, for those who do not see it. */
  name: string;
}

type Values = readonly (number | null)[];

const HEIGHT_PX = 190;

/** uPlot's columns; each mean stands at the middle of its step. */
export function traceData(trace: Trace): uPlot.AlignedData {
  const startS = Date.parse(trace.start) / 1000;
  const count = Math.max(trace.heartRate?.length ?? 0, trace.power?.length ?? 0);
  const atS = Array.from({ length: count }, (_, place) => startS + (place + 0.5) * trace.step);
  const all = (values: Values | undefined) => atS.map((_, place) => values?.[place] ?? null);
  return [atS, all(trace.heartRate), all(trace.power)];
}

export function TraceChart({ trace, bands, blocks, name }: TraceChartProps) {
  const { t, locale } = useLookWords();
  const scheme = useComputedColorScheme("dark");
  const host = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = options(PALETTES[scheme], locale, element.clientWidth, { trace, bands, blocks });
    const chart = new uPlot(made, traceData(trace), element);
    const watch = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [scheme, locale, trace, bands, blocks]);
  return (
    <figure className="trace">
      <div ref={host} role="img" aria-label={t("look.traceOf", { name })} />
      <figcaption>
        {trace.heartRate === undefined ? null : <span data-line="heart">{t("look.heartBpm")}</span>}
        {trace.power === undefined ? null : <span data-line="power">{t("look.powerW")}</span>}
        {bands.some((band) => band.heartRate ?? band.power) ? <span data-line="band">{t("look.target")}</span> : null}
      </figcaption>
    </figure>
  );
}

type Drawn = Pick<TraceChartProps, "trace" | "bands" | "blocks">;

function options(palette: Palette, locale: string, width: number, drawn: Drawn): uPlot.Options {
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
  const axis = {
    stroke: palette.inkSoft,
    font: `12px ${FONT}`,
    ticks: { show: false },
    grid: { stroke: palette.line, width: 1 },
  };
  const line = (scale: string, stroke: string, width: number) => ({ scale, stroke, width, points: { show: false } });
  return {
    width,
    height: HEIGHT_PX,
    cursor: { show: false },
    legend: { show: false },
    padding: [10, 4, 0, 0],
    scales: {
      x: { time: true },
      bpm: { range: () => scaleOf(drawn.trace.heartRate, drawn.bands, "heartRate", [80, 160]) },
      watt: { range: () => [0, scaleOf(drawn.trace.power, drawn.bands, "power", [0, 100])[1]] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: 64, values: (_, at) => at.map((s) => time.format(s * 1000)) },
      { ...axis, scale: "bpm", size: 38, space: 34, show: drawn.trace.heartRate !== undefined },
      {
        ...axis,
        scale: "watt",
        side: 1,
        size: 42,
        space: 34,
        grid: { show: false },
        stroke: palette.curvePower,
        show: drawn.trace.power !== undefined,
      },
    ],
    series: [{}, line("bpm", palette.curve, 2), line("watt", palette.curvePower, 1.25)],
    hooks: { drawClear: [(chart) => drawBehind(chart, drawn, palette)] },
  };
}

/** Keeps what was wanted in view. An open upper bound does not stretch it. */
export function scaleOf(
  values: Values | undefined,
  bands: readonly WantedBand[],
  kind: "heartRate" | "power",
  least: [number, number],
): [number, number] {
  const known = (values ?? []).filter((value) => value !== null);
  const wanted = bands.flatMap((band) => [band[kind]?.min, band[kind]?.max]).filter((each) => each !== undefined);
  const all = [...known, ...wanted.filter((each) => each > 0 && each < 4000)];
  const low = Math.min(least[0], ...all);
  const high = Math.max(least[1], ...all);
  return [Math.max(0, Math.floor(low / 10) * 10), Math.ceil((high + 4) / 10) * 10];
}

function drawBehind(chart: uPlot, drawn: Drawn, palette: Palette): void {
  const { left, top, width, height } = chart.bbox;
  const x = (at: string) => chart.valToPos(Date.parse(at) / 1000, "x", true);
  chart.ctx.save();
  chart.ctx.beginPath();
  chart.ctx.rect(left, top, width, height);
  chart.ctx.clip();
  chart.ctx.fillStyle = palette.raised;
  drawn.blocks.forEach((block, place) => {
    const to = block.end === undefined ? left + width : x(block.end);
    if (place % 2 === 0) chart.ctx.fillRect(x(block.start), top, to - x(block.start), height);
  });
  chart.ctx.fillStyle = palette.band;
  const kind = drawn.trace.heartRate === undefined ? "power" : "heartRate";
  for (const band of drawn.bands) drawBand(chart, band, kind, x);
  chart.ctx.restore();
}

function drawBand(chart: uPlot, band: WantedBand, kind: "heartRate" | "power", x: (at: string) => number): void {
  const wanted = band[kind];
  if (wanted === undefined) return;
  const scale = kind === "power" ? "watt" : "bpm";
  const { top, height } = chart.bbox;
  const high = wanted.max === undefined ? top : chart.valToPos(wanted.max, scale, true);
  const low = wanted.min === undefined ? top + height : chart.valToPos(wanted.min, scale, true);
  chart.ctx.fillRect(x(band.start), high, x(band.end) - x(band.start), low - high);
}
