/** What can be measured of a player, with its unit as it is written. Pure. */

import type { Player, Quantity } from "../../shared/records";

export const QUANTITIES: readonly Quantity[] = ["hr_max", "hr_rest", "lthr", "ftp_w", "cp_w", "w_prime_j", "mass_kg"];

export const UNITS: Readonly<Record<Quantity, string>> = {
  hr_max: "bpm",
  hr_rest: "bpm",
  lthr: "bpm",
  ftp_w: "W",
  cp_w: "W",
  w_prime_j: "J",
  mass_kg: "kg",
};

const KG_PER_LB = 0.45359237;

/** A load in the unit that a person reads; the kept value stays in kg. */
export function loadText(valueKg: number, unit: Player["weightUnit"], locale: string): string {
  const value = unit === "lbs" ? valueKg / KG_PER_LB : valueKg;
  const digits = unit === "lbs" ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${unit === "lbs" ? "lb" : "kg"}`;
}

export function toKg(value: number, unit: Player["weightUnit"]): number {
  return unit === "lbs" ? Math.round(value * KG_PER_LB * 1000) / 1000 : value;
}
