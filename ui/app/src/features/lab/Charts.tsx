/** The last two minutes in five small charts, drawn by uPlot once a second. */

import type { Link } from "@dryland/client";
import { useNow } from "@dryland/client/react";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";
import uPlot from "uplot";
import { FONT } from "../../shared/theme/theme";
import { PALETTES, type Palette } from "../../shared/theme/tokens";
import type { Lab } from "./lab";
import type { Columns } from "./statistics";
import { useLabWords } from "./words";
import "uplot/dist/uPlot.min.css";

type Line = Exclude<keyof Columns, "atS">;

const CHARTS = [
  { key: "rate", lines: ["received", "sent"] },
  { key: "delay", lines: ["delayP50Ms", "delayP95Ms", "replyP95Ms"] },
  { key: "refused", lines: ["refused"] },
  { key: "queue", lines: ["queue"] },
  { key: "size", lines: ["kilobytes"] },
] as const satisfies readonly { key: string; lines: readonly Line[] }[];

export function Charts({ lab, link }: { lab: Lab; link: Link }) {
  const { t } = useLabWords();
  const nowMs = useNow(link);
  const columns = useMemo(() => lab.statistics.columns(nowMs), [lab, nowMs]);
  return (
    <div className="lab-charts">
      {CHARTS.map(({ key, lines }) => (
        <Chart key={key} title={t(`lab.chart.${key}`)} lines={lines} columns={columns} />
      ))}
    </div>
  );
}

interface ChartProps {
  title: string;
  lines: readonly Line[];
  columns: Columns;
}

function Chart({ title, lines, columns }: ChartProps) {
  const scheme = useComputedColorScheme("dark");
  const host = useRef<HTMLDivElement | null>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const size = { width: element.clientWidth, height: element.clientHeight };
    const nothing: uPlot.AlignedData = [[], ...lines.map(() => [])];
    const chart = new uPlot(options(PALETTES[scheme], lines, size), nothing, element);
    plot.current = chart;
    const watch = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: element.clientHeight }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [scheme, lines]);
  useEffect(() => {
    plot.current?.setData([columns.atS, ...lines.map((line) => columns[line])]);
  }, [columns, lines]);
  const newest = columns[lines[0] ?? "queue"].at(-1);
  return (
    <figure className="lab-chart">
      <figcaption>
        <span>{title}</span>
        <strong>{newest === null || newest === undefined ? "–" : Math.round(newest * 10) / 10}</strong>
      </figcaption>
      <div className="lab-plot" ref={host} role="img" aria-label={title} />
    </figure>
  );
}

function options(palette: Palette, lines: readonly Line[], size: { width: number; height: number }): uPlot.Options {
  const strokes = [palette.curve, palette.curvePower, palette.alarm];
  return {
    ...size,
    cursor: { show: false },
    legend: { show: false },
    padding: [6, 2, 2, 0],
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, (max ?? 0) * 1.15)] } },
    axes: [
      { show: false },
      {
        stroke: palette.inkSoft,
        font: `11px ${FONT}`,
        size: 40,
        space: 26,
        ticks: { show: false },
        grid: { stroke: palette.line, width: 1 },
      },
    ],
    series: [
      {},
      ...lines.map((label, place) => ({
        label,
        stroke: strokes[place] ?? palette.curve,
        width: 1.75,
        points: { show: label.includes("P"), size: 3 },
      })),
    ],
  };
}
