import { describe, expect, it } from "vitest";
import { addCounts, commonIndex } from "../src/features/board/summary";

describe("how a floor stands", () => {
  it("is the interval most players are in, the earlier of equals", () => {
    expect(commonIndex([3, 2, 3, null])).toBe(3);
    expect(commonIndex([4, 2, 4, 2])).toBe(2);
    expect(commonIndex([null])).toBeNull();
  });

  it("adds sessions up", () => {
    const counts = { inTarget: 1, off: 2, lost: 3 };
    expect(addCounts([counts, counts])).toEqual({ inTarget: 2, off: 4, lost: 6 });
    expect(addCounts([])).toEqual({ inTarget: 0, off: 0, lost: 0 });
  });
});
