import { describe, expect, it } from "vitest";
import { ageText, clockText, countdownText, shortName, signedText, wholeText } from "../src/shared/format";

describe("numbers and times", () => {
  it.each([
    [0, "0:00"],
    [59.9, "0:59"],
    [61, "1:01"],
    [3_600, "1:00:00"],
    [-5, "0:00"],
  ])("%d s reads %s", (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });

  it.each([
    [60_000, "1:00"],
    [59_001, "1:00"],
    [1, "0:01"],
    [0, "0:00"],
    [-40, "0:00"],
  ])("%d ms left reads %s", (milliseconds, text) => {
    expect(countdownText(milliseconds)).toBe(text);
  });

  it("says ages in the fewest characters", () => {
    expect([0, 7_400, 59_999, 60_000, 3_725_000].map(ageText)).toEqual(["0 s", "7 s", "59 s", "1:00", "1:02:05"]);
  });

  it("shows a dash for what is not known", () => {
    expect([null, undefined, Number.NaN].map(wholeText)).toEqual(["—", "—", "—"]);
    expect(wholeText(87.5)).toBe("88");
  });

  it("signs with a true minus", () => {
    expect([-5, 0.2, 3].map(signedText)).toEqual(["−5", "±0", "+3"]);
  });

  it("shortens names", () => {
    expect(["Elin Wikström", "Pelé", " Anna  Maria Berg "].map(shortName)).toEqual(["E. Wikström", "Pelé", "A. Berg"]);
  });
});
