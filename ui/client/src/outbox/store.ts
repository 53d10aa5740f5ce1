/**
 * The outbox on this device's disk: IndexedDB with strict durability. Knows no order of sending and no network.
 * What a newer version of this program has written is left where it is.
 */

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import type { Draft, Entry, RefusedFact } from "./entry";
import type { Header } from "./queue";

/** Why the disk did not take something. */
export class StorageError extends Error {
  constructor(
    readonly kind: "full" | "unavailable",
    cause: unknown,
  ) {
    super(kind === "full" ? "this device's storage is full" : "this device's storage cannot be used", { cause });
  }
}

export interface Counts {
  readonly waiting: number;
  readonly refused: readonly RefusedFact[];
}

export interface OutboxStore {
  /** Resolves when the fact is on the disk, with its order; a fact that is there already keeps the one it has. */
  add(draft: Draft): Promise<Entry>;
  /** Headers after an order, oldest first. */
  headersAfter(order: number, count: number): Promise<Header[]>;
  /** Facts by order; null for one that is not there any more. */
  read(orders: readonly number[]): Promise<(Entry | null)[]>;
  /** Writes facts anew, with their time set right. */
  rewrite(entries: readonly Entry[]): Promise<void>;
  /** Takes out what is on the server and moves what is refused, in one step. */
  settle(orders: readonly number[], refused: readonly RefusedFact[]): Promise<void>;
  counts(): Promise<Counts>;
  all(): Promise<Entry[]>;
  /** Takes facts off the list of refused ones. */
  dismiss(eventIds: readonly string[]): Promise<void>;
  /** Puts a refused fact back in, at the end, under the same identity; null when it is not there. */
  revive(eventId: string): Promise<Entry | null>;
  remember(key: string, value: unknown): Promise<void>;
  recall(key: string): Promise<unknown>;
  /** Takes or renews a lease until a time, unless another holder's still runs. */
  lease(holder: string, nowMs: number, untilMs: number): Promise<boolean>;
  close(): void;
}

interface Schema extends DBSchema {
  facts: { key: number; value: Draft & { order?: number }; indexes: { eventId: string } };
  refused: { key: string; value: RefusedFact };
  meta: { key: string; value: unknown };
}

type Database = IDBPDatabase<Schema>;

type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], "versionchange">;
type Step = (database: Database, upgrade: Upgrade) => Promise<void>;

/** One step for each version; a step is never changed once it was released, only followed by another. */
export const STEPS: readonly Step[] = [
  async (database) => {
    const facts = database.createObjectStore("facts", { keyPath: "order", autoIncrement: true });
    facts.createIndex("eventId", "eventId", { unique: true });
    database.createObjectStore("refused", { keyPath: "eventId" });
    database.createObjectStore("meta");
  },
  /** Facts say by which contract they were written; of older ones that is not known. */
  async (_database, upgrade) => {
    for (const name of ["facts", "refused"] as const) {
      for await (const cursor of upgrade.objectStore(name)) await cursor.update({ ...cursor.value, contract: null });
    }
  },
];

const STRICT: IDBTransactionOptions = { durability: "strict" };
/** A removal that a crash undoes only means that the server is asked once more, and answers that it knows. */
const RELAXED: IDBTransactionOptions = { durability: "relaxed" };

export function openStore(name: string): OutboxStore {
  return new DiskStore(`dryland-outbox-${name}`);
}

class DiskStore implements OutboxStore {
  private opened: Promise<Database> | null = null;
  private closed = false;

  constructor(private readonly name: string) {}

  add(draft: Draft): Promise<Entry> {
    return this.use(async (database) => {
      const transaction = database.transaction("facts", "readwrite", STRICT);
      const known = await transaction.store.index("eventId").get(draft.eventId);
      if (known !== undefined) {
        await transaction.done;
        return known as Entry;
      }
      const [order] = await Promise.all([transaction.store.add(draft), transaction.done]);
      return { ...draft, order };
    });
  }

  headersAfter(order: number, count: number): Promise<Header[]> {
    return this.use(async (database) => {
      const facts = await database.getAll("facts", IDBKeyRange.lowerBound(order, true), count);
      return (facts as Entry[]).map(headerOf);
    });
  }

  read(orders: readonly number[]): Promise<(Entry | null)[]> {
    return this.use(async (database) => {
      const { store } = database.transaction("facts");
      const found = await Promise.all(orders.map((order) => store.get(order)));
      return found.map((fact) => (fact === undefined ? null : (fact as Entry)));
    });
  }

  rewrite(entries: readonly Entry[]): Promise<void> {
    return this.use(async (database) => {
      const transaction = database.transaction("facts", "readwrite", STRICT);
      await Promise.all([...entries.map((entry) => transaction.store.put(entry)), transaction.done]);
    });
  }

  settle(orders: readonly number[], refused: readonly RefusedFact[]): Promise<void> {
    return this.use(async (database) => {
      const strictness = refused.length > 0 ? STRICT : RELAXED;
      const transaction = database.transaction(["facts", "refused"], "readwrite", strictness);
      const facts = transaction.objectStore("facts");
      const shelf = transaction.objectStore("refused");
      await Promise.all([
        ...orders.map((order) => facts.delete(order)),
        ...refused.flatMap((fact) => [shelf.put(fact), facts.delete(fact.order)]),
        transaction.done,
      ]);
    });
  }

  counts(): Promise<Counts> {
    return this.use(async (database) => {
      const transaction = database.transaction(["facts", "refused"]);
      const [waiting, refused] = await Promise.all([
        transaction.objectStore("facts").count(),
        transaction.objectStore("refused").getAll(),
      ]);
      return { waiting, refused: refused.sort((a, b) => a.order - b.order) };
    });
  }

  all(): Promise<Entry[]> {
    return this.use(async (database) => (await database.getAll("facts")) as Entry[]);
  }

  dismiss(eventIds: readonly string[]): Promise<void> {
    return this.use(async (database) => {
      const transaction = database.transaction("refused", "readwrite", STRICT);
      await Promise.all([...eventIds.map((id) => transaction.store.delete(id)), transaction.done]);
    });
  }

  revive(eventId: string): Promise<Entry | null> {
    return this.use(async (database) => {
      const transaction = database.transaction(["facts", "refused"], "readwrite", STRICT);
      const refused = await transaction.objectStore("refused").get(eventId);
      if (refused === undefined) return null;
      const { error: _error, refusedAtMs: _at, order: _order, foreignTo: _to, ...draft } = refused;
      const order = await transaction.objectStore("facts").add(draft);
      await transaction.objectStore("refused").delete(eventId);
      await transaction.done;
      return { ...draft, order };
    });
  }

  remember(key: string, value: unknown): Promise<void> {
    return this.use(async (database) => {
      await database.put("meta", value, key);
    });
  }

  recall(key: string): Promise<unknown> {
    return this.use((database) => database.get("meta", key));
  }

  lease(holder: string, nowMs: number, untilMs: number): Promise<boolean> {
    return this.use(async (database) => {
      const transaction = database.transaction("meta", "readwrite", RELAXED);
      const held = await transaction.store.get("lease");
      const free = !isLease(held) || held.holder === holder || held.untilMs <= nowMs || held.untilMs > nowMs + 60_000;
      if (free) await transaction.store.put({ holder, untilMs }, "lease");
      await transaction.done;
      return free;
    });
  }

  close(): void {
    this.closed = true;
    this.drop();
  }

  /** A connection that the browser has taken away is opened anew, once; what the disk says then counts. */
  private async use<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.open());
    } catch (fault) {
      if (!(fault instanceof DOMException) || fault.name !== "InvalidStateError" || this.closed)
        throw translated(fault);
      this.drop();
    }
    try {
      return await work(await this.open());
    } catch (fault) {
      throw translated(fault);
    }
  }

  private open(): Promise<Database> {
    if (this.closed) return Promise.reject(new StorageError("unavailable", "closed"));
    this.opened ??= openCurrent(this.name, () => this.drop()).catch((fault: unknown) => {
      this.opened = null;
      throw fault;
    });
    return this.opened;
  }

  private drop(): void {
    void this.opened?.then(
      (database) => database.close(),
      () => undefined,
    );
    this.opened = null;
  }
}

/** Opens at this program's version, or at a newer one that is there: an older page must still keep facts. */
async function openCurrent(name: string, gone: () => void): Promise<Database> {
  const callbacks = { blocking: gone, terminated: gone };
  try {
    return await openDB<Schema>(name, STEPS.length, {
      ...callbacks,
      upgrade: async (database, from, _to, transaction) => {
        for (const step of STEPS.slice(from)) await step(database, transaction);
      },
    });
  } catch (fault) {
    if (!(fault instanceof DOMException) || fault.name !== "VersionError") throw fault;
    return openDB<Schema>(name, undefined, callbacks);
  }
}

export function headerOf(entry: Entry): Header {
  const { order, eventId, lane, priority, deviceAtMs } = entry;
  return { order, eventId, lane, priority, deviceAtMs };
}

function isLease(value: unknown): value is { holder: string; untilMs: number } {
  return typeof value === "object" && value !== null && "holder" in value && "untilMs" in value;
}

function translated(fault: unknown): StorageError {
  if (fault instanceof StorageError) return fault;
  const full = fault instanceof DOMException && fault.name === "QuotaExceededError";
  return new StorageError(full ? "full" : "unavailable", fault);
}
