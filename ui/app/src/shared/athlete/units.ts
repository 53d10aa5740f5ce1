/** In what a person reads weights: theirs alone, kept on this device. It changes figures to come, never what was recorded. */

import type { WeightUnit } from "@dryland/client";

const keyOf = (playerId: string): string => `dryland:unit:${playerId}`;

export function loadUnit(playerId: string): WeightUnit {
  try {
    return window.localStorage.getItem(keyOf(playerId)) === "lbs" ? "lbs" : "kg";
  } catch {
    return "kg";
  }
}

export function saveUnit(playerId: string, unit: WeightUnit): void {
  try {
    window.localStorage.setItem(keyOf(playerId), unit);
  } catch {
    return;
  }
}
