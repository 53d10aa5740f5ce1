/**
 * How large a wall must write to be read from where people stand, and how many tiles fit at that size. Sizes are angles
 * first: what does not fit is turned over to a further page, never written smaller. Pure; knows no screen.
 */

export interface WallSpace {
  tiles: number;
  /** Characters of the longest label: 2 for jersey numbers, more where somebody goes by an alias. */
  labelChars?: number;
  /** From the wall to the reader farthest away. */
  distanceM: number;
  /** Of the screen, inches. */
  diagonalIn: number;
  widthPx: number;
  heightPx: number;
}

export interface WallLayout {
  columns: number;
  rows: number;
  pages: number;
  /** Font size of a jersey number. */
  digitPx: number;
  /** Font size of all other text. */
  textPx: number;
  /** Height of the head with the session, its timer and the clock. */
  headPx: number;
  /** Cap height of a jersey number as it is seen, minutes of arc. */
  digitArcmin: number;
  textArcmin: number;
  /** False when not even one tile can be written at the least size: the screen is too small or too far away. */
  legible: boolean;
}

export const WANTED_ARCMIN = 20;
export const LEAST_ARCMIN = 16;
export const FLOOR_ARCMIN = 12;

/** Cap height over font size of the screens' typefaces. */
export const CAP_HEIGHT = 0.72;
const M_PER_IN = 0.0254;
const RAD_PER_ARCMIN = Math.PI / 180 / 60;
/** Larger than this reads no better. */
const MOST_ARCMIN = 60;

/** A tile in parts of its font sizes: digits as wide as the boldest typeface draws them, lines, and what stands round them. */
const DIGIT_EM = 0.72;
export const NUMBER_CHARS = 2;
const TEXT_CHARS = 4;
const PADDING_EM = 0.1;
export const LINE_EM = 0.92;
export const GAP_PX = 10;
const HEAD_LINES = 1.35;
const SMALLER = 0.97;

type Seen = Pick<WallSpace, "distanceM" | "diagonalIn" | "widthPx" | "heightPx">;

const pxPerM = (space: Seen): number =>
  Math.hypot(space.widthPx, space.heightPx) / Math.max(0.01, space.diagonalIn * M_PER_IN);

/** The font size whose capitals are seen under an angle. */
export function fontPx(arcmin: number, space: Seen): number {
  const capM = 2 * Math.max(0.1, space.distanceM) * Math.tan((arcmin * RAD_PER_ARCMIN) / 2);
  return (capM * pxPerM(space)) / CAP_HEIGHT;
}

/** The angle under which the capitals of a font size are seen, minutes of arc. */
export function arcminOf(sizePx: number, space: Seen): number {
  const capM = (sizePx * CAP_HEIGHT) / pxPerM(space);
  return (2 * Math.atan(capM / 2 / Math.max(0.1, space.distanceM))) / RAD_PER_ARCMIN;
}

interface Grid {
  columns: number;
  rows: number;
}

/** As many columns and rows as a size of digits lets in; zero of them where it is too large. */
function gridAt(digitPx: number, textPx: number, space: WallSpace): Grid {
  const padding = 2 * PADDING_EM * textPx;
  const wide =
    Math.max((space.labelChars ?? NUMBER_CHARS) * DIGIT_EM * digitPx, TEXT_CHARS * DIGIT_EM * textPx) + padding;
  const high = LINE_EM * digitPx + LINE_EM * textPx + padding;
  const across = space.widthPx - GAP_PX;
  const down = space.heightPx - HEAD_LINES * textPx - GAP_PX;
  return {
    columns: Math.max(0, Math.floor(across / (wide + GAP_PX))),
    rows: Math.max(0, Math.floor(down / (high + GAP_PX))),
  };
}

const holds = ({ columns, rows }: Grid): number => columns * rows;

/** The largest size from `MOST_ARCMIN` down to a least one at which so many tiles stand on one page; null when none. */
function largest(tiles: number, leastArcmin: number, space: WallSpace): number | null {
  const textPx = fontPx(FLOOR_ARCMIN, space);
  const leastPx = fontPx(leastArcmin, space);
  for (let digitPx = fontPx(MOST_ARCMIN, space); digitPx > leastPx; digitPx *= SMALLER)
    if (holds(gridAt(digitPx, textPx, space)) >= tiles) return digitPx;
  return holds(gridAt(leastPx, textPx, space)) >= tiles ? leastPx : null;
}

/** The fewest columns that keep all tiles of a page, so that rows are filled evenly. */
function evenly(tiles: number, grid: Grid): Grid {
  const rows = Math.min(grid.rows, Math.ceil(tiles / Math.max(1, grid.columns)));
  return { rows, columns: Math.ceil(tiles / Math.max(1, rows)) };
}

export function wallLayout(space: WallSpace): WallLayout {
  const tiles = Math.max(1, space.tiles);
  const textPx = fontPx(FLOOR_ARCMIN, space);
  const most = holds(gridAt(fontPx(LEAST_ARCMIN, space), textPx, space));
  const pages = Math.ceil(tiles / Math.max(1, most));
  const onPage = Math.ceil(tiles / pages);
  const found = largest(onPage, LEAST_ARCMIN, space);
  const digitPx = found ?? fontPx(FLOOR_ARCMIN, space);
  const grid = found === null ? { columns: 1, rows: 1 } : evenly(onPage, gridAt(digitPx, textPx, space));
  return {
    ...grid,
    pages,
    digitPx,
    textPx,
    headPx: HEAD_LINES * textPx,
    digitArcmin: arcminOf(digitPx, space),
    textArcmin: arcminOf(textPx, space),
    legible: found !== null,
  };
}
