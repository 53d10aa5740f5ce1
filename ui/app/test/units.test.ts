import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadUnit, saveUnit } from "../src/shared/athlete/units";

const kept = new Map<string, string>();

beforeEach(() => {
  kept.clear();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  vi.stubGlobal("window", { localStorage });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the unit a person reads loads in", () => {
  it("is the club's record of the person, and kg where that says nothing", () => {
    expect(loadUnit({ playerId: "p1", weightUnit: "lbs" })).toBe("lbs");
    expect(loadUnit({ playerId: "p2" })).toBe("kg");
  });

  it("is what was chosen on this device, for that person alone", () => {
    saveUnit("p1", "kg");
    expect(loadUnit({ playerId: "p1", weightUnit: "lbs" })).toBe("kg");
    expect(loadUnit({ playerId: "p3", weightUnit: "lbs" })).toBe("lbs");
  });
});
