/**
 * What a screen knows of one session, and how each stored fact changes it.
 * Pure: state and fact in, state out. Knows nothing of sockets, storage or clocks; live values are not here.
 */

import { hasRelativeTarget, intervalPlan, pointerAfter } from "./intervals";
import { POINTERS } from "./pointers";
import { addTold, type ToldByPlayer } from "./told";
import type {
  Fact,
  IntervalAnalysis,
  IntervalPointer,
  IntervalProgress,
  IntervalTransitioned,
  JoinAck,
  PlanChanged,
  PlayerFact,
  PlayerJoined,
  PlayerKicked,
  PlayerLeft,
  PlayerSessionStatus,
  PlayerStatus,
  PlayerStatusChanged,
  SessionMessaged,
  SessionUpdate,
  TrainingSessionState,
} from "./wire";
import { EVENTS } from "./wire";

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
  /** Places in the log that are told of already, while what stands there follows when its pace allows. */
  deferred: readonly number[];
  discontinuity: Discontinuity | null;
  /** Finished intervals that this screen has been told of, per player, in order. */
  analyses: Readonly<Record<string, readonly IntervalAnalysis[]>>;
  /** A message of the trainer, newest last. */
  messages: readonly { text: string; atMs: number; priority: string }[];
  /** What each player has done, as far as this screen has been told. */
  told: ToldByPlayer;
}

/** What a fact's position says about it. */
export type Placement = "next" | "deferred" | "duplicate" | "gap" | "foreign";

const MESSAGES_KEPT = 50;

export function emptySession(sessionId: string): SessionModel {
  return {
    sessionId,
    state: null,
    durationAtMs: 0,
    position: null,
    deferred: [],
    discontinuity: null,
    analyses: {},
    messages: [],
    told: {},
  };
}

/** Compares a fact's position with ours: *gap* and *foreign* mean that something is missing. */
export function placeOf(
  position: Position | null,
  fact: { epoch?: string; seq?: number },
  deferred: readonly number[] = [],
): Placement {
  if (position === null || fact.seq === undefined) return "gap";
  if (fact.epoch !== undefined && fact.epoch !== position.epoch) return "foreign";
  if (fact.seq <= position.seq) return deferred.includes(fact.seq) ? "deferred" : "duplicate";
  return fact.seq === position.seq + 1 ? "next" : "gap";
}

/** Where to resume: before the first place that is told of while what stands there has not come. */
export function resumePoint(model: SessionModel): Position | null {
  if (model.position === null) return null;
  return { ...model.position, seq: Math.min(model.position.seq, ...model.deferred.map((seq) => seq - 1)) };
}

/**
 * Takes a join's answer in: the missing events in order, or a snapshot. `resumed`: the join said what we had, so that a
 * snapshot of the same epoch means that we were too far behind.
 */
export function applyJoin(model: SessionModel, ack: JoinAck, resumed: boolean): SessionModel {
  const serverMs = Date.parse(ack.serverTime);
  if (ack.recovered) return applyMissed(model, ack);
  if (ack.session === undefined) return model;
  const had = model.position;
  const position = { epoch: ack.epoch, seq: ack.seq };
  const discontinuity = had === null ? null : jump(had, position, serverMs, resumed);
  const anew = had !== null && had.epoch !== ack.epoch ? { analyses: {}, told: {} } : {};
  return { ...model, ...anew, state: ack.session, durationAtMs: serverMs, position, deferred: [], discontinuity };
}

function jump(had: Position, now: Position, atMs: number, resumed: boolean): Discontinuity | null {
  if (had.epoch !== now.epoch) return { atMs, reason: "restarted" };
  return had.seq === now.seq || !resumed ? null : { atMs, reason: "tooFarBehind" };
}

function applyMissed(model: SessionModel, ack: JoinAck): SessionModel {
  let next: SessionModel = { ...model, discontinuity: null };
  for (const missed of ack.events ?? []) {
    if (!isFact(missed.payload)) continue;
    const place = placeOf(next.position, missed.payload, next.deferred);
    if (place === "next" || place === "deferred") next = applyFact(next, missed.event, missed.payload);
  }
  return { ...next, deferred: [], position: { epoch: ack.epoch, seq: Math.max(ack.seq, next.position?.seq ?? 0) } };
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
  const moved = withTold(advance(model, event, fact), event, fact);
  const apply = APPLY[event];
  if (moved.state === null) return moved;
  const marked = withRestrictions(moved, fact);
  return apply === undefined ? movePointer(marked, event, fact) : apply(marked, fact);
}

function withTold(model: SessionModel, event: string, fact: Fact): SessionModel {
  const told = addTold(model.told, event, fact);
  return told === model.told ? model : { ...model, told };
}

/** Whoever may see a player's restrictions reads them on each of the player's facts. */
function withRestrictions(model: SessionModel, fact: Fact): SessionModel {
  const { playerId, restrictions } = fact as Partial<PlayerFact>;
  if (playerId === undefined || restrictions === undefined) return model;
  return changePlayer(model, playerId, (player) => ({ ...player, restrictions }));
}

/** A fact that moves one player along a plan; a pointer that stays the same leaves the model as it is. */
function movePointer(model: SessionModel, event: string, fact: Fact): SessionModel {
  const move = POINTERS[event];
  const playerId = "playerId" in fact && typeof fact.playerId === "string" ? fact.playerId : null;
  if (move === undefined || model.state === null) return model;
  const plan = model.state.plan;
  const before = model.state.players;
  const players = before.map((player) =>
    playerId === null || player.playerId === playerId ? move(player, fact, plan) : player,
  );
  return players.every((player, place) => player === before[place]) ? model : withPlayers(model, players);
}

/** True when a join's answer holds facts whose pointers are told by events that are not stored: only a snapshot has them. */
export function lacksPointers(ack: Pick<JoinAck, "events">): boolean {
  return (ack.events ?? []).some((missed) => /^training:(strength|hybrid|agility|plyometrics):/.test(missed.event));
}

function advance(model: SessionModel, event: string, fact: Fact): SessionModel {
  const { seq } = fact;
  if (seq === undefined) return model;
  const epoch = fact.epoch ?? model.position?.epoch ?? "";
  if (model.deferred.includes(seq)) return { ...model, deferred: model.deferred.filter((other) => other !== seq) };
  const follows = event === EVENTS.POSITION && "deferred" in fact && fact.deferred === true;
  return { ...model, position: { epoch, seq }, deferred: follows ? [...model.deferred, seq] : model.deferred };
}

type Apply = (model: SessionModel, fact: Fact) => SessionModel;

const APPLY: Readonly<Record<string, Apply>> = {
  [EVENTS.SESSION_UPDATE]: (model, fact) => update(model, fact as SessionUpdate),
  [EVENTS.SESSION_PLAN]: (model, fact) => plan(model, fact as PlanChanged),
  [EVENTS.PLAYER_JOIN]: (model, fact) => joined(model, (fact as PlayerJoined).player),
  [EVENTS.PLAYER_LEAVE]: (model, fact) => left(model, (fact as PlayerLeft).playerId),
  [EVENTS.KICK_PLAYER]: (model, fact) => left(model, (fact as PlayerKicked).playerId),
  [EVENTS.PLAYER_STATUS_UPDATE]: (model, fact) => status(model, fact as PlayerStatusChanged),
  [EVENTS.CONDITIONING_INTERVAL_TRANSITION]: (model, fact) => transition(model, fact as IntervalTransitioned),
  [EVENTS.PLAYER_INTERVAL_PROGRESS]: (model, fact) => pointer(model, fact as IntervalProgress),
  [EVENTS.SESSION_MESSAGE]: (model, fact) => message(model, fact as SessionMessaged),
};

function atMs(fact: Fact, otherwise: number): number {
  const at = Date.parse(fact.occurredAt ?? fact.recordedAt ?? "");
  return Number.isNaN(at) ? otherwise : at;
}

/** Seconds trained at `nowMs` (node time), pauses excluded. */
export function elapsedS(model: SessionModel, nowMs: number): number {
  const state = model.state;
  if (state === null) return 0;
  const running = state.status === "active" ? Math.max(0, nowMs - model.durationAtMs) / 1000 : 0;
  return state.duration + running;
}

/** The one way a session's own state changes; commands like *start* are followed by it. */
function update(model: SessionModel, fact: SessionUpdate): SessionModel {
  if (model.state === null) return model;
  const { cleared, ...changes } = fact.updates;
  const at = atMs(fact, model.durationAtMs);
  const settled: TrainingSessionState = { ...model.state, duration: elapsedS(model, at), ...changes };
  const gone = new Set<string>(cleared ?? []);
  const kept = Object.fromEntries(Object.entries(settled).filter(([field]) => !gone.has(field)));
  const next = { ...model, state: kept as unknown as TrainingSessionState, durationAtMs: at };
  const begins = changes.status === "active" && model.state.status === "scheduled";
  return begins
    ? changePlayer(next, null, (player) => (player.status === "waiting" ? { ...player, status: "active" } : player))
    : next;
}

function plan(model: SessionModel, fact: PlanChanged): SessionModel {
  if (model.state === null || fact.playerIds !== undefined) return model;
  return { ...model, state: { ...model.state, plan: fact.plan } };
}

/** Replaces the players and derives the counts from them; counts are never kept by hand. */
function withPlayers(model: SessionModel, players: readonly PlayerSessionStatus[]): SessionModel {
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

function status(model: SessionModel, fact: PlayerStatusChanged): SessionModel {
  return changePlayer(model, fact.playerId, (player) => ({ ...player, status: fact.status }));
}

/** While a session stands, the node names no end. The last one told is kept: with `pausedAt` it says what is left. */
function frozen(model: SessionModel, player: PlayerSessionStatus, told: IntervalPointer): IntervalPointer {
  const before = player.interval;
  const stands = model.state?.status === "paused" && told.endsAt === undefined;
  return stands && before?.endsAt !== undefined && before.index === told.index
    ? { ...told, endsAt: before.endsAt }
    : told;
}

function pointer(model: SessionModel, fact: IntervalProgress): SessionModel {
  return changePlayer(model, fact.playerId, (player) => ({
    ...player,
    interval: frozen(model, player, fact.interval),
  }));
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

function message(model: SessionModel, fact: SessionMessaged): SessionModel {
  const entry = { text: fact.message, atMs: atMs(fact, 0), priority: fact.priority };
  return { ...model, messages: [...model.messages, entry].slice(-MESSAGES_KEPT) };
}

/** True when somebody's target is not resolved although their interval has one: only a snapshot can tell it. */
export function lacksTargets(model: SessionModel): boolean {
  const intervals = intervalPlan(model.state?.plan)?.intervals ?? [];
  return (model.state?.players ?? []).some(({ interval }) => {
    const planned = interval === undefined ? undefined : intervals[interval.index];
    const open = interval?.targetZone === undefined && interval?.targetPower === undefined;
    return planned !== undefined && open && hasRelativeTarget(planned);
  });
}
