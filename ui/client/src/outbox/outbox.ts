/**
 * A courier that loses nothing: what has happened is on this device's disk before anybody is told so, and goes to the
 * node when it can, once, in order, under the identity and with the time that it was recorded with.
 */

import { type ClockState, serverTime } from "../clock";
import { type Failed, localFailure, type Outcome } from "../courier";
import { createEmitter } from "../emitter";
import { newEventId } from "../eventId";
import { BUILT_WITH } from "../revision";
import type { CommandName, CommandPayloads } from "../wire";
import { Drain, PACE } from "./drain";
import { type Draft, type Entry, isKept, laneOf, priorityOf, type RefusedFact } from "./entry";
import { exportText } from "./export";
import { createQueue, type Queue } from "./queue";
import { type OutboxStore, openStore, StorageError } from "./store";
import type { Kept, Outbox, OutboxOptions, OutboxState, Settled } from "./surface";
import { browserLocks, openChannel, standForLeader, type TabChannel, type TabNews } from "./tabs";

/** Longer than this, a link counts as offline: the person is told that the fact is kept, and nothing spins. */
export const DEADLINE_MS = 800;
/** Facts are read into the order of sending by so many at a time. */
const READ_AT_ONCE = 500;
const TELL_AFTER_MS = 50;
const LOOK_AGAIN_MS = 15_000;
const CLOCK_PATIENCE_MS = 3_000;
const CLOCK_SAVE_MS = 30_000;

export function createOutbox(options: OutboxOptions): Outbox {
  return new DiskOutbox(options);
}

class DiskOutbox implements Outbox {
  private readonly link: OutboxOptions["link"];
  private readonly store: OutboxStore;
  private readonly channel: TabChannel;
  private readonly changes = createEmitter<void>();
  private readonly settlements = createEmitter<Settled>();
  private readonly awaited = new Map<string, ((outcome: Outcome) => void)[]>();
  private readonly endings: (() => void)[];
  private queue: Queue = createQueue();
  private drain: Drain;
  private current: OutboxState = {
    ready: false,
    waiting: 0,
    oldestAtMs: null,
    refused: [],
    leads: false,
    storage: "ok",
    hold: "offline",
  };
  private readTo = 0;
  private reading: Promise<void> | null = null;
  private readAgain = false;
  private isRead = false;
  private looking: ReturnType<typeof setInterval> | undefined;
  private rereading: ReturnType<typeof setTimeout> | undefined;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private clockWait: ReturnType<typeof setTimeout> | undefined;
  private clockSavedAtMs = Number.NEGATIVE_INFINITY;
  private rememberedOffsetMs: number | null = null;
  private readonly recalled: Promise<void>;
  private closed = false;

  constructor(private readonly options: OutboxOptions) {
    this.link = options.link;
    this.store = options.store ?? openStore(options.name);
    this.drain = this.makeDrain();
    this.channel = openChannel(options.name, (news) => this.hear(news));
    this.recalled = this.recallClock();
    this.endings = [
      this.link.onOpen(() => this.opened()),
      this.link.onClock((clock) => this.learnClock(clock)),
      this.link.onServer(() => void this.tryAgainWithAnother()),
      this.link.onState(({ phase }) => this.follow(phase)),
      standForLeader({
        name: options.name,
        store: this.store,
        locks: options.locks === undefined ? browserLocks() : options.locks,
        nowMs: this.link.nowMs,
        onChange: (leads) => this.lead(leads),
      }),
      () => this.channel.close(),
    ];
    askToPersist();
    void this.refresh();
  }

  state = (): OutboxState => this.current;
  subscribe = (listener: () => void): (() => void) => this.changes.on(listener);
  onSettled = (listener: (settled: Settled) => void): (() => void) => this.settlements.on(listener);

  async put<E extends CommandName>(event: E, payload: CommandPayloads[E] & object): Promise<Kept | Failed> {
    await this.recalled;
    const draft = this.draft(event, payload);
    const answer = new Promise<Outcome>((resolve) => this.await(draft.eventId, resolve));
    let entry: Entry;
    try {
      entry = await this.store.add(draft);
    } catch (fault) {
      this.awaited.delete(draft.eventId);
      return this.notKept(fault);
    }
    return this.kept(entry, answer);
  }

  async deliver(event: string, payload: object): Promise<Outcome> {
    if (!isKept(event)) return this.link.deliver(event, payload);
    const kept = await this.put(event, payload as CommandPayloads[typeof event] & object);
    if (!kept.ok) return this.pastTheDisk(event, payload, kept);
    if (!isOpen(this.link.state().phase)) return localFailure("KEPT_HERE");
    return within(kept.answer, DEADLINE_MS);
  }

  async unsent(): Promise<number> {
    const { waiting, refused } = await this.store.counts();
    return waiting + refused.filter(({ foreignTo }) => foreignTo !== undefined).length;
  }

  async dismiss(eventIds: readonly string[]): Promise<void> {
    await this.store.dismiss(eventIds);
    this.channel.post({ kind: "changed" });
    await this.refresh();
  }

  async resend(eventId: string): Promise<Kept | Failed> {
    const answer = new Promise<Outcome>((resolve) => this.await(eventId, resolve));
    try {
      const entry = await this.store.revive(eventId);
      if (entry === null) return localFailure("NOT_HERE");
      await this.refresh();
      return this.kept(entry, answer);
    } catch (fault) {
      return this.notKept(fault);
    }
  }

  async export(): Promise<string> {
    const [waiting, { refused }] = await Promise.all([this.store.all(), this.store.counts()]);
    return exportText(this.options.name, this.link.nowMs(), waiting, refused);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.telling);
    clearTimeout(this.clockWait);
    clearTimeout(this.rereading);
    clearInterval(this.looking);
    this.drain.stop("offline");
    for (const end of this.endings) end();
    this.store.close();
  }

  // Keeping

  private draft(event: CommandName, payload: object): Draft {
    const given = payload as Record<string, unknown>;
    const deviceAtMs = this.link.nowMs();
    const at = this.nodeTime(deviceAtMs);
    const eventId = typeof given.eventId === "string" ? given.eventId : newEventId();
    const priority = priorityOf(event);
    const occurredAt = new Date(at ?? deviceAtMs).toISOString();
    return {
      eventId,
      event,
      payload: { occurredAt, ...given, eventId },
      priority,
      lane: laneOf(priority, given),
      deviceAtMs,
      timed: at !== null || given.occurredAt !== undefined,
      contract: BUILT_WITH.contract,
    };
  }

  /** Node time of a device time: by what the link knows, or by what this device knew when it was last connected. */
  private nodeTime(deviceAtMs: number): number | null {
    const clock = this.link.clock();
    if (clock.best !== null) return serverTime(clock, deviceAtMs);
    return this.rememberedOffsetMs === null ? null : deviceAtMs + this.rememberedOffsetMs;
  }

  private kept(entry: Entry, answer: Promise<Outcome>): Kept {
    this.set({ storage: "ok", ready: true, waiting: this.current.waiting + 1 });
    this.channel.post({ kind: "added" });
    if (this.current.leads) void this.readNew();
    return { ok: true, eventId: entry.eventId, order: entry.order, answer };
  }

  private notKept(fault: unknown): Failed {
    const storage = fault instanceof StorageError ? fault.kind : "unavailable";
    this.set({ storage });
    return localFailure(storage === "full" ? "STORAGE_FULL" : "STORAGE_UNUSABLE");
  }

  /** A fact that the disk does not take may still go straight to the node; without its answer it is not claimed. */
  private async pastTheDisk(event: CommandName, payload: object, failed: Failed): Promise<Outcome> {
    if (!isOpen(this.link.state().phase)) return failed;
    const outcome = await this.link.deliver(event, this.draft(event, payload).payload);
    return !outcome.ok && outcome.error.code === "NOT_CONNECTED" ? failed : outcome;
  }

  private await(eventId: string, resolve: (outcome: Outcome) => void): void {
    this.awaited.set(eventId, [...(this.awaited.get(eventId) ?? []), resolve]);
  }

  // Sending

  private makeDrain(): Drain {
    const { pace, monotonicMs = () => performance.now(), random = Math.random } = this.options;
    return new Drain({
      queue: this.queue,
      courier: this.link,
      load: (orders) => this.load(orders),
      settle: (orders, refused) => this.store.settle(orders, refused).then(() => this.refusedNow(refused)),
      settled: (entry, outcome) => this.settle({ eventId: entry.eventId, outcome }, true),
      server: () => this.link.server(),
      changed: () => this.tell(),
      pace: { ...PACE, ...pace },
      nowMs: this.link.nowMs,
      monotonicMs,
      random,
    });
  }

  private lead(leads: boolean): void {
    if (this.closed) return;
    this.drain.stop("offline");
    clearInterval(this.looking);
    this.set({ leads });
    if (!leads) return;
    this.lookAgain();
    this.queue = createQueue();
    this.drain = this.makeDrain();
    this.readTo = 0;
    void this.readNew();
    void this.tryAgainWithAnother();
    if (!isOpen(this.link.state().phase)) return;
    if (this.link.clock().best !== null) this.drainIfLeading();
    else this.opened();
  }

  /** Nothing goes out before the server has said what it is and what time it is, which it is asked first of all. */
  private opened(): void {
    clearTimeout(this.clockWait);
    this.clockWait = setTimeout(() => this.drainIfLeading(), CLOCK_PATIENCE_MS);
  }

  /** What a server of another version did not understand goes out again as soon as there is another one. */
  private async tryAgainWithAnother(): Promise<void> {
    const server = this.link.server();
    if (server === null || !this.current.leads) return;
    const { refused } = await this.store.counts().catch(() => ({ refused: [] }));
    const again = refused.filter(({ foreignTo }) => foreignTo !== undefined && foreignTo !== server.contract);
    if (again.length === 0) return;
    for (const { eventId } of again) await this.store.revive(eventId).catch(() => null);
    this.channel.post({ kind: "changed" });
    await this.refresh();
    await this.readNew();
  }

  /** What is urgent goes first, so everything on the disk is read before the first fact goes out. */
  private drainIfLeading(): void {
    clearTimeout(this.clockWait);
    const { drain } = this;
    const begin = () => {
      if (drain === this.drain && this.current.leads && isOpen(this.link.state().phase)) drain.start();
    };
    if (this.reading === null) begin();
    else void this.reading.then(begin);
  }

  private follow(phase: string): void {
    if (phase === "refused") this.drain.stop("signIn");
    else if (phase === "offline") this.drain.stop("offline");
    this.tell();
  }

  private learnClock(clock: ClockState): void {
    if (clock.best === null) return;
    if (this.drain.hold() !== null) this.drainIfLeading();
    const nowMs = this.link.nowMs();
    if (clock.rate !== 1 || Math.abs(nowMs - this.clockSavedAtMs) < CLOCK_SAVE_MS) return;
    this.clockSavedAtMs = nowMs;
    this.rememberedOffsetMs = serverTime(clock, nowMs) - nowMs;
    void this.store.remember("clockOffsetMs", this.rememberedOffsetMs).catch(() => undefined);
  }

  private async recallClock(): Promise<void> {
    const offset = await this.store.recall("clockOffsetMs").catch(() => undefined);
    if (typeof offset === "number") this.rememberedOffsetMs = offset;
  }

  /** Reads what is new on the disk into the order of sending; one reading at a time, none is missed. */
  private readNew(): Promise<void> {
    if (this.reading !== null) {
      this.readAgain = true;
      return this.reading;
    }
    clearTimeout(this.rereading);
    this.reading = this.readAll()
      .then(
        () => this.haveRead(true),
        () => this.haveRead(false),
      )
      .finally(() => {
        this.reading = null;
        if (this.readAgain) void this.readNew();
      });
    return this.reading;
  }

  /** A tab that was killed between keeping a fact and saying so has told nobody of it. */
  private lookAgain(): void {
    clearInterval(this.looking);
    this.looking = setInterval(() => void this.readNew(), LOOK_AGAIN_MS);
    if (typeof this.looking === "object" && "unref" in this.looking) this.looking.unref();
  }

  /** What could not be read lies there all the same: it is read again, and counted on the disk until then. */
  private haveRead(whole: boolean): void {
    this.isRead = whole;
    if (whole || this.closed) return;
    const { firstMs } = this.options.pace?.backoff ?? PACE.backoff;
    this.rereading = setTimeout(() => void this.readNew(), firstMs);
  }

  private async readAll(): Promise<void> {
    this.readAgain = false;
    const queue = this.queue;
    let headers = await this.store.headersAfter(this.readTo, READ_AT_ONCE);
    while (headers.length > 0 && queue === this.queue) {
      queue.add(headers);
      this.readTo = headers.at(-1)?.order ?? this.readTo;
      this.drain.pump();
      headers = headers.length < READ_AT_ONCE ? [] : await this.store.headersAfter(this.readTo, READ_AT_ONCE);
    }
    if (queue === this.queue) this.tell();
    else this.readAgain = true;
  }

  /** Facts from the disk; one that was recorded before the node's clock was known gets its true time first. */
  private async load(orders: readonly number[]): Promise<(Entry | null)[]> {
    const entries = await this.store.read(orders);
    const clock = this.link.clock();
    if (clock.best === null) return entries;
    const timed = entries.map((entry) => (entry === null || entry.timed ? entry : withTime(entry, clock)));
    const changed = timed.filter((entry, place): entry is Entry => entry !== null && entry !== entries[place]);
    if (changed.length > 0) await this.store.rewrite(changed);
    return timed;
  }

  // Telling

  private settle(settled: Settled, first: boolean): void {
    for (const resolve of this.awaited.get(settled.eventId) ?? []) resolve(settled.outcome);
    this.awaited.delete(settled.eventId);
    if (first) this.channel.post({ kind: "settled", ...settled });
    this.settlements.emit(settled);
  }

  private refusedNow(refused: readonly RefusedFact[]): void {
    if (refused.length > 0) this.set({ refused: [...this.current.refused, ...refused] });
    this.channel.post({ kind: "changed" });
  }

  private hear(news: TabNews): void {
    if (news.kind === "settled") this.settle(news, false);
    else if (news.kind === "added" && this.current.leads) void this.readNew();
    else this.tell();
  }

  /** Tells subscribers soon, once for all that happens meanwhile. */
  private tell(): void {
    if (this.telling !== undefined || this.closed) return;
    this.telling = setTimeout(() => {
      this.telling = undefined;
      if (this.current.leads) this.tellAsLeader();
      else void this.refresh();
    }, TELL_AFTER_MS);
  }

  private tellAsLeader(): void {
    if (this.reading !== null) this.tell();
    else if (!this.isRead) void this.refresh();
    else this.set({ ready: true, waiting: this.queue.size, ...this.sendingState() });
  }

  private sendingState(): Pick<OutboxState, "oldestAtMs" | "hold"> {
    const { leads } = this.current;
    return { oldestAtMs: leads ? this.queue.oldestAtMs() : null, hold: leads ? this.drain.hold() : null };
  }

  private async refresh(): Promise<void> {
    try {
      const { waiting, refused } = await this.store.counts();
      if (!this.closed) this.set({ ready: true, waiting, refused, ...this.sendingState() });
    } catch (fault) {
      if (!this.closed) this.notKept(fault);
    }
  }

  private set(change: Partial<OutboxState>): void {
    const next = { ...this.current, ...change };
    const same = (Object.keys(next) as (keyof OutboxState)[]).every((field) => next[field] === this.current[field]);
    if (same) return;
    this.current = next;
    this.changes.emit();
  }
}

function isOpen(phase: string): boolean {
  return phase === "live" || phase === "slow";
}

function withTime(entry: Entry, clock: ClockState): Entry {
  const occurredAt = new Date(serverTime(clock, entry.deviceAtMs)).toISOString();
  return { ...entry, timed: true, payload: { ...entry.payload, occurredAt } };
}

/** The answer, or after the deadline that the fact is kept here. */
function within(answer: Promise<Outcome>, deadlineMs: number): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(localFailure("KEPT_HERE")), deadlineMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Asks the browser not to throw the disk away when space runs short; a refusal changes nothing. */
function askToPersist(): void {
  if (typeof navigator === "undefined" || navigator.storage?.persist === undefined) return;
  void navigator.storage.persist().catch(() => false);
}
