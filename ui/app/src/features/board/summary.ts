/** How a session stands, in counts. Pure. */

import type { ConditioningPlan, LiveValues, PlayerSessionStatus, WorkoutType } from "@dryland/client";
import type { Ranked } from "./order";
import { type Moment, type TileInput, tileFacts } from "./tileFacts";

export interface RankInput extends Moment, Pick<TileInput, "running" | "pausedAtMs"> {
  players: readonly PlayerSessionStatus[];
  live(playerId: string): LiveValues | undefined;
  plan: ConditioningPlan | null;
  type: WorkoutType;
  /** Whether an alert about somebody waits to be taken on. */
  isAlarming(playerId: string): boolean;
}

/** Every player with the facts that order and counts are made of. */
export function rank(input: RankInput): Ranked[] {
  const { plan, type, running, pausedAtMs, nowMs, deviceMs } = input;
  return input.players.map((player, place) => {
    const live = input.live(player.playerId);
    return {
      playerId: player.playerId,
      jerseyNumber: player.jerseyNumber ?? null,
      name: player.playerName ?? player.playerId,
      facts: tileFacts({ type, player, live, plan, running, pausedAtMs, solo: false, nowMs, deviceMs }),
      load: live?.calories ?? null,
      place,
      alarm: input.isAlarming(player.playerId),
    };
  });
}

export interface Counts {
  inTarget: number;
  off: number;
  /** Players whose value is too old to be shown, or who were never heard. */
  lost: number;
}

export function countUp(players: readonly Ranked[]): Counts {
  const counts: Counts = { inTarget: 0, off: 0, lost: 0 };
  for (const { facts } of players) {
    if (facts.target === "in") counts.inTarget += 1;
    else if (facts.target !== "none") counts.off += 1;
    if (facts.signal === "stale" || facts.signal === "lost" || facts.signal === "none") counts.lost += 1;
  }
  return counts;
}

export function addCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, one) => ({ inTarget: sum.inTarget + one.inTarget, off: sum.off + one.off, lost: sum.lost + one.lost }),
    { inTarget: 0, off: 0, lost: 0 },
  );
}

/** The interval most players are in; the lowest of equals. Null when nobody is in one. */
export function commonIndex(indexes: readonly (number | null)[]): number | null {
  const tally = new Map<number, number>();
  for (const index of indexes) if (index !== null) tally.set(index, (tally.get(index) ?? 0) + 1);
  let best: number | null = null;
  for (const [index, count] of [...tally].sort(([a], [b]) => a - b)) {
    if (best === null || count > (tally.get(best) ?? 0)) best = index;
  }
  return best;
}
