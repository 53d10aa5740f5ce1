/** A session's players with their present facts, looked at once a second. */

import { intervalPlan, type Session, type SessionView } from "@dryland/client";
import { useMemo } from "react";
import type { Ranked } from "./order";
import { rank } from "./summary";
import { type Moment, timing } from "./tileFacts";

const NOBODY = (): boolean => false;

export function rankSession(
  session: Session,
  view: SessionView,
  moment: Moment,
  isAlarming: (playerId: string) => boolean = NOBODY,
): Ranked[] {
  const state = view.model.state;
  if (state === null) return [];
  return rank({
    players: state.players,
    live: (playerId) => session.live(playerId)?.values,
    plan: intervalPlan(state.plan),
    type: state.workoutType,
    isAlarming,
    ...timing(state),
    ...moment,
  });
}

/** The plan, the same object as long as the stored plan is the same. */
export function usePlan(view: SessionView) {
  const plan = view.model.state?.plan;
  return useMemo(() => intervalPlan(plan), [plan]);
}
