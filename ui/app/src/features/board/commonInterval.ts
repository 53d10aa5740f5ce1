/** The interval that most players of a session are in, for its header. Pure. */

import { EMPTY_VALUES, type IntervalKind, intervalPlan, type Session, type SessionView } from "@dryland/client";
import { commonIndex } from "./summary";
import { currentIndex, type Moment, tileFacts, timing } from "./tileFacts";

export interface PresentInterval {
  kind: IntervalKind;
  name: string;
  index: number;
  total: number;
  remainingMs: number | null;
  fraction: number | null;
  next: { name: string; durationS: number } | null;
}

export function commonInterval(
  session: Pick<Session, "live">,
  view: SessionView,
  moment: Moment,
): PresentInterval | null {
  const state = view.model.state;
  const plan = intervalPlan(state?.plan);
  if (state === null || plan === null || (state.status !== "active" && state.status !== "paused")) return null;
  const values = (playerId: string) => session.live(playerId)?.values ?? EMPTY_VALUES;
  const index = commonIndex(state.players.map((player) => currentIndex(player, values(player.playerId))));
  const interval = index === null ? undefined : plan.intervals[index];
  const player = state.players.find((one) => currentIndex(one, values(one.playerId)) === index);
  if (index === null || interval === undefined || player === undefined) return null;
  const type = state.workoutType;
  const facts = tileFacts({
    type,
    player,
    live: values(player.playerId),
    plan,
    ...timing(state),
    solo: false,
    ...moment,
  });
  const next = plan.intervals[index + 1];
  return {
    kind: interval.type,
    name: interval.name,
    index,
    total: plan.intervals.length,
    remainingMs: facts.countdown?.remainingMs ?? null,
    fraction: facts.countdown?.fraction ?? null,
    next: next === undefined ? null : { name: next.name, durationS: next.duration },
  };
}
