/**
 * How far a live value can be trusted, from its age. A stale number must vanish, not linger.
 * Pure; the same rule as the node's, so that a screen that has lost the node ages its values by itself.
 */

import type { Signal } from "./wire";

export const LATE_AFTER_MS = 3_000;
export const STALE_AFTER_MS = 5_000;
export const LOST_AFTER_MS = 30_000;

/**
 * Signal of a value that is `ageMs` old. `reported` is what the node said with the value: *none* (never heard) stays,
 * *implausible* stays until the value is too old to matter, and a state the node already judged worse is kept.
 */
export function signalAt(reported: Signal, ageMs: number): Signal {
  if (reported === "none") return "none";
  const byAge = ageSignal(ageMs);
  if (reported === "implausible") return byAge === "live" || byAge === "late" ? "implausible" : byAge;
  return ORDER[reported] > ORDER[byAge] ? reported : byAge;
}

/** True when a number may be shown at all. */
export function isShown(signal: Signal): boolean {
  return signal === "live" || signal === "late" || signal === "implausible";
}

const ORDER: Readonly<Record<Exclude<Signal, "none" | "implausible">, number>> = {
  live: 0,
  late: 1,
  stale: 2,
  lost: 3,
};

function ageSignal(ageMs: number): Exclude<Signal, "none" | "implausible"> {
  if (ageMs > LOST_AFTER_MS) return "lost";
  if (ageMs > STALE_AFTER_MS) return "stale";
  return ageMs > LATE_AFTER_MS ? "late" : "live";
}
