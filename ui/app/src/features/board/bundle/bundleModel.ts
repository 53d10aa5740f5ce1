/**
 * What a screen knows of a bundle: name, resources, the operation under way, the last stop. It opens with the state that
 * the node was asked for and goes on from there by the events it is told.
 * Pure. The sessions' own states are the sessions'; nothing of them is kept twice.
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
} from "@dryland/client";
import type { BundleNow, BundleShown, OperationShown } from "./loadBundle";

export interface BundleModel {
  bundleId: string;
  /** null until this screen has been told */
  name: string | null;
  /** Places and gear of each session, as far as told. */
  sessions: Readonly<Record<string, Pick<BundleSession, "resources">>>;
  /** The newest operation as it was told last. */
  operation: OperationShown | null;
  /** The newest report of the newest emergency stop. */
  stop: BulkOperationReported | null;
  aggregates: AggregateMetrics | null;
  resources: ResourceUpdate | null;
  lastMove: ParticipantMoved | null;
}

export function emptyBundle(bundleId: string): BundleModel {
  return {
    bundleId,
    name: null,
    sessions: {},
    operation: null,
    stop: null,
    aggregates: null,
    resources: null,
    lastMove: null,
  };
}

/** The bundle as the node has just told it. Which screens a stop has reached stands in its reports only, so it stays. */
export function startFrom(model: BundleModel, { bundle, resources }: BundleNow): BundleModel {
  return {
    ...model,
    name: bundle.bundleName,
    sessions: Object.fromEntries(bundle.sessions.map((session) => [session.sessionId, session])),
    operation: bundle.operations.at(-1) ?? null,
    aggregates: bundle.figures,
    resources,
  };
}

/** Whether an event is already in what the node told of the bundle. */
export function isIn({ epoch, seq }: Pick<BundleShown, "epoch" | "seq">, payload: unknown): boolean {
  if (typeof payload !== "object" || payload === null || !("seq" in payload && "epoch" in payload)) return false;
  return payload.epoch === epoch && typeof payload.seq === "number" && payload.seq <= seq;
}

type Apply = (model: BundleModel, payload: never) => BundleModel;

const APPLY: Readonly<Record<string, Apply>> = {
  [EVENTS.BULK_SESSION_CREATED]: (model, fact: BundleCreated) => created(model, fact),
  [EVENTS.BULK_SESSION_UPDATE]: (model, fact: BundleUpdated) => updated(model, fact),
  [EVENTS.BULK_OPERATION_STATUS]: (model, fact: BulkOperationReported) => reported(model, fact),
  [EVENTS.AGGREGATE_METRICS_BROADCAST]: (model, { aggregatedMetrics }: AggregateBroadcast) => ({
    ...model,
    aggregates: aggregatedMetrics,
  }),
  [EVENTS.CROSS_SESSION_PARTICIPANT_MOVE]: (model, lastMove: ParticipantMoved) => ({ ...model, lastMove }),
};

/** Takes an event in; the same object when it is about something else. */
export function applyBundle(model: BundleModel, event: string, payload: unknown): BundleModel {
  if (typeof payload !== "object" || payload === null) return model;
  const about = "bundleId" in payload ? payload.bundleId : undefined;
  if (event === EVENTS.RESOURCE_UPDATE) {
    const whole = about === undefined || about === model.bundleId;
    return whole ? { ...model, resources: payload as ResourceUpdate } : model;
  }
  const apply = APPLY[event];
  return apply === undefined || about !== model.bundleId ? model : apply(model, payload as never);
}

function created(model: BundleModel, fact: BundleCreated): BundleModel {
  const sessions = Object.fromEntries(fact.sessions.map((session) => [session.sessionId, session]));
  return { ...model, name: fact.bundleName, sessions: { ...model.sessions, ...sessions } };
}

function updated(model: BundleModel, { changes, allocations = [] }: BundleUpdated): BundleModel {
  const given = Object.fromEntries(allocations.map(({ sessionId, resources }) => [sessionId, { resources }]));
  return { ...model, name: changes.bundleName ?? model.name, sessions: { ...model.sessions, ...given } };
}

/** A question what would happen changes nothing. Reports of one operation come in order. */
function reported(model: BundleModel, fact: BulkOperationReported): BundleModel {
  if (fact.dryRun === true) return model;
  const stop = fact.operation === "emergency_stop_all" ? fact : model.stop;
  return { ...model, operation: fact, stop };
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
export function countdownEndMs({ operation }: BundleModel): number | null {
  if (operation?.startsAt === undefined || operation.status !== "initiated") return null;
  return Date.parse(operation.startsAt);
}

/** Whether the last operation waits for sessions or screens. */
export function isUnderWay({ operation }: BundleModel): boolean {
  return operation !== null && (operation.status === "initiated" || operation.status === "in_progress");
}
