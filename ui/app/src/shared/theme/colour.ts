/**
 * Colour as people see it: contrast, colour-vision deficiencies, distance.
 * Pure. Sources: WCAG 2.2 relative luminance; Viénot, Brettel & Mollon 1999 for protanopia and deuteranopia; Brettel,
 * Viénot & Mollon 1997 (half-plane form) for tritanopia; Ottosson 2020 for OKLab.
 */

export type Rgb = readonly [number, number, number];
export type Vision = "normal" | "protanopia" | "deuteranopia" | "tritanopia";

/** Linear-light sRGB, 0-1 each. */
export function linearRgb(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast ratio, 1-21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(linearRgb(a)), luminance(linearRgb(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

type Matrix = readonly [Rgb, Rgb, Rgb];

const apply = (m: Matrix, [r, g, b]: Rgb): Rgb => [
  m[0][0] * r + m[0][1] * g + m[0][2] * b,
  m[1][0] * r + m[1][1] * g + m[1][2] * b,
  m[2][0] * r + m[2][1] * g + m[2][2] * b,
];

/** Linear sRGB to linear sRGB as a dichromat sees it. */
const PROTANOPIA: Matrix = [
  [0.11238, 0.88762, 0],
  [0.11238, 0.88762, 0],
  [0.00401, -0.00401, 1],
];
const DEUTERANOPIA: Matrix = [
  [0.29275, 0.70725, 0],
  [0.29275, 0.70725, 0],
  [-0.02234, 0.02234, 1],
];
const TRITANOPIA_1: Matrix = [
  [1.01277, 0.13548, -0.14826],
  [-0.01243, 0.86812, 0.14431],
  [0.07589, 0.805, 0.11911],
];
const TRITANOPIA_2: Matrix = [
  [0.93678, 0.18979, -0.12657],
  [0.06154, 0.81526, 0.1232],
  [-0.37562, 1.12767, 0.24796],
];
const TRITANOPIA_PLANE: Rgb = [0.03901, -0.02788, -0.01113];

/** A colour through another person's eyes, linear sRGB clipped to what a screen can show. */
export function seenWith(vision: Vision, colour: Rgb): Rgb {
  const seen = dichromat(vision, colour);
  return [clip(seen[0]), clip(seen[1]), clip(seen[2])];
}

const clip = (value: number): number => Math.min(1, Math.max(0, value));

function dichromat(vision: Vision, colour: Rgb): Rgb {
  if (vision === "normal") return colour;
  if (vision === "protanopia") return apply(PROTANOPIA, colour);
  if (vision === "deuteranopia") return apply(DEUTERANOPIA, colour);
  const [a, b, c] = TRITANOPIA_PLANE;
  const side = a * colour[0] + b * colour[1] + c * colour[2];
  return apply(side >= 0 ? TRITANOPIA_1 : TRITANOPIA_2, colour);
}

/** OKLab of a linear sRGB colour. */
export function okLab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Distance of two colours for a kind of vision, OKLab × 100 (about 2 is just noticeable side by side). */
export function distance(vision: Vision, a: string, b: string): number {
  const x = okLab(seenWith(vision, linearRgb(a)));
  const y = okLab(seenWith(vision, linearRgb(b)));
  return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}
