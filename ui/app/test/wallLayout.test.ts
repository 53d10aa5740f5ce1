import { describe, expect, it } from "vitest";
import {
  arcminOf,
  CAP_HEIGHT,
  FLOOR_ARCMIN,
  fontPx,
  GAP_PX,
  LEAST_ARCMIN,
  LINE_EM,
  WANTED_ARCMIN,
  wallLayout,
} from "../src/features/wall/wallLayout";

const TV = { distanceM: 10, diagonalIn: 55, widthPx: 1920, heightPx: 1080 };
const counts = Array.from({ length: 37 }, (_, place) => place + 4);
const ROUNDING = 0.001;

/** Minutes of arc from the height on the glass, worked out here anew. */
function seen(sizePx: number, space: typeof TV): number {
  const heightM = (sizePx * CAP_HEIGHT * space.diagonalIn * 0.0254) / Math.hypot(space.widthPx, space.heightPx);
  return (2 * Math.atan(heightM / 2 / space.distanceM) * 180 * 60) / Math.PI;
}

describe("the size of digits on a wall", () => {
  it("is about 127 px at 10 m from 55 inches", () => {
    expect(fontPx(WANTED_ARCMIN, TV)).toBeGreaterThan(125);
    expect(fontPx(WANTED_ARCMIN, TV)).toBeLessThan(129);
  });

  it("is the angle and back", () => {
    expect(arcminOf(fontPx(17, TV), TV)).toBeCloseTo(17, 6);
  });
});

describe("a wall's layout", () => {
  const labels = counts.flatMap((tiles) => [2, 4, 5].map((labelChars) => [tiles, labelChars] as const));
  it.each(labels)("writes %i tiles of %i characters at angles that can be read", (tiles, labelChars) => {
    for (const diagonalIn of [43, 55, 75]) {
      for (const distanceM of [4, 7, 10]) {
        const space = { ...TV, tiles, diagonalIn, distanceM, labelChars };
        const layout = wallLayout(space);
        expect(layout.legible).toBe(true);
        expect(seen(layout.digitPx, space)).toBeGreaterThanOrEqual(LEAST_ARCMIN - ROUNDING);
        expect(seen(layout.textPx, space)).toBeGreaterThanOrEqual(FLOOR_ARCMIN - ROUNDING);
        expect(layout.digitArcmin).toBeCloseTo(seen(layout.digitPx, space), 6);
        expect(layout.columns * layout.rows * layout.pages).toBeGreaterThanOrEqual(tiles);
      }
    }
  });

  it.each(counts)("keeps %i tiles on the glass", (tiles) => {
    const { columns, rows, headPx, digitPx, textPx } = wallLayout({ ...TV, tiles });
    expect(rows * (LINE_EM * (digitPx + textPx) + GAP_PX) + headPx).toBeLessThanOrEqual(TV.heightPx);
    expect(columns * (2 * 0.6 * digitPx + GAP_PX)).toBeLessThanOrEqual(TV.widthPx);
    const named = wallLayout({ ...TV, tiles, labelChars: 5 });
    expect(named.columns * (5 * 0.7 * named.digitPx + GAP_PX)).toBeLessThanOrEqual(TV.widthPx);
  });

  it("gives 24 players one page at the wanted size, at 10 m from 55 inches", () => {
    const layout = wallLayout({ ...TV, tiles: 24 });
    expect(layout.pages).toBe(1);
    expect(layout.digitArcmin).toBeGreaterThanOrEqual(WANTED_ARCMIN - ROUNDING);
  });

  it("turns pages instead of writing smaller when the reader goes back", () => {
    const near = wallLayout({ ...TV, tiles: 40, distanceM: 5 });
    const far = wallLayout({ ...TV, tiles: 40, distanceM: 18 });
    expect(near.pages).toBe(1);
    expect(far.pages).toBeGreaterThan(1);
    expect(far.digitArcmin).toBeGreaterThanOrEqual(LEAST_ARCMIN - ROUNDING);
  });

  it("says so when the screen is too small for even one tile", () => {
    expect(wallLayout({ tiles: 4, distanceM: 20, diagonalIn: 5, widthPx: 390, heightPx: 844 }).legible).toBe(false);
  });
});
