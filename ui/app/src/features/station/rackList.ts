/** Who takes turns at this rack, and who comes up next. Kept on this device, per session. Pure but for the store it is given. */

import type { TextStore } from "@dryland/client";

export const RACK_MOST = 6;

const keyOf = (sessionId: string): string => `dryland:rack:${sessionId}`;

export function recallRack(store: TextStore, sessionId: string): string[] {
  try {
    const held: unknown = JSON.parse(store.getItem(keyOf(sessionId)) ?? "[]");
    return Array.isArray(held) ? held.filter((id) => typeof id === "string").slice(0, RACK_MOST) : [];
  } catch {
    return [];
  }
}

export function keepRack(store: TextStore, sessionId: string, playerIds: readonly string[]): void {
  try {
    store.setItem(keyOf(sessionId), JSON.stringify(playerIds));
  } catch {
    return;
  }
}

/** Adds somebody at the end, or takes them away; more than six do not fit. */
export function toggled(playerIds: readonly string[], playerId: string): string[] {
  if (playerIds.includes(playerId)) return playerIds.filter((id) => id !== playerId);
  return playerIds.length >= RACK_MOST ? [...playerIds] : [...playerIds, playerId];
}

/** The next in turn who has something to do; whoever was up stays when nobody else has. */
export function nextUp(playerIds: readonly string[], from: string, hasWork: (playerId: string) => boolean): string {
  const place = playerIds.indexOf(from);
  const order = [...playerIds.slice(place + 1), ...playerIds.slice(0, place + 1)];
  return order.find(hasWork) ?? from;
}

/** Who is up when the screen opens, also after a crash in the middle: the one after whoever did the last set that counts. */
export function firstUp(
  playerIds: readonly string[],
  sets: readonly { readonly playerId: string; readonly withdrawn: boolean }[],
  hasWork: (playerId: string) => boolean,
): string {
  const last = sets.filter((set) => !set.withdrawn && playerIds.includes(set.playerId)).at(-1);
  return last === undefined ? (playerIds[0] ?? "") : nextUp(playerIds, last.playerId, hasWork);
}
