/**
 * What one tile says right now, from the stored state, the newest live values and node time.
 * Pure: no words, no DOM. A value that is too old is no value.
 */

import {
  ageMs,
  type ConditioningPlan,
  EMPTY_VALUES,
  type IntervalKind,
  type IntervalPointer,
  isShown,
  type LiveValues,
  type PlayerSessionStatus,
  type Signal,
  signalNow,
  type TrainingSessionState,
  type WorkoutType,
} from "@dryland/client";
import { expectsSignal, type WorkFacts, workFacts } from "./workFacts";

export type TargetState = "none" | "in" | "low" | "high" | "out";
export type ValueUnit = "percentMax" | "bpm" | "watt";

export interface Countdown {
  kind: IntervalKind | "betweenSets" | "block" | null;
  /** ms; null for an interval that waits to be moved on by hand; below zero for a rest that is over */
  remainingMs: number | null;
  /** What is left of the interval, 0-1; null when its length is unknown. */
  fraction: number | null;
}

export interface TileFacts {
  /** null: nothing may be shown */
  value: number | null;
  unit: ValueUnit;
  /** 1-5; 0 below zone 1; null unknown or too old */
  zone: number | null;
  /** off: nothing is heard, and nothing is expected to be */
  signal: Signal | "off";
  /** ms; null when there never was a value */
  ageMs: number | null;
  target: TargetState;
  /** How long off target without a break, s. */
  offTargetS: number;
  countdown: Countdown | null;
  work: WorkFacts;
}

/** One moment on both clocks, ms since 1970. */
export interface Moment {
  /** Node time: for countdowns. */
  nowMs: number;
  /** Device time: for ages. */
  deviceMs: number;
}

export interface TileInput extends Moment {
  type: WorkoutType;
  player: PlayerSessionStatus;
  live: LiveValues | undefined;
  plan: ConditioningPlan | null;
  running: boolean;
  /** Node time at which the session was paused, ms; null while it is not. Countdowns stand there. */
  pausedAtMs: number | null;
  /** One athlete alone reads bpm; a group reads % of each one's maximum. */
  solo: boolean;
}

export function tileFacts(input: TileInput): TileFacts {
  const live = input.live ?? EMPTY_VALUES;
  const work = workFacts(input.player, input.pausedAtMs ?? input.nowMs);
  const heard = signalNow(live, input.deviceMs);
  const shown = isShown(heard);
  const judged = shown && heard !== "implausible" && work.main === null;
  const target = judged && input.running ? targetState(live, input) : "none";
  return {
    ...bigValue(live, shown, input.solo),
    zone: judged ? live.zone : null,
    signal: shown || expectsSignal(input.type, input.player) ? heard : "off",
    ageMs: ageMs(live, input.deviceMs),
    target,
    offTargetS: target === "none" || target === "in" ? 0 : (live.outOfZoneS ?? 0),
    countdown: restCountdown(work) ?? countdown(input, live) ?? blockCountdown(input),
    work,
  };
}

function restCountdown({ rest }: WorkFacts): Countdown | null {
  return rest === null ? null : { kind: "betweenSets", ...rest };
}

/** A block that ends by the clock: an AMRAP, a way between two others. */
function blockCountdown({ player, pausedAtMs, nowMs }: TileInput): Countdown | null {
  if (player.block?.endsAt === undefined) return null;
  const [startMs, endMs] = [Date.parse(player.block.startedAt), Date.parse(player.block.endsAt)];
  const remainingMs = Math.max(0, endMs - (pausedAtMs ?? nowMs));
  return {
    kind: "block",
    remainingMs,
    fraction: endMs > startMs ? Math.min(1, remainingMs / (endMs - startMs)) : null,
  };
}

function bigValue(live: LiveValues, shown: boolean, solo: boolean): { value: number | null; unit: ValueUnit } {
  if (live.heartRate === null && live.power !== null) return { value: shown ? live.power : null, unit: "watt" };
  const percent = !solo && live.percentOfMax !== null;
  const value = percent ? live.percentOfMax : live.heartRate;
  return { value: shown ? value : null, unit: percent || (!solo && live.heartRate === null) ? "percentMax" : "bpm" };
}

/** The interval pointer, moved on by the frame when a frame has overtaken the stored fact. */
export function currentIndex(player: PlayerSessionStatus, live: LiveValues): number | null {
  return live.intervalIndex ?? player.interval?.index ?? null;
}

function pointerFor(player: PlayerSessionStatus, live: LiveValues): IntervalPointer | undefined {
  return player.interval !== undefined && player.interval.index === currentIndex(player, live)
    ? player.interval
    : undefined;
}

/** The node says whether a player is in target; which side they are off is read from the bounds. */
function targetState(live: LiveValues, input: TileInput): TargetState {
  if (live.inZone === null) return "none";
  if (live.inZone) return "in";
  return side(live, input) ?? "out";
}

function side(live: LiveValues, input: TileInput): "low" | "high" | null {
  const pointer = pointerFor(input.player, live);
  const interval = input.plan?.intervals[currentIndex(input.player, live) ?? -1];
  const percentTarget = interval?.heartRate?.basis === "pctHrMax" ? interval.heartRate : undefined;
  return (
    compare(live.heartRate, pointer?.targetZone) ??
    compare(live.percentOfMax, percentTarget) ??
    compare(live.power, pointer?.targetPower)
  );
}

function compare(value: number | null, bounds: { min: number; max: number } | undefined): "low" | "high" | null {
  if (value === null || bounds === undefined) return null;
  if (value < bounds.min) return "low";
  return value > bounds.max ? "high" : null;
}

function countdown(input: TileInput, live: LiveValues): Countdown | null {
  const index = currentIndex(input.player, live);
  if (index === null || input.player.status === "completed" || input.player.status === "dropped") return null;
  const interval = input.plan?.intervals[index];
  const pointer = pointerFor(input.player, live);
  const kind = interval?.type ?? pointer?.type ?? null;
  const endsAtMs = live.intervalEndsAtMs ?? (pointer?.endsAt === undefined ? null : Date.parse(pointer.endsAt));
  if (endsAtMs === null) return { kind, remainingMs: null, fraction: null };
  const remainingMs = Math.max(0, endsAtMs - (input.pausedAtMs ?? input.nowMs));
  const totalMs = lengthMs(interval?.duration, pointer, endsAtMs);
  return { kind, remainingMs, fraction: totalMs === null ? null : Math.min(1, remainingMs / totalMs) };
}

function lengthMs(
  durationS: number | undefined,
  pointer: IntervalPointer | undefined,
  endsAtMs: number,
): number | null {
  const startedMs = Date.parse(pointer?.startedAt ?? "");
  if (endsAtMs > startedMs) return endsAtMs - startedMs;
  return durationS === undefined ? null : durationS * 1000;
}

/** What of a session's state its tiles depend on. */
export function timing(
  state: Pick<TrainingSessionState, "status" | "pausedAt"> | null,
): Pick<TileInput, "running" | "pausedAtMs"> {
  const paused = state?.status === "paused" && state.pausedAt !== undefined;
  return { running: state?.status === "active", pausedAtMs: paused ? Date.parse(state.pausedAt ?? "") : null };
}
