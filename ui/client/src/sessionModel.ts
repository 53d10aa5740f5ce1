/**
 * What a screen knows of one session, and how each stored fact changes it.
 * Pure: state and fact in, state out. Knows nothing of sockets, storage or clocks; live values are not here.
 */

import { pointerAfter } from "./intervals";
import type {
  Fact,
  IntervalAnalysis,
  IntervalPointer,
  IntervalTransitioned,
  JoinAck,
  PlayerSessionStatus,
  PlayerStatus,
  SessionStatus,
  SessionUpdates,
  TrainingSessionState,
} from "./wire";
import { EVENT } from "./wire";

/** Where a screen is in a session's log. */
export interface Position {
  epoch: string;
  seq: number;
}

/** A hole that could not be filled: the screen was given a fresh state instead of the events between. */
export interface Discontinuity {
  /** ms since 1970, node time */
  atMs: number;
  reason: "restarted" | "tooFarBehind";
}

/** `durationAtMs` (node time) is when `state.duration` was right; while active it grows from there. */
export interface SessionModel {
  sessionId: string;
  state: TrainingSessionState | null;
  durationAtMs: number;
  position: Position | null;
  discontinuity: Discontinuity | null;
  /** Finished intervals that this screen has been told of, per player, in order. */
  analyses: Readonly<Record<string, readonly IntervalAnalysis[]>>;
  /** A message of the trainer, newest last. */
  messages: readonly { text: string; atMs: number; priority: string }[];
}

/** What a fact's position says about it. */
export type Placement = "next" | "duplicate" | "gap" | "foreign";

const MESSAGES_KEPT = 50;

export function emptySession(sessionId: string): SessionModel {
  return { sessionId, state: null, durationAtMs: 0, position: null, discontinuity: null, analyses: {}, messages: [] };
}

/** Compares a fact's position with ours: anything but *next* and *duplicate* means that something is missing. */
export function placeOf(position: Position | null, fact: { epoch?: string; seq?: number }): Placement {
  if (position === null || fact.seq === undefined) return "gap";
  if (fact.epoch !== undefined && fact.epoch !== position.epoch) return "foreign";
  if (fact.seq <= position.seq) return "duplicate";
  return fact.seq === position.seq + 1 ? "next" : "gap";
}

/** Takes a join's answer in: the missing events in order, or a snapshot. */
export function applyJoin(model: SessionModel, ack: JoinAck): SessionModel {
  const serverMs = Date.parse(ack.serverTime);
  if (ack.recovered) return applyMissed(model, ack);
  if (ack.session === undefined) return model;
  const had = model.position;
  const position = { epoch: ack.epoch, seq: ack.seq };
  const discontinuity = had === null ? null : jump(had, position, serverMs);
  const analyses = had !== null && had.epoch !== ack.epoch ? {} : model.analyses;
  return { ...model, state: ack.session, durationAtMs: serverMs, position, discontinuity, analyses };
}

function jump(had: Position, now: Position, atMs: number): Discontinuity | null {
  if (had.epoch !== now.epoch) return { atMs, reason: "restarted" };
  return had.seq === now.seq ? null : { atMs, reason: "tooFarBehind" };
}

function applyMissed(model: SessionModel, ack: JoinAck): SessionModel {
  let next: SessionModel = { ...model, discontinuity: null };
  for (const missed of ack.events ?? []) {
    if (isFact(missed.payload) && placeOf(next.position, missed.payload) === "next") {
      next = applyFact(next, missed.event, missed.payload);
    }
  }
  return { ...next, position: { epoch: ack.epoch, seq: Math.max(ack.seq, next.position?.seq ?? 0) } };
}

/** A payload with the one field that every fact has. */
export function isFact(payload: unknown): payload is Fact {
  return (
    typeof payload === "object" &&
    payload !== null &&
    "sessionId" in payload &&
    typeof payload.sessionId === "string" &&
    (!("seq" in payload) || typeof payload.seq === "number")
  );
}

/** Applies one fact in its place. A fact of a kind that is not known still moves the position on. */
export function applyFact(model: SessionModel, event: string, fact: Fact): SessionModel {
  const moved = advance(model, fact);
  const apply = APPLY[event];
  return apply === undefined || moved.state === null ? moved : apply(moved, fact);
}

function advance(model: SessionModel, fact: Fact): SessionModel {
  if (fact.seq === undefined) return model;
  const epoch = fact.epoch ?? model.position?.epoch ?? "";
  return { ...model, position: { epoch, seq: fact.seq } };
}

type Apply = (model: SessionModel, fact: Fact) => SessionModel;

const APPLY: Readonly<Record<string, Apply>> = {
  [EVENT.start]: (model, fact) => becomes(model, fact, "active"),
  [EVENT.resume]: (model, fact) => becomes(model, fact, "active"),
  [EVENT.pause]: (model, fact) => becomes(model, fact, "paused"),
  [EVENT.end]: (model, fact) => becomes(model, fact, "completed"),
  [EVENT.forceEnd]: (model, fact) => becomes(model, fact, "cancelled"),
  [EVENT.update]: (model, fact) => update(model, fact as Fact & { updates: SessionUpdates }),
  [EVENT.plan]: (model, fact) => plan(model, fact as Fact & { plan: unknown; playerIds?: string[] }),
  [EVENT.playerJoin]: (model, fact) => joined(model, (fact as Fact & { player: PlayerSessionStatus }).player),
  [EVENT.playerLeave]: (model, fact) => left(model, (fact as Fact & { playerId: string }).playerId),
  [EVENT.playerKick]: (model, fact) => left(model, (fact as Fact & { playerId: string }).playerId),
  [EVENT.playerStatus]: (model, fact) => status(model, fact as Fact & { playerId: string; status: PlayerStatus }),
  [EVENT.intervalTransition]: (model, fact) => transition(model, fact as IntervalTransitioned),
  [EVENT.intervalProgress]: (model, fact) =>
    pointer(model, fact as Fact & { playerId: string; interval: IntervalPointer }),
  [EVENT.message]: (model, fact) => message(model, fact as Fact & { message: string; priority: string }),
};

function atMs(fact: Fact, otherwise: number): number {
  const at = Date.parse(fact.recordedAt ?? fact.occurredAt ?? "");
  return Number.isNaN(at) ? otherwise : at;
}

/** Seconds trained at `nowMs` (node time), pauses excluded. */
export function elapsedS(model: SessionModel, nowMs: number): number {
  const state = model.state;
  if (state === null) return 0;
  const running = state.status === "active" ? Math.max(0, nowMs - model.durationAtMs) / 1000 : 0;
  return state.duration + running;
}

function becomes(model: SessionModel, fact: Fact, next: SessionStatus): SessionModel {
  if (model.state === null) return model;
  const at = atMs(fact, model.durationAtMs);
  const when = fact.occurredAt ?? fact.recordedAt;
  const { pausedAt: _paused, emergency: _emergency, ...rest } = model.state;
  const state: TrainingSessionState = {
    ...(next === "active" ? rest : model.state),
    status: next,
    duration: elapsedS(model, at),
    ...(next === "active" && model.state.startTime === undefined && when !== undefined ? { startTime: when } : {}),
    ...(next === "paused" && when !== undefined ? { pausedAt: when } : {}),
    ...((next === "completed" || next === "cancelled") && when !== undefined ? { endTime: when } : {}),
  };
  return { ...model, state, durationAtMs: at };
}

function update(model: SessionModel, fact: Fact & { updates: SessionUpdates }): SessionModel {
  if (model.state === null) return model;
  const { cleared, ...changes } = fact.updates;
  const at = atMs(fact, model.durationAtMs);
  const settled: TrainingSessionState = { ...model.state, duration: elapsedS(model, at), ...changes };
  const gone = new Set(cleared ?? []);
  const kept = Object.fromEntries(Object.entries(settled).filter(([field]) => !gone.has(field)));
  return { ...model, state: kept as unknown as TrainingSessionState, durationAtMs: at };
}

function plan(model: SessionModel, fact: Fact & { plan: unknown; playerIds?: string[] }): SessionModel {
  if (model.state === null || fact.playerIds !== undefined) return model;
  return { ...model, state: { ...model.state, plan: fact.plan } };
}

/** Replaces the players and derives the counts from them; counts are never kept by hand. */
function withPlayers(model: SessionModel, players: PlayerSessionStatus[]): SessionModel {
  if (model.state === null) return model;
  const count = (wanted: PlayerStatus) => players.filter((player) => player.status === wanted).length;
  const counts = { totalPlayers: players.length, activePlayers: count("active"), completedPlayers: count("completed") };
  return { ...model, state: { ...model.state, players, ...counts } };
}

function changePlayer(
  model: SessionModel,
  playerId: string | null,
  change: (player: PlayerSessionStatus) => PlayerSessionStatus,
): SessionModel {
  const players = model.state?.players ?? [];
  return withPlayers(
    model,
    players.map((player) => (playerId === null || player.playerId === playerId ? change(player) : player)),
  );
}

function joined(model: SessionModel, player: PlayerSessionStatus): SessionModel {
  const others = (model.state?.players ?? []).filter((other) => other.playerId !== player.playerId);
  return withPlayers(model, [...others, player]);
}

function left(model: SessionModel, playerId: string): SessionModel {
  return withPlayers(
    model,
    (model.state?.players ?? []).filter((player) => player.playerId !== playerId),
  );
}

function status(model: SessionModel, fact: Fact & { playerId: string; status: PlayerStatus }): SessionModel {
  return changePlayer(model, fact.playerId, (player) => ({ ...player, status: fact.status }));
}

function pointer(model: SessionModel, fact: Fact & { playerId: string; interval: IntervalPointer }): SessionModel {
  return changePlayer(model, fact.playerId, (player) => ({ ...player, interval: fact.interval }));
}

function transition(model: SessionModel, fact: IntervalTransitioned): SessionModel {
  const moved = changePlayer(model, fact.playerId ?? null, (player) => {
    const { interval: _old, ...rest } = player;
    const next = pointerAfter(model.state?.plan, player.interval, fact);
    const advice = fact.adaptiveRecommendations;
    return {
      ...rest,
      ...(next === null ? {} : { interval: next }),
      ...(advice === undefined ? {} : { recommendations: advice }),
    };
  });
  return fact.analysis === undefined || fact.playerId === undefined
    ? moved
    : { ...moved, analyses: addAnalysis(moved.analyses, fact.playerId, fact.analysis) };
}

function addAnalysis(
  all: SessionModel["analyses"],
  playerId: string,
  analysis: IntervalAnalysis,
): SessionModel["analyses"] {
  const others = (all[playerId] ?? []).filter((old) => old.index !== analysis.index);
  return { ...all, [playerId]: [...others, analysis].sort((a, b) => a.index - b.index) };
}

function message(model: SessionModel, fact: Fact & { message: string; priority: string }): SessionModel {
  const entry = { text: fact.message, atMs: atMs(fact, 0), priority: fact.priority };
  return { ...model, messages: [...model.messages, entry].slice(-MESSAGES_KEPT) };
}
