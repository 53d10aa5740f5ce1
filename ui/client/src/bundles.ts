/**
 * Sessions that are run as one: what each bundle holds, the operation under way, the newest aggregates and resources,
 * and the orders that change them. What was told before this screen came is asked for by whoever knows where.
 */

import type { Outcome } from "./courier";
import { createEmitter } from "./emitter";
import type { Incoming, Link } from "./link";
import {
  type AggregateBroadcast,
  type BulkOperation,
  type BulkOperationCommand,
  type BulkOperationReported,
  type BundleCreated,
  type BundleSession,
  type BundleUpdated,
  type CreateBundle,
  EVENTS,
  type ParticipantMove,
  type ParticipantMoved,
  type ResourceUpdate,
  type UpdateBundle,
} from "./wire";

/** One bundle as this screen knows it. */
export interface BundleView {
  readonly bundleId: string;
  readonly name: string;
  readonly sessions: readonly BundleSession[];
  /** The newest operation, under way or over; a rehearsal is not one. */
  readonly operation: BulkOperationReported | null;
  /** The newest rehearsal: what an operation would do. */
  readonly rehearsal: BulkOperationReported | null;
  readonly aggregate: AggregateBroadcast | null;
  readonly resources: ResourceUpdate | null;
  /** Moves that this screen has been told of, oldest first. */
  readonly moves: readonly ParticipantMoved[];
}

export interface BundlesView {
  readonly bundles: readonly BundleView[];
  /** The newest operation that is not over, of any bundle. */
  readonly currentOperation: BulkOperationReported | null;
}

export type Operation = Omit<BulkOperationCommand, "bundleId" | "operation" | "executedBy">;

export interface Bundles {
  view(): BundlesView;
  subscribe(listener: () => void): () => void;
  /** Takes in bundles that were there before; what has been told since counts more. */
  restore(bundles: readonly BundleCreated[]): void;
  create(bundle: CreateBundle): Promise<Outcome>;
  update(change: UpdateBundle): Promise<Outcome>;
  execute(bundleId: string, operation: BulkOperation, more?: Operation): Promise<Outcome>;
  move(move: ParticipantMove): Promise<Outcome>;
  /** Asks for the aggregates now; they come as all aggregates do. */
  requestAggregates(bundleId: string): Promise<Outcome>;
  close(): void;
}

export interface BundlesOptions {
  link: Pick<Link, "onEvent" | "send">;
}

type Change = (bundle: BundleView, payload: never) => BundleView;

const MOVES_KEPT = 100;
const UNDER_WAY: ReadonlySet<string> = new Set(["initiated", "in_progress"]);

export function createBundles({ link }: BundlesOptions): Bundles {
  const changes = createEmitter<void>();
  const bundles = new Map<string, BundleView>();
  let view: BundlesView = { bundles: [], currentOperation: null };

  const tell = () => {
    const all = [...bundles.values()];
    view = { bundles: all, currentOperation: underWay(all) };
    changes.emit();
  };
  const hear = ({ event, payload }: Incoming) => {
    const change = CHANGES[event];
    const bundleId = idOf(payload);
    if (change === undefined || bundleId === null) return;
    bundles.set(bundleId, change(bundles.get(bundleId) ?? empty(bundleId), payload as never));
    tell();
  };
  const end = link.onEvent(hear);
  return {
    view: () => view,
    subscribe: changes.on,
    restore(known) {
      for (const one of known) {
        const before = bundles.get(one.bundleId);
        if (before === undefined || before.sessions.length === 0) {
          bundles.set(one.bundleId, created(before ?? empty(one.bundleId), one));
        }
      }
      tell();
    },
    create: (bundle) => link.send(EVENTS.BULK_SESSION_CREATED, bundle),
    update: (change) => link.send(EVENTS.BULK_SESSION_UPDATE, change),
    execute: (bundleId, operation, more = {}) =>
      link.send(EVENTS.BULK_OPERATION_STATUS, { bundleId, operation, ...more }),
    move: (move) => link.send(EVENTS.CROSS_SESSION_PARTICIPANT_MOVE, move),
    requestAggregates: (bundleId) => link.send(EVENTS.AGGREGATE_METRICS_BROADCAST, { bundleId }),
    close: end,
  };
}

const CHANGES: Readonly<Record<string, Change>> = {
  [EVENTS.BULK_SESSION_CREATED]: (bundle, fact: BundleCreated) => created(bundle, fact),
  [EVENTS.BULK_SESSION_UPDATE]: (bundle, fact: BundleUpdated) => updated(bundle, fact),
  [EVENTS.BULK_OPERATION_STATUS]: (bundle, fact: BulkOperationReported) => reported(bundle, fact),
  [EVENTS.CROSS_SESSION_PARTICIPANT_MOVE]: (bundle, fact: ParticipantMoved) => moved(bundle, fact),
  [EVENTS.AGGREGATE_METRICS_BROADCAST]: (bundle, aggregate: AggregateBroadcast) => ({ ...bundle, aggregate }),
  [EVENTS.RESOURCE_UPDATE]: (bundle, resources: ResourceUpdate) => ({ ...bundle, resources }),
};

function empty(bundleId: string): BundleView {
  return {
    bundleId,
    name: bundleId,
    sessions: [],
    operation: null,
    rehearsal: null,
    aggregate: null,
    resources: null,
    moves: [],
  };
}

function created(bundle: BundleView, fact: BundleCreated): BundleView {
  return { ...bundle, name: fact.bundleName, sessions: fact.sessions };
}

function updated(bundle: BundleView, fact: BundleUpdated): BundleView {
  const allocated = new Map((fact.allocations ?? []).map((one) => [one.sessionId, one.resources]));
  const sessions = bundle.sessions.map((session) => {
    const resources = allocated.get(session.sessionId);
    return resources === undefined ? session : { ...session, resources };
  });
  return { ...bundle, sessions };
}

/** An older report of the same operation never replaces a newer one, whatever way it took. */
function reported(bundle: BundleView, fact: BulkOperationReported): BundleView {
  if (fact.dryRun === true) return { ...bundle, rehearsal: fact };
  const before = bundle.operation;
  const older =
    before !== null && fact.seq !== undefined && before.epoch === fact.epoch && (before.seq ?? 0) > fact.seq;
  return older ? bundle : { ...bundle, operation: fact };
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

function underWay(bundles: readonly BundleView[]): BulkOperationReported | null {
  const running = bundles.flatMap(({ operation }) => (operation === null ? [] : [operation]));
  const open = running.filter(({ status }) => UNDER_WAY.has(status));
  return open.sort((a, b) => (b.recordedAt ?? "").localeCompare(a.recordedAt ?? ""))[0] ?? null;
}

function idOf(payload: unknown): string | null {
  if (typeof payload !== "object" || payload === null || !("bundleId" in payload)) return null;
  return typeof payload.bundleId === "string" ? payload.bundleId : null;
}
