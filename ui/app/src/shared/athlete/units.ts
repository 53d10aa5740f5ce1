/**
 * In what a person reads weights: as chosen on this device, else as the club's record of the person says. It changes
 * figures to come, never what was recorded.
 */

import type { PlayerSessionStatus, WeightUnit } from "@dryland/client";

type Reader = Pick<PlayerSessionStatus, "playerId" | "weightUnit">;

const keyOf = (playerId: string): string => `dryland:unit:${playerId}`;

export function loadUnit({ playerId, weightUnit = "kg" }: Reader): WeightUnit {
  try {
    const chosen = window.localStorage.getItem(keyOf(playerId));
    return chosen === "lbs" || chosen === "kg" ? chosen : weightUnit;
  } catch {
    return weightUnit;
  }
}

export function saveUnit(playerId: string, unit: WeightUnit): void {
  try {
    window.localStorage.setItem(keyOf(playerId), unit);
  } catch {
    return;
  }
}
