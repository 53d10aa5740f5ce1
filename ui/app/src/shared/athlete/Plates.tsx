/** One end of the bar as it must look, drawn to scale of the plates, with what to strip and what to add. */

import type { WeightUnit } from "@dryland/client";
import type { BarChange } from "./rack";
import { useAthleteWords } from "./words";

/** Plate colours of the sport's federations (IWF), kg; other plates are grey. */
const COLOURS: Readonly<Record<number, string>> = {
  25: "#C8201A",
  20: "#1F5FD0",
  15: "#E3B505",
  10: "#1F8A4C",
  5: "#F2F4F6",
  2.5: "#C8201A",
  2: "#1F5FD0",
  1.5: "#E3B505",
  1.25: "#8E99A4",
  1: "#1F8A4C",
  0.5: "#F2F4F6",
};
const LIGHT_PLATES = new Set([15, 5, 1.5, 0.5, 1.25]);
const BAR_Y = 70;

export function platesText(plates: readonly number[]): string {
  return plates.map((plate) => `${plate}`).join(" + ");
}

export function Plates({ change, unit }: { change: BarChange; unit: WeightUnit }) {
  const { t } = useAthleteWords();
  const { plates, strip, add } = change;
  const nothing = strip?.length === 0 && add?.length === 0;
  return (
    <div className="plates">
      <svg
        viewBox="0 0 300 140"
        preserveAspectRatio="xMinYMid meet"
        className="plates-picture"
        aria-hidden="true"
        focusable="false"
      >
        <rect x="0" y={BAR_Y - 4} width="60" height="8" rx="3" className="plates-bar" />
        <rect x="56" y={BAR_Y - 13} width="10" height="26" rx="3" className="plates-bar" />
        <rect x="66" y={BAR_Y - 7} width="230" height="14" rx="4" className="plates-sleeve" />
        {placed(plates, unit).map(({ plate, x, width, height, key }) => (
          <g key={key}>
            <rect
              x={x}
              y={BAR_Y - height / 2}
              width={width}
              height={height}
              rx="4"
              fill={COLOURS[unit === "kg" ? plate : -1] ?? "#8E99A4"}
              className="plates-plate"
            />
            {carriesFigure(plate, width) ? (
              <text
                x={x + width / 2}
                y={BAR_Y + 6}
                className="plates-figure"
                fill={unit === "kg" && !LIGHT_PLATES.has(plate) ? "#FFFFFF" : "#0B0F14"}
              >
                {plate}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      <dl className="plates-words">
        <dt>{t("athlete.plates.side")}</dt>
        <dd>{plates.length === 0 ? t("athlete.plates.empty") : platesText(plates)}</dd>
        {nothing ? (
          <dd className="plates-stays">{t("athlete.plates.stays")}</dd>
        ) : (
          <>
            {strip !== null && strip.length > 0 ? (
              <dd className="plates-strip">
                <span aria-hidden="true">−</span> {t("athlete.plates.strip", { plates: platesText(strip) })}
              </dd>
            ) : null}
            {add !== null && add.length > 0 && strip !== null ? (
              <dd className="plates-add">
                <span aria-hidden="true">+</span> {t("athlete.plates.add", { plates: platesText(add) })}
              </dd>
            ) : null}
          </>
        )}
      </dl>
    </div>
  );
}

/** A figure that would reach over its plate's edge is left to the words beside. */
const FIGURE_WIDTH = 11;
const carriesFigure = (plate: number, width: number): boolean => `${plate}`.length * FIGURE_WIDTH <= width;

interface Placed {
  plate: number;
  x: number;
  width: number;
  height: number;
  key: string;
}

function placed(plates: readonly number[], unit: WeightUnit): Placed[] {
  let x = 69;
  return plates.map((plate, place) => {
    const heavy = unit === "kg" ? plate : plate / 2.2;
    const height = heavy >= 10 ? 130 : heavy >= 5 ? 88 : heavy >= 2.5 ? 62 : 44;
    const width = Math.min(34, Math.max(14, 12 + heavy));
    const at = { plate, x, width, height, key: `${plate}-${place}` };
    x += width + 3;
    return at;
  });
}
