/**
 * Which of many live values go out: the newest of each player, in turns, and no more in all than a node takes from one
 * sender. A value that comes too soon is left out, not queued: the next one is newer. Pure.
 */

/** Values in all, a second; the node's ceiling for one sender is 50 events. */
export const LIVE_PER_SECOND = 40;

/** Tells for each value whether it goes out; `nowMs` is any steady time. */
export function createLivePace(perSecond: number = LIVE_PER_SECOND): (playerId: string, nowMs: number) => boolean {
  const sentMs = new Map<string, number>();
  return (playerId, nowMs) => {
    const known = sentMs.get(playerId);
    const players = sentMs.size + (known === undefined ? 1 : 0);
    if (known !== undefined && nowMs - known < (1_000 * players) / perSecond) return false;
    sentMs.set(playerId, nowMs);
    return true;
  };
}
