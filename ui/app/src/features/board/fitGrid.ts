/** How large tiles can be so that everybody is seen without scrolling. Pure geometry in CSS pixels. */

export interface GridFit {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  /** True when not everybody fits even at the smallest readable size. */
  scrolls: boolean;
}

export interface GridSpace {
  count: number;
  width: number;
  height: number;
  gap: number;
}

/** Below this a tile cannot carry number, value, zone and target side by side. */
export const MIN_TILE = { width: 92, height: 52 } as const;
/** A few players may have large tiles, but not so large that the eye must travel across one. */
const MAX_TILE_HEIGHT = 250;
const MAX_TILE_HEIGHT_OF_FEW = 420;
const FEW = 4;
const MAX_ASPECT = 2.6;
/** Width over height at which a tile is read best. */
const BEST_ASPECT = 1.45;
const SCROLLING_TILE = { width: 148, height: 104 } as const;

/** The column count with the largest readable tile; when none fits, comfortable tiles that scroll. */
export function fitGrid(space: GridSpace): GridFit {
  let best: GridFit | null = null;
  let bestSize = 0;
  for (let columns = 1; columns <= Math.max(1, space.count); columns += 1) {
    const width = cell(space.width, columns, space.gap);
    const tallest = space.count <= FEW ? MAX_TILE_HEIGHT_OF_FEW : MAX_TILE_HEIGHT;
    const height = Math.min(tallest, cell(space.height, Math.ceil(space.count / columns), space.gap));
    if (width < MIN_TILE.width || height < MIN_TILE.height) continue;
    const size = Math.min(width / BEST_ASPECT, height);
    if (size <= bestSize) continue;
    bestSize = size;
    const tileHeight = Math.floor(Math.min(height, width / 0.9));
    best = { columns, tileHeight, tileWidth: Math.floor(Math.min(width, tileHeight * MAX_ASPECT)), scrolls: false };
  }
  return best ?? scrolling(space);
}

function cell(total: number, parts: number, gap: number): number {
  return (total - gap * (parts - 1)) / parts;
}

function scrolling(space: GridSpace): GridFit {
  const columns = Math.max(1, Math.floor((space.width + space.gap) / (SCROLLING_TILE.width + space.gap)));
  const tileWidth = Math.max(0, Math.floor(cell(space.width, columns, space.gap)));
  return { columns, tileWidth, tileHeight: SCROLLING_TILE.height, scrolls: true };
}
