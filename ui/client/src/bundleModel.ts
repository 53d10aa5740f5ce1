/**
 * What a screen knows of a bundle: name, sessions, the operation under way, the last stop, figures. It opens with the
 * state that the node was asked for and goes on from there by the events it is told. Pure. The sessions' own states are the
 * sessions'; nothing of them is kept twice.
 */

import {
  type AggregateBroadcast,
  type AggregateMetrics,
  type BulkOperationReported,
  type BundleCreated,
  type BundleSession,
  type BundleUpdated,
  EVENTS,
  type ParticipantMoved,
  type ResourceUpdate,
  type TrainingSessionState,
} from "./wire";

/** What both a report and a list tell of an operation; a report tells more. */
export type OperationTold = Pick<BulkOperationReported, "operationId" | "operation" | "status"> &
  Partial<BulkOperationReported>;

/** One bundle as this screen knows it. */
export interface BundleView {
  readonly bundleId: string;
  /** null until this screen has been told. */
  readonly name: string | null;
  readonly sessions: readonly BundleSession[];
  /** The newest operation, under way or over; a rehearsal is not one. */
  readonly operation: OperationTold | null;
  /** The newest rehearsal: what an operation would do. */
  readonly rehearsal: BulkOperationReported | null;
  /** The newest report of the newest emergency stop. */
  readonly stop: BulkOperationReported | null;
  readonly aggregates: AggregateMetrics | null;
  readonly resources: ResourceUpdate | null;
  /** Moves that this screen has been told of, oldest first. */
  readonly moves: readonly ParticipantMoved[];
}

/** A session of a bundle as it is told by HTTP. */
export type BundleSessionShown = Omit<BundleSession, "participantIds"> & { readonly playerIds: readonly string[] };

/** A bundle as `GET /api/bundles/{id}` tells it. */
export interface BundleShown {
  readonly bundleName: string;
  readonly epoch: string;
  /** The newest of the bundle's events that is in here. */
  readonly seq: number;
  readonly sessions: readonly BundleSessionShown[];
  /** Oldest first. */
  readonly operations: readonly OperationTold[];
  readonly figures: AggregateMetrics;
}

/** A bundle and the rooms and gear, as the node tells them when it is asked. */
export interface BundleNow {
  readonly bundle: BundleShown;
  readonly resources: ResourceUpdate;
}

type Apply = (bundle: BundleView, payload: never) => BundleView;

const MOVES_KEPT = 100;

export function emptyBundle(bundleId: string): BundleView {
  return {
    bundleId,
    name: null,
    sessions: [],
    operation: null,
    rehearsal: null,
    stop: null,
    aggregates: null,
    resources: null,
    moves: [],
  };
}

/** The bundle as the node has just told it. Which screens a stop has reached stands in its reports only, so it stays. */
export function startFrom(before: BundleView, { bundle, resources }: BundleNow): BundleView {
  const { bundleName: name, operations, figures: aggregates } = bundle;
  const sessions = bundle.sessions.map(({ playerIds, ...session }) => ({ ...session, participantIds: playerIds }));
  return { ...before, name, sessions, operation: operations.at(-1) ?? null, aggregates, resources };
}

/** Whether an event is already in what the node told of the bundle. */
export function isIn({ epoch, seq }: Pick<BundleShown, "epoch" | "seq">, payload: unknown): boolean {
  if (typeof payload !== "object" || payload === null || !("seq" in payload && "epoch" in payload)) return false;
  return payload.epoch === epoch && typeof payload.seq === "number" && payload.seq <= seq;
}

const APPLY: Readonly<Record<string, Apply>> = {
  [EVENTS.BULK_SESSION_CREATED]: (bundle, fact: BundleCreated) => created(bundle, fact),
  [EVENTS.BULK_SESSION_UPDATE]: (bundle, fact: BundleUpdated) => updated(bundle, fact),
  [EVENTS.BULK_OPERATION_STATUS]: (bundle, fact: BulkOperationReported) => reported(bundle, fact),
  [EVENTS.CROSS_SESSION_PARTICIPANT_MOVE]: (bundle, fact: ParticipantMoved) => moved(bundle, fact),
  [EVENTS.AGGREGATE_METRICS_BROADCAST]: (bundle, { aggregatedMetrics }: AggregateBroadcast) => ({
    ...bundle,
    aggregates: aggregatedMetrics,
  }),
  [EVENTS.RESOURCE_UPDATE]: (bundle, resources: ResourceUpdate) => ({ ...bundle, resources }),
};

/** The bundle that an event is about; null when it is about none or about all. */
export function bundleIdOf(payload: unknown): string | null {
  if (typeof payload !== "object" || payload === null || !("bundleId" in payload)) return null;
  return typeof payload.bundleId === "string" ? payload.bundleId : null;
}

/** Whether an event tells something of bundles. */
export function tellsOfBundles(event: string): boolean {
  return event in APPLY;
}

/** Takes an event in; the same object when it is about something else. Rooms and gear may be told for all bundles at once. */
export function applyBundle(bundle: BundleView, event: string, payload: unknown): BundleView {
  const apply = APPLY[event];
  const about = bundleIdOf(payload) ?? (event === EVENTS.RESOURCE_UPDATE ? bundle.bundleId : null);
  return apply === undefined || about !== bundle.bundleId ? bundle : apply(bundle, payload as never);
}

function created(bundle: BundleView, fact: BundleCreated): BundleView {
  return { ...bundle, name: fact.bundleName, sessions: fact.sessions };
}

function updated(bundle: BundleView, { changes, allocations = [] }: BundleUpdated): BundleView {
  const given = new Map(allocations.map(({ sessionId, resources }) => [sessionId, resources]));
  const sessions = bundle.sessions.map((session) => {
    const resources = given.get(session.sessionId);
    return resources === undefined ? session : { ...session, resources };
  });
  return { ...bundle, name: changes.bundleName ?? bundle.name, sessions };
}

/** An older report never replaces a newer one, whatever way it took; a question what would happen changes nothing. */
function reported(bundle: BundleView, fact: BulkOperationReported): BundleView {
  if (fact.dryRun === true) return { ...bundle, rehearsal: fact };
  const { operation: before } = bundle;
  const older = before?.epoch === fact.epoch && fact.seq !== undefined && (before?.seq ?? 0) > fact.seq;
  if (older) return bundle;
  return { ...bundle, operation: fact, stop: fact.operation === "emergency_stop_all" ? fact : bundle.stop };
}

/** A player is in exactly one session, wherever they were listed before. */
function moved(bundle: BundleView, fact: ParticipantMoved): BundleView {
  const to = fact.toSession.sessionId;
  const sessions = bundle.sessions.map((session) => {
    const others = session.participantIds.filter((id) => id !== fact.playerId);
    return { ...session, participantIds: session.sessionId === to ? [...others, fact.playerId] : others };
  });
  const moves = bundle.moves.filter((move) => move.eventId === undefined || move.eventId !== fact.eventId);
  return { ...bundle, sessions, moves: [...moves, fact].slice(-MOVES_KEPT) };
}

/** How a bundle stands, from the states of its sessions. */
export type BundlePhase = "planned" | "running" | "paused" | "stopped" | "over";

export function bundlePhase(states: readonly TrainingSessionState[]): BundlePhase {
  if (states.some(({ emergency }) => emergency !== undefined)) return "stopped";
  if (states.some(({ status }) => status === "active")) return "running";
  if (states.some(({ status }) => status === "paused")) return "paused";
  return states.some(({ status }) => status === "scheduled") ? "planned" : "over";
}

/** The end of a countdown that the node runs, node time in ms; null when none runs. */
export function countdownEndMs({ operation }: Pick<BundleView, "operation">): number | null {
  if (operation?.startsAt === undefined || operation.status !== "initiated") return null;
  return Date.parse(operation.startsAt);
}

/** Whether the last operation waits for sessions or screens. */
export function isUnderWay({ operation }: Pick<BundleView, "operation">): boolean {
  return operation !== null && (operation.status === "initiated" || operation.status === "in_progress");
}
