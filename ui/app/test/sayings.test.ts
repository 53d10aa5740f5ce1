import type { Saying, WeightUnit } from "@dryland/client";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../src/shared/sayings/en.json";
import { loadSayings, saidText, told } from "../src/shared/sayings/say";
import sv from "../src/shared/sayings/sv.json";
import written from "./generated/sayings.json";

interface Example {
  unit: WeightUnit;
  sayings: Saying[];
  english: string;
}

const examples = written as unknown as Example[];
const codes = Object.keys(en) as (keyof typeof en)[];

/** What a text takes: names of figures, with what they choose from. */
function takes(text: string): string[] {
  const figures = [...text.matchAll(/\{(\w+)(?=\}|, (?:plural|select),)/g)].filter(
    ({ index }) => !/[\w=] $/.test(text.slice(0, index)) || !isBranch(text, index),
  );
  const choices = [...text.matchAll(/\{(\w+), (plural|select), /g)].map(([, name, kind]) => `${name}:${kind}`);
  return [...new Set([...figures.map((each) => each[1] ?? ""), ...choices])].sort();
}

/** Whether a brace opens what is said for one choice. */
function isBranch(text: string, at: number): boolean {
  let depth = 0;
  for (const character of text.slice(0, at)) depth += character === "{" ? 1 : character === "}" ? -1 : 0;
  return depth === 1;
}

describe("a saying whose texts have not come", () => {
  it("is the server's own sentence", () => {
    expect(told([{ code: "load_planned" }], "As planned", "sv")).toBe("As planned");
  });
});

describe("a saying", () => {
  beforeAll(async () => {
    expect(await Promise.all([loadSayings("en"), loadSayings("sv")])).toEqual([true, true]);
  });

  it("has a text in either language", () => {
    expect(Object.keys(sv)).toEqual(codes);
  });

  it.each(codes)("%s takes the same figures in either language", (code) => {
    expect(takes(sv[code])).toEqual(takes(en[code]));
  });

  it("is said in English as the server says it", () => {
    for (const { sayings, unit, english } of examples) expect(saidText(sayings, "en", unit)).toBe(english);
  });

  it("leaves nothing open in Swedish, and is not English there", () => {
    for (const { sayings, unit, english } of examples) {
      const said = saidText(sayings, "sv", unit);
      expect(said).not.toMatch(/[{}]/);
      if (sayings.every(({ code }) => sv[code as keyof typeof sv] !== en[code as keyof typeof en])) {
        expect(said).not.toBe(english);
      }
    }
  });

  it("has a decimal comma in Swedish, and the reader's unit in either language", () => {
    const sayings = [
      { code: "set_rpe_at", figures: { rpe: 9.5, targetRpe: 8 } },
      { code: "load_less", figures: { changeKg: 2.5 } },
    ];
    expect(saidText(sayings, "sv")).toBe("RPE 9,5 mot målet 8 → −2,5 kg");
    expect(saidText(sayings, "sv", "lbs")).toBe("RPE 9,5 mot målet 8 → −5,51 lb");
    expect(saidText(sayings, "en", "lbs")).toBe("RPE 9.5 at target 8 → −5.51 lb");
  });

  it("of an older log, or with a code that is not known here, is the server's own sentence", () => {
    expect(told(undefined, "As planned", "sv")).toBe("As planned");
    expect(told([{ code: "of_a_newer_release" }], "As planned", "sv")).toBe("As planned");
    expect(told([{ code: "load_planned" }], "As planned", "sv")).toBe("Som planerat");
  });
});
