/**
 * Sessions that are run as one: what each bundle holds, the operation under way, and the orders that change them. A bundle
 * that is followed is asked for as a whole whenever the link opens; what comes while the answer is under way is put on top
 * of it. Knows no screen.
 */

import {
  applyBundle,
  type BundleNow,
  type BundleView,
  bundleIdOf,
  emptyBundle,
  isIn,
  isUnderWay,
  type OperationTold,
  startFrom,
  tellsOfBundles,
} from "./bundleModel";
import type { Outcome } from "./courier";
import { createEmitter } from "./emitter";
import { newEventId } from "./eventId";
import type { Incoming, Link } from "./link";
import {
  type BulkOperation,
  type BulkOperationCommand,
  type BundleCreated,
  type CreateBundle,
  EVENTS,
  type ParticipantMove,
  type UpdateBundle,
} from "./wire";

export interface BundlesView {
  readonly bundles: readonly BundleView[];
  /** The newest operation that is not over, of any bundle. */
  readonly currentOperation: OperationTold | null;
}

export type Operation = Omit<BulkOperationCommand, "bundleId" | "operation" | "executedBy">;

export interface Bundles {
  view(): BundlesView;
  /** One bundle; an empty one while nothing is known of it. */
  bundle(bundleId: string): BundleView;
  subscribe(listener: () => void): () => void;
  /** Keeps a bundle whole: `load` asks the node for it at every connection. Returns the function that ends this. */
  follow(bundleId: string, load: () => Promise<BundleNow>): () => void;
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
  link: Pick<Link, "onEvent" | "onOpen" | "send">;
}

export function createBundles({ link }: BundlesOptions): Bundles {
  const book = new BundleBook();
  const endings = new Set([link.onEvent((incoming) => book.hear(incoming))]);
  return {
    view: book.view,
    bundle: book.bundle,
    subscribe: book.changes.on,
    follow(bundleId, load) {
      const following = followed(book, bundleId, load);
      const unopen = link.onOpen(following.ask);
      const end = () => {
        unopen();
        following.end();
        endings.delete(end);
      };
      endings.add(end);
      return end;
    },
    restore: (known) => book.restore(known),
    create: (bundle) => link.send(EVENTS.BULK_SESSION_CREATED, bundle),
    update: (change) => link.send(EVENTS.BULK_SESSION_UPDATE, change),
    execute: (bundleId, operation, more = {}) =>
      link.send(EVENTS.BULK_OPERATION_STATUS, { bundleId, operationId: newEventId(), operation, ...more }),
    move: (move) => link.send(EVENTS.CROSS_SESSION_PARTICIPANT_MOVE, move),
    requestAggregates: (bundleId) => link.send(EVENTS.AGGREGATE_METRICS_BROADCAST, { bundleId }),
    close() {
      for (const end of [...endings]) end();
    },
  };
}

/** Every bundle that this screen has been told of. */
class BundleBook {
  readonly changes = createEmitter<void>();
  readonly heard = createEmitter<Incoming>();
  private readonly known = new Map<string, BundleView>();
  private readonly unknown = new Map<string, BundleView>();
  private current: BundlesView = { bundles: [], currentOperation: null };

  view = (): BundlesView => this.current;

  bundle = (bundleId: string): BundleView => {
    const found = this.known.get(bundleId) ?? this.unknown.get(bundleId);
    if (found !== undefined) return found;
    const empty = emptyBundle(bundleId);
    this.unknown.set(bundleId, empty);
    return empty;
  };

  hear(incoming: Incoming): void {
    const { event, payload } = incoming;
    if (!tellsOfBundles(event)) return;
    this.heard.emit(incoming);
    const about = bundleIdOf(payload);
    const ids = about === null ? [...this.known.keys()] : [about];
    this.set(ids.map((id) => applyBundle(this.bundle(id), event, payload)));
  }

  restore(bundles: readonly BundleCreated[]): void {
    const missing = bundles.filter(({ bundleId }) => this.bundle(bundleId).sessions.length === 0);
    this.set(missing.map((one) => applyBundle(this.bundle(one.bundleId), EVENTS.BULK_SESSION_CREATED, one)));
  }

  set(bundles: readonly BundleView[]): void {
    const changed = bundles.filter((bundle) => this.known.get(bundle.bundleId) !== bundle);
    if (changed.length === 0) return;
    for (const bundle of changed) this.known.set(bundle.bundleId, bundle);
    const all = [...this.known.values()];
    this.current = { bundles: all, currentOperation: underWay(all) };
    this.changes.emit();
  }
}

/** One bundle's questions to the node; only the newest one's answer counts. */
function followed(book: BundleBook, bundleId: string, load: () => Promise<BundleNow>) {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const question = asked;
    const early: Incoming[] = [];
    const deafen = book.heard.on((incoming) => {
      if (bundleIdOf(incoming.payload) === bundleId || incoming.event === EVENTS.RESOURCE_UPDATE) early.push(incoming);
    });
    const now = await load().catch(() => null);
    deafen();
    if (question !== asked || now === null) return;
    const since = early.filter(({ payload }) => !isIn(now.bundle, payload));
    const whole = startFrom(book.bundle(bundleId), now);
    book.set([since.reduce((next, { event, payload }) => applyBundle(next, event, payload), whole)]);
  };
  return {
    ask: () => void ask(),
    end: () => {
      asked += 1;
    },
  };
}

function underWay(bundles: readonly BundleView[]): OperationTold | null {
  const open = bundles.filter(isUnderWay).flatMap(({ operation }) => (operation === null ? [] : [operation]));
  return open.sort((a, b) => (b.recordedAt ?? "").localeCompare(a.recordedAt ?? ""))[0] ?? null;
}
