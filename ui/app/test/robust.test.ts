// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { patiently } from "../src/shared/patiently";
import { soundLanguage } from "../src/shared/soundLanguage";

describe("the browser's language", () => {
  it.each([
    ["sv-SE", "sv-SE"],
    ["en-US@posix", "en-US"],
    ["de_DE.UTF-8", "en-US"],
    ["", "en-US"],
  ])("%o is taken as %s", (tag, taken) => {
    expect(soundLanguage(tag)).toBe(taken);
    expect(() => new Intl.NumberFormat(soundLanguage(tag))).not.toThrow();
  });
});

describe("loading a part", () => {
  it("goes on until the node is back", async () => {
    let tries = 0;
    const load = async () => {
      tries += 1;
      if (tries < 3) throw new Error("node away");
      return "part";
    };
    expect(await patiently(load, 1)).toBe("part");
    expect(tries).toBe(3);
  });
});
