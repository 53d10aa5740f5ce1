/** What each person at the rack is to do now, from the session and the sets of this device. */

import type { PlayerSessionStatus, SessionModel } from "@dryland/client";
import { shortName } from "../format";
import { liftingPlan, type Step, stepsOf } from "./programme";
import { comingStep, countedOf, type EnteredSet, restEndsMs } from "./sets";

export interface Lifting {
  player: PlayerSessionStatus;
  name: string;
  coming: Step | null;
  restEndsMs: number | null;
}

const made = new WeakMap<object, Map<string, readonly Step[]>>();

/** A plan's steps are worked out once. */
export function stepsFor(plan: unknown, blockId: string | undefined): readonly Step[] {
  const lifted = liftingPlan(plan, blockId);
  if (lifted === null || typeof plan !== "object" || plan === null) return [];
  const known = made.get(plan) ?? new Map<string, readonly Step[]>();
  const steps = known.get(blockId ?? "") ?? stepsOf(lifted);
  made.set(plan, known.set(blockId ?? "", steps));
  return steps;
}

export function liftingOf(model: SessionModel, here: readonly string[], sets: readonly EnteredSet[]): Lifting[] {
  const players = new Map((model.state?.players ?? []).map((player) => [player.playerId, player]));
  return here.flatMap((playerId) => {
    const player = players.get(playerId);
    if (player === undefined) return [];
    const steps = stepsFor(model.state?.plan, player.block?.id);
    const own = countedOf(sets, playerId);
    const name = shortName(player.playerName ?? playerId);
    const coming = comingStep(steps, player.exercise, sets, playerId);
    return [{ player, name, coming, restEndsMs: restEndsMs(player.exercise, own) }];
  });
}
