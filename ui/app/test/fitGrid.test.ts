import { describe, expect, it } from "vitest";
import { fitGrid, MIN_TILE } from "../src/features/board/fitGrid";

const tablet = { width: 1_256, height: 640, gap: 8 };

describe("the grid", () => {
  it.each([1, 2, 5, 12, 24, 40, 60, 100])("shows %i players on a tablet without scrolling", (count) => {
    const fit = fitGrid({ ...tablet, count });
    const rows = Math.ceil(count / fit.columns);
    expect(fit.scrolls).toBe(false);
    expect(rows * fit.tileHeight + (rows - 1) * 8).toBeLessThanOrEqual(tablet.height);
    expect((tablet.width - (fit.columns - 1) * 8) / fit.columns).toBeGreaterThanOrEqual(MIN_TILE.width);
  });

  it("never makes tiles smaller for fewer players", () => {
    const area = (count: number) => {
      const fit = fitGrid({ ...tablet, count });
      return Math.min(tablet.width / fit.columns / 1.45, fit.tileHeight);
    };
    for (let count = 2; count <= 100; count += 1) expect(area(count - 1)).toBeGreaterThanOrEqual(area(count) - 1e-9);
  });

  it("scrolls with comfortable tiles where nobody could read smaller ones", () => {
    const fit = fitGrid({ count: 60, width: 360, height: 500, gap: 8 });
    expect(fit).toEqual({ columns: 2, tileWidth: 176, tileHeight: 104, scrolls: true });
  });

  it("stands an empty or unmeasured space", () => {
    expect(fitGrid({ count: 0, width: 0, height: 0, gap: 8 }).columns).toBe(1);
    expect(fitGrid({ ...tablet, count: 0 }).columns).toBe(1);
  });
});
