/** Where each player is at this moment: the rack's order, the interval, the block, the start list. */

import type { PlayerSessionStatus, SessionView } from "@dryland/client";
import { signedText } from "../../shared/format";
import { PlainTable } from "../../shared/look/WorkTables";
import { figure, type Times, useTimes } from "../../shared/look/words";
import { Section } from "../../shared/ui/Section";
import { type SessionWords, useSessionWords } from "./words";

export function WhereNow({ view }: { view: SessionView }) {
  const { t } = useSessionWords();
  const times = useTimes();
  const { state } = view.model;
  if (state === null || state.status === "completed" || state.status === "cancelled") return null;
  const strength = state.workoutType === "strength";
  const title = strength
    ? t("session.rackOrder")
    : state.workoutType === "agility"
      ? t("session.startList")
      : t("session.now");
  return (
    <Section title={title} lead={strength ? t("session.rackLead") : undefined}>
      <PlainTable
        label={title}
        worded={2}
        titles={[t("session.who"), t("session.at"), t("session.target"), t("session.next")]}
        rows={inTurn(state.players).map((player) => ({
          key: player.playerId,
          cells: [nameOf(player), atWords(t, times, player), targetWords(t, player), nextWords(player)],
        }))}
      />
    </Section>
  );
}

const nameOf = (player: PlayerSessionStatus): string =>
  `${player.jerseyNumber === undefined ? "" : `${player.jerseyNumber} · `}${player.playerName ?? player.playerId}`;

/** By place in the start list, else by the end of the rest: whose rest ends first lifts first; the finished come last. */
export function inTurn(players: readonly PlayerSessionStatus[]): PlayerSessionStatus[] {
  const turn = (player: PlayerSessionStatus): number => {
    if (player.status === "completed" || player.status === "dropped") return Number.POSITIVE_INFINITY;
    if (player.drill?.startPosition !== undefined) return player.drill.startPosition;
    return Date.parse(player.exercise?.restEndsAt ?? "") || 0;
  };
  return [...players].sort((a, b) => {
    const [one, other] = [turn(a), turn(b)];
    return one === other ? 0 : one < other ? -1 : 1;
  });
}

function atWords(t: SessionWords["t"], times: Times, player: PlayerSessionStatus): string {
  const { exercise, interval, block, drill, status } = player;
  if (status === "completed") return t("session.finished");
  const until = (at: string | undefined) =>
    at === undefined ? "" : `, ${t("session.until", { time: times.clock(at) })}`;
  if (drill !== undefined)
    return t("session.attemptOf", { name: drill.name, number: drill.attemptNumber, all: drill.totalAttempts });
  const rest =
    exercise?.restEndsAt === undefined ? "" : `, ${t("session.restUntil", { time: times.clock(exercise.restEndsAt) })}`;
  const set =
    exercise === undefined
      ? null
      : t("session.setOf", { name: exercise.name, set: exercise.setNumber, all: exercise.totalSets }) + rest;
  if (block !== undefined) {
    const place = t("session.stepOf", { name: block.name, step: block.index + 1, all: block.total });
    return set === null ? place + until(block.endsAt) : `${place}: ${set}`;
  }
  if (set !== null) return set;
  if (interval === undefined) return "–";
  const place = t("session.stepOf", { name: interval.name, step: interval.index + 1, all: interval.total });
  return place + until(interval.endsAt);
}

function targetWords(t: SessionWords["t"], { exercise, interval }: PlayerSessionStatus): string {
  if (exercise?.weight === 0) return t("session.ownWeight", { reps: exercise.targetReps ?? "–" });
  if (exercise?.weight !== undefined)
    return `${exercise.targetReps ?? "–"} × ${+exercise.weight.toFixed(2)} ${exercise.weightUnit ?? "kg"}`;
  const { targetZone, targetPower, intensityChange } = interval ?? {};
  const changed = intensityChange === undefined ? "" : ` (${signedText(intensityChange)} %)`;
  if (targetPower !== undefined) return `${figure(targetPower.min)}–${figure(targetPower.max, "W")}${changed}`;
  return targetZone === undefined ? "–" : `${figure(targetZone.min)}–${figure(targetZone.max, "bpm")}`;
}

const nextWords = ({ exercise, interval, block, drill }: PlayerSessionStatus): string =>
  block?.nextName ?? exercise?.nextName ?? interval?.nextName ?? drill?.nextName ?? "–";
