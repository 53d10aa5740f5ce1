/**
 * What lies in the outbox: one fact as it was recorded on this device, and what its order of going out follows from.
 * Pure; knows nothing of disks and sockets.
 */

import type { Failure } from "../courier";
import { type CommandName, EVENTS, type ServerRevision } from "../wire";

/** A fact's urgency: what somebody must act on, then facts, then samples in bulk. Lower goes first. */
export type Priority = 0 | 1 | 2;

/** A fact before it has its place in the order. */
export interface Draft {
  readonly eventId: string;
  readonly event: CommandName;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly priority: Priority;
  /** Facts of one lane go out one after the other, in the order in which they were recorded. */
  readonly lane: string;
  /** What this device's own clock showed, ms since 1970. */
  readonly deviceAtMs: number;
  /** Whether `occurredAt` is known to be node time; otherwise it is set right as soon as the node's clock is known. */
  readonly timed: boolean;
  /** Fingerprint of the contract by which it was written; null where that was not recorded yet. */
  readonly contract: string | null;
}

/** `order` is the device's: one more for each fact, across tabs and restarts. */
export interface Entry extends Draft {
  readonly order: number;
}

/** A fact that will not be sent again unless a person wants it; kept until a person has seen it. */
export interface RefusedFact extends Entry {
  readonly error: Failure;
  /** Device time, ms since 1970. */
  readonly refusedAtMs: number;
  /** The contract of a server of another version that did not understand it; it is tried again with any other. */
  readonly foreignTo?: string;
}

const PRIORITIES: Readonly<Partial<Record<CommandName, Priority>>> = {
  [EVENTS.ALERT_RAISED]: 0,
  [EVENTS.MEDICAL_STATUS_CHANGED]: 0,
  [EVENTS.PLAYER_STATUS_UPDATE]: 1,
  [EVENTS.PLAYER_EXERCISE_PROGRESS]: 1,
  [EVENTS.STRENGTH_SET_COMPLETION]: 1,
  [EVENTS.STRENGTH_WEIGHT_UPDATE]: 1,
  [EVENTS.STRENGTH_FORM_FEEDBACK]: 1,
  [EVENTS.ADVICE_DECISION]: 1,
  [EVENTS.HYBRID_BLOCK_TRANSITION]: 1,
  [EVENTS.AGILITY_DRILL_COMPLETION]: 1,
  [EVENTS.AGILITY_ERROR_TRACKING]: 1,
  [EVENTS.PLYOMETRICS_JUMP_MEASUREMENT]: 1,
  [EVENTS.PLAYER_SAMPLES]: 2,
};

/**
 * Whether an event is a record of what has happened, which stays true however late it arrives. Orders to a floor (start,
 * pause, stop, move) are not: carried out an hour late they would do harm, so they go now or not at all.
 */
export function isKept(event: string): event is CommandName {
  return event in PRIORITIES;
}

/** Refusals that a fact may meet only because it was written by another version of the contract. */
const NOT_UNDERSTOOD: ReadonlySet<string> = new Set(["VALIDATION_FAILED", "UNKNOWN_EVENT"]);

/** Whether a refusal may be about the versions, not about the fact. */
export function isForeign(entry: Draft, server: ServerRevision | null, code: string): server is ServerRevision {
  const writtenBy = entry.contract ?? null;
  return NOT_UNDERSTOOD.has(code) && server !== null && writtenBy !== null && writtenBy !== server.contract;
}

export function priorityOf(event: CommandName): Priority {
  return PRIORITIES[event] ?? 1;
}

/** A player's facts keep their order among those of the same urgency; without a player, a session's do. */
export function laneOf(priority: Priority, payload: Readonly<Record<string, unknown>>): string {
  const whose = payload.playerId ?? payload.sessionId;
  return `${priority}:${typeof whose === "string" ? whose : ""}`;
}
