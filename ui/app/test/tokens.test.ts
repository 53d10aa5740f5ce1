import { describe, expect, it } from "vitest";
import { contrast, distance, type Vision } from "../src/shared/theme/colour";
import { cssVariables, DARK, LIGHT, type Palette } from "../src/shared/theme/tokens";

const VISIONS: Vision[] = ["normal", "protanopia", "deuteranopia", "tritanopia"];
const PALETTES: [string, Palette][] = [
  ["dark", DARK],
  ["light", LIGHT],
];
const PAIRS = [0, 1, 2, 3].flatMap((a) => [1, 2, 3, 4].filter((b) => b > a).map((b) => [a, b] as const));

/** WCAG 2.2: 4.5:1 for text, 3:1 for what a control is known by. */
const TEXT = 4.5;

describe("colour measures", () => {
  it("give the ends of the scale", () => {
    expect(contrast("#000000", "#FFFFFF")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#FFFFFF")).toBeCloseTo(4.48, 2);
    expect(distance("normal", "#000000", "#FFFFFF")).toBeCloseTo(100, 3);
  });

  it("let red and green of equal lightness fall together for a deuteranope only", () => {
    const [red, green] = ["#C04040", "#7A7A20"] as const;
    expect(distance("deuteranopia", red, green)).toBeLessThan(distance("normal", red, green) / 2);
  });

  it("leave greys as they are for everybody", () => {
    for (const vision of VISIONS)
      expect(distance(vision, "#808080", "#FFFFFF")).toBeCloseTo(distance("normal", "#808080", "#FFFFFF"), 0);
  });
});

describe.each(PALETTES)("the %s palette", (_name, palette) => {
  it("can be read on every zone at 6.2:1 or more", () => {
    for (const zone of palette.zones) expect(contrast(zone.fill, zone.ink)).toBeGreaterThanOrEqual(6.2);
  });

  it.each(VISIONS)("keeps every pair of zones apart for %s vision", (vision) => {
    for (const [a, b] of PAIRS) {
      const [x, y] = [palette.zones[a]?.fill ?? "", palette.zones[b]?.fill ?? ""];
      expect(distance(vision, x, y), `zones ${a + 1} and ${b + 1}`).toBeGreaterThanOrEqual(8);
    }
  });

  it("has text that can be read on every ground it stands on", () => {
    for (const ground of [palette.ground, palette.surface, palette.raised]) {
      expect(contrast(palette.ink, ground)).toBeGreaterThanOrEqual(7);
      expect(contrast(palette.inkSoft, ground)).toBeGreaterThanOrEqual(TEXT);
    }
    expect(contrast(palette.accent, palette.accentInk)).toBeGreaterThanOrEqual(TEXT);
    expect(contrast(palette.alarm, palette.alarmInk)).toBeGreaterThanOrEqual(TEXT);
    expect(contrast(palette.accent, palette.ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.curve, palette.surface)).toBeGreaterThanOrEqual(3);
  });
});

describe("the zone colours", () => {
  it("are the ones of the design", () => {
    expect(DARK.zones.map((zone) => zone.fill)).toEqual(["#E1E5E9", "#184AF5", "#25AC82", "#EED307", "#BF1612"]);
    expect(LIGHT.zones.map((zone) => zone.fill)).toEqual(["#E3E5E8", "#749DDD", "#1C6361", "#EEB309", "#8A1204"]);
    expect(DARK.ground).toBe("#0B0F14");
  });

  it("reach the style sheets by name", () => {
    expect(cssVariables(DARK)).toMatchObject({ "--z5": "#BF1612", "--z5-ink": "#FFFFFF", "--ink-soft": DARK.inkSoft });
  });
});
