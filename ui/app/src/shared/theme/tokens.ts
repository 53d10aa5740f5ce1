/**
 * Every colour of the screens. Zone colours are chosen so that each pair differs for four kinds of colour vision;
 * a test computes contrast and distances from this table. Colour never stands alone: zones carry their numeral.
 */

export interface ZoneColour {
  fill: string;
  /** Text on the fill. */
  ink: string;
}

export interface Palette {
  /** Zones 1-5; index 0 is zone 1. */
  zones: readonly [ZoneColour, ZoneColour, ZoneColour, ZoneColour, ZoneColour];
  /** Drawn round every zone fill; needed where the ground is bright. */
  zoneOutline: string;
  ground: string;
  surface: string;
  raised: string;
  line: string;
  ink: string;
  inkSoft: string;
  accent: string;
  accentInk: string;
  alarm: string;
  alarmInk: string;
  curve: string;
  curvePower: string;
  band: string;
}

const BLACK = "#0B0F14";
const WHITE = "#FFFFFF";

export const DARK: Palette = {
  zones: [
    { fill: "#E1E5E9", ink: BLACK },
    { fill: "#184AF5", ink: WHITE },
    { fill: "#25AC82", ink: BLACK },
    { fill: "#EED307", ink: BLACK },
    { fill: "#BF1612", ink: WHITE },
  ],
  zoneOutline: "transparent",
  ground: "#0B0F14",
  surface: "#141B23",
  raised: "#1D2732",
  line: "#2C3845",
  ink: "#F3F6F8",
  inkSoft: "#A7B4C1",
  accent: "#A9D6FF",
  accentInk: "#0B0F14",
  alarm: "#FF8A80",
  alarmInk: "#0B0F14",
  curve: "#D5DEE6",
  curvePower: "#7FB6E8",
  band: "rgba(169, 214, 255, 0.16)",
};

export const LIGHT: Palette = {
  zones: [
    { fill: "#E3E5E8", ink: BLACK },
    { fill: "#749DDD", ink: BLACK },
    { fill: "#1C6361", ink: WHITE },
    { fill: "#EEB309", ink: BLACK },
    { fill: "#8A1204", ink: WHITE },
  ],
  zoneOutline: "#1B242D",
  ground: "#EEF1F4",
  surface: "#FFFFFF",
  raised: "#F6F8FA",
  line: "#CFD7DF",
  ink: "#10161D",
  inkSoft: "#4A5764",
  accent: "#0B4F94",
  accentInk: "#FFFFFF",
  alarm: "#A31208",
  alarmInk: "#FFFFFF",
  curve: "#2B3845",
  curvePower: "#1F6FB8",
  band: "rgba(11, 79, 148, 0.13)",
};

export type Scheme = "dark" | "light";

export const PALETTES: Readonly<Record<Scheme, Palette>> = { dark: DARK, light: LIGHT };

/** The colours as CSS custom properties, e.g. `--z4`, `--z4-ink`, `--ground`. */
export function cssVariables(palette: Palette): Record<`--${string}`, string> {
  const variables: Record<`--${string}`, string> = {};
  palette.zones.forEach((zone, index) => {
    variables[`--z${index + 1}`] = zone.fill;
    variables[`--z${index + 1}-ink`] = zone.ink;
  });
  const { zones: _zones, ...plain } = palette;
  for (const [name, value] of Object.entries(plain)) {
    variables[`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = value;
  }
  return variables;
}
