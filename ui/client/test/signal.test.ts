import { describe, expect, it } from "vitest";
import { isShown, signalAt } from "../src/signal";
import type { Signal } from "../src/wire";

describe("signal", () => {
  it.each<[number, Signal]>([
    [0, "live"],
    [3_000, "live"],
    [3_001, "late"],
    [5_000, "late"],
    [5_001, "stale"],
    [30_000, "stale"],
    [30_001, "lost"],
  ])("a value %i ms old is %s", (ageMs, signal) => {
    expect(signalAt("live", ageMs)).toBe(signal);
  });

  it("never gets better than the node said", () => {
    expect(signalAt("lost", 0)).toBe("lost");
    expect(signalAt("late", 500)).toBe("late");
  });

  it("stays implausible while the value is young, then ages like any other", () => {
    expect(signalAt("implausible", 2_000)).toBe("implausible");
    expect(signalAt("implausible", 12_000)).toBe("stale");
  });

  it("stays none until something is heard", () => {
    expect(signalAt("none", 0)).toBe("none");
  });

  it("shows no number that is stale, lost or was never there", () => {
    const shown = (["none", "live", "late", "stale", "lost", "implausible"] as Signal[]).filter(isShown);
    expect(shown).toEqual(["live", "late", "implausible"]);
  });
});
