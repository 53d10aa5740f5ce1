/**
 * How long a test result can be planned with. Provisional: no study gives one age for all; these are ages after which
 * coaches commonly test anew, and a screen only warns. Pure.
 */

import type { Quantity } from "../../shared/records";

const DAY_MS = 86_400_000;

/** Days; resting heart rate and mass drift within weeks, capacities with a training block, the maximum with years. */
export const GOOD_FOR_DAYS: Readonly<Record<Quantity | "max", number>> = {
  mass_kg: 60,
  hr_rest: 60,
  hr_max: 365,
  lthr: 120,
  ftp_w: 120,
  cp_w: 120,
  w_prime_j: 120,
  max: 120,
};

export function ageDays(measuredOn: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(`${measuredOn}T00:00:00`)) / DAY_MS));
}

export function isExpired(kind: Quantity | "max", measuredOn: string, nowMs: number): boolean {
  return ageDays(measuredOn, nowMs) > GOOD_FOR_DAYS[kind];
}
