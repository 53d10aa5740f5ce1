/**
 * The sets of one session on this device: entering, rating, taking back, giving to somebody else. Each word is on the
 * disk before it shows, and goes to the node when it can. Plain TypeScript; knows no screen.
 */

import {
  createEmitter,
  EVENTS,
  type Failed,
  newEventId,
  type Outbox,
  type SetCompletion,
  type TextStore,
} from "@dryland/client";
import { change, type EnteredSet, settle } from "./sets";

export type SetDraft = Omit<EnteredSet, "eventId" | "newestId" | "atMs" | "place" | "withdrawn" | "question" | "error">;

export interface SetBook {
  sets(): readonly EnteredSet[];
  subscribe(listener: () => void): () => void;
  /** Resolves when the set is on the disk. */
  enter(draft: SetDraft): Promise<EnteredSet | Failed>;
  rate(eventId: string, rpe: number): Promise<Failed | null>;
  takeBack(eventId: string): Promise<Failed | null>;
  /** Takes a set back here and enters it there. */
  giveTo(eventId: string, draft: SetDraft): Promise<EnteredSet | Failed>;
  /** Says that an implausible set is true. */
  confirm(eventId: string): Promise<Failed | null>;
  /** A refused set has been seen and goes off the screen. */
  forget(eventId: string): void;
  close(): void;
}

export interface SetBookOptions {
  outbox: Pick<Outbox, "put" | "onSettled" | "state" | "subscribe">;
  sessionId: string;
  /** Node time, ms since 1970. */
  nowMs(): number;
  store: TextStore;
}

const SETS_KEPT = 400;

export function createSetBook(options: SetBookOptions): SetBook {
  return new DeviceSetBook(options);
}

class DeviceSetBook implements SetBook {
  private readonly changes = createEmitter<void>();
  private readonly endings: (() => void)[];
  private readonly key: string;
  private current: readonly EnteredSet[];

  constructor(private readonly options: SetBookOptions) {
    this.key = `dryland:sets:${options.sessionId}`;
    this.current = this.recall();
    this.endings = [
      options.outbox.onSettled(({ eventId, outcome }) =>
        this.set(settle(this.current, eventId, outcome.ok ? null : outcome.error)),
      ),
      options.outbox.subscribe(() => this.catchUp()),
    ];
    this.catchUp();
  }

  sets = (): readonly EnteredSet[] => this.current;
  subscribe = (listener: () => void): (() => void) => this.changes.on(listener);

  async enter(draft: SetDraft): Promise<EnteredSet | Failed> {
    const eventId = newEventId();
    const atMs = this.options.nowMs();
    const base = { eventId, newestId: eventId, atMs, withdrawn: false, question: null, error: null };
    const set: EnteredSet = { ...draft, ...base, place: "here" };
    const failed = await this.tell(set, {});
    if (failed !== null) return failed;
    this.set([...this.current, set].slice(-SETS_KEPT));
    return set;
  }

  async rate(eventId: string, rpe: number): Promise<Failed | null> {
    return this.say(eventId, { rpe }, (set) => ({ corrects: set.newestId }));
  }

  async confirm(eventId: string): Promise<Failed | null> {
    return this.say(eventId, { question: null, error: null }, (set) => ({ corrects: set.newestId, confirmed: true }));
  }

  async takeBack(eventId: string): Promise<Failed | null> {
    return this.say(eventId, { withdrawn: true }, (set) => ({ corrects: set.newestId }));
  }

  async giveTo(eventId: string, draft: SetDraft): Promise<EnteredSet | Failed> {
    return (await this.takeBack(eventId)) ?? this.enter(draft);
  }

  forget(eventId: string): void {
    this.set(this.current.filter((set) => set.eventId !== eventId));
  }

  close(): void {
    for (const end of this.endings) end();
  }

  /** A further word about a set: kept first, shown then. */
  private async say(
    eventId: string,
    fields: Partial<EnteredSet>,
    about: (set: EnteredSet) => Partial<SetCompletion>,
  ): Promise<Failed | null> {
    const set = this.current.find((each) => each.eventId === eventId);
    if (set === undefined) return null;
    const newestId = newEventId();
    const failed = await this.tell({ ...set, ...fields, newestId }, about(set));
    if (failed === null) this.set(change(this.current, eventId, { ...fields, newestId, place: "here" }));
    return failed;
  }

  private async tell(set: EnteredSet, about: Partial<SetCompletion>): Promise<Failed | null> {
    const payload: SetCompletion = {
      eventId: set.newestId,
      sessionId: this.options.sessionId,
      playerId: set.playerId,
      exerciseId: set.exerciseId,
      exerciseName: set.exerciseName,
      setData: setDataOf(set),
      ...about,
    };
    const kept = await this.options.outbox.put(EVENTS.STRENGTH_SET_COMPLETION, payload);
    return kept.ok ? null : kept;
  }

  /** What was settled while this page was away is told by an outbox in which nothing waits. */
  private catchUp(): void {
    const { ready, waiting, refused } = this.options.outbox.state();
    const judged = refused.filter((fact) => fact.foreignTo === undefined);
    const ids = new Map(judged.map((fact) => [fact.eventId, fact.error]));
    let next = this.current;
    for (const set of this.current) {
      const error = ids.get(set.newestId);
      if (set.place === "here" && error !== undefined) next = settle(next, set.newestId, error);
    }
    if (ready && waiting === 0 && refused.length === 0) {
      next = next.map((set) => (set.place === "here" && set.atMs < this.openedMs ? { ...set, place: "server" } : set));
    }
    if (next.some((set, place) => set !== this.current[place])) this.set(next);
  }

  private readonly openedMs = Date.now();

  private set(next: readonly EnteredSet[]): void {
    this.current = next;
    try {
      this.options.store.setItem(this.key, JSON.stringify(next));
    } catch {
      // The facts themselves are in the outbox; only the marks beside them would be missed after a reload.
    }
    this.changes.emit();
  }

  private recall(): readonly EnteredSet[] {
    try {
      const held: unknown = JSON.parse(this.options.store.getItem(this.key) ?? "[]");
      return Array.isArray(held) ? (held as EnteredSet[]).slice(-SETS_KEPT) : [];
    } catch {
      return [];
    }
  }
}

function setDataOf(set: EnteredSet): SetCompletion["setData"] {
  return {
    setNumber: set.number,
    totalSets: set.total,
    reps: set.reps,
    weight: set.weight,
    weightUnit: set.unit,
    kind: set.kind,
    ...(set.withdrawn ? { outcome: "skipped" as const } : {}),
    ...(set.rpe === null ? {} : { rpe: set.rpe }),
    ...(set.side === null ? {} : { side: set.side }),
    ...(set.holdS === null ? {} : { holdTime: set.holdS }),
  };
}
