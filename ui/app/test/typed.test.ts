// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { keepTyped, recallTyped } from "../src/shared/athlete/typed";

const typed = { reps: 4, weightKg: 82.5, holdS: 0 };

describe("a corrected set that is not ticked yet", () => {
  const store = window.sessionStorage;

  it("is there after a reload, for that very set only", () => {
    keepTyped(store, "maja squat#2 5 80 kg", typed, 1_000);
    expect(recallTyped(store, "maja squat#2 5 80 kg", 2_000)).toEqual(typed);
    expect(recallTyped(store, "maja squat#3 5 80 kg", 2_000)).toBeNull();
    expect(recallTyped(store, "elin squat#2 5 80 kg", 2_000)).toBeNull();
  });

  it("is not taken for another hour's, and neither a full nor a spoilt disk matters", () => {
    expect(recallTyped(store, "maja squat#2 5 80 kg", 3_600_000)).toBeNull();
    store.setItem("dryland:typed", "{");
    expect(recallTyped(store, "maja squat#2 5 80 kg")).toBeNull();
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(() => keepTyped(full, "a", typed)).not.toThrow();
  });
});
