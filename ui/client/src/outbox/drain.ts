/**
 * Empties the outbox of the tab that leads: paced by acknowledgements, one fact of a lane at a time, again after a wait,
 * until each is on the server or refused for good. Knows no disk format and no screen.
 */

import { type Courier, type Failure, localFailure, type Outcome } from "../courier";
import type { ServerRevision } from "../wire";
import { type Entry, isForeign, type RefusedFact } from "./entry";
import type { Header, Queue } from "./queue";
import { type BackoffLimits, backoffMs, judge, type Verdict } from "./verdict";

export interface SendPace {
  /** Facts that may be under way at once. */
  readonly window: number;
  /** Facts a second, below what a server takes from one connection. */
  readonly rateHz: number;
  readonly backoff: BackoffLimits;
}

export const PACE: SendPace = { window: 64, rateHz: 800, backoff: { firstMs: 500, capMs: 30_000 } };

export interface DrainOptions {
  queue: Queue;
  courier: Courier;
  /** Facts as they are to be sent, by order; null for one that is gone. */
  load(orders: readonly number[]): Promise<(Entry | null)[]>;
  settle(orders: readonly number[], refused: readonly RefusedFact[]): Promise<void>;
  /** Told when a fact is dealt with: on the server, or on the list of refused ones. */
  settled(entry: Entry, outcome: Outcome): void;
  /** Which server is there now; null while that is not known. */
  server(): ServerRevision | null;
  changed(): void;
  pace: SendPace;
  /** Device time, ms since 1970. */
  nowMs(): number;
  /** A clock that nobody can set, ms. */
  monotonicMs(): number;
  random(): number;
}

export type Hold = "offline" | "signIn" | null;

export class Drain {
  private running = false;
  private window = 1;
  private underWay = 0;
  private loading = false;
  private setbacks = 0;
  private pausedUntilMs = 0;
  private tokens: number;
  private filledAtMs: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private held: Hold = "offline";
  private gone: { orders: number[]; refused: { fact: RefusedFact; outcome: Outcome }[] } = { orders: [], refused: [] };
  private settling = false;

  constructor(private readonly options: DrainOptions) {
    this.tokens = options.pace.window;
    this.filledAtMs = options.monotonicMs();
  }

  /** Why nothing goes out; null while it does. */
  hold(): Hold {
    return this.held;
  }

  /** Facts that were sent and are not answered yet. */
  sending(): number {
    return this.underWay;
  }

  /** The link is open: begin with one fact, until an answer gives trust. */
  start(): void {
    this.running = true;
    this.held = null;
    this.window = 1;
    this.setbacks = 0;
    this.pausedUntilMs = 0;
    this.pump();
  }

  stop(why: Hold): void {
    this.running = false;
    this.held = why;
    clearTimeout(this.timer);
  }

  /** Sends what may go out now, and comes back when more may. */
  pump(): void {
    clearTimeout(this.timer);
    if (!this.running || this.loading) return;
    const nowMs = this.options.monotonicMs();
    const room = Math.min(this.window - this.underWay, this.allowance(nowMs));
    if (this.pausedUntilMs > nowMs) this.comeBack(this.pausedUntilMs - nowMs);
    else if (room > 0) this.take(room, nowMs);
    else if (this.underWay < this.window) this.comeBack(1_000 / this.options.pace.rateHz);
  }

  private take(room: number, nowMs: number): void {
    const headers = this.options.queue.take(room, nowMs);
    if (headers.length > 0) void this.send(headers);
    else if (this.underWay === 0) this.comeBackFor(this.options.queue.dueMs(), nowMs);
  }

  private comeBackFor(dueMs: number | null, nowMs: number): void {
    if (dueMs !== null) this.comeBack(Math.max(1, dueMs - nowMs));
  }

  private comeBack(waitMs: number): void {
    this.timer = setTimeout(() => this.pump(), waitMs);
  }

  private allowance(nowMs: number): number {
    const { rateHz, window } = this.options.pace;
    this.tokens = Math.min(window, this.tokens + ((nowMs - this.filledAtMs) * rateHz) / 1_000);
    this.filledAtMs = nowMs;
    return Math.floor(this.tokens);
  }

  private async send(headers: readonly Header[]): Promise<void> {
    this.loading = true;
    this.underWay += headers.length;
    this.tokens -= headers.length;
    const entries = await this.options.load(headers.map(({ order }) => order)).catch(() => undefined);
    this.loading = false;
    headers.forEach((header, place) => {
      const entry = entries?.[place];
      if (entries === undefined) this.after(header, null, { kind: "again", waitMs: 0 });
      else if (entry === null || entry === undefined) this.after(header, null, { kind: "settled" });
      else void this.deliver(header, entry);
    });
    this.pump();
  }

  private async deliver(header: Header, entry: Entry): Promise<void> {
    const outcome = await this.options.courier.deliver(entry.event, entry.payload);
    const verdict = judge(outcome, this.options.queue.attempts(header));
    if (verdict.kind === "settled") this.options.settled(entry, outcome);
    if (verdict.kind === "refused" && !outcome.ok) this.gone.refused.push(this.refused(entry, outcome.error));
    this.after(header, entry, verdict);
  }

  private refused(entry: Entry, error: Failure): { fact: RefusedFact; outcome: Outcome } {
    const fact = { ...entry, error, refusedAtMs: this.options.nowMs() };
    const server = this.options.server();
    if (!isForeign(entry, server, error.code)) return { fact, outcome: { ok: false, error } };
    return { fact: { ...fact, foreignTo: server.contract }, outcome: localFailure("OTHER_VERSION") };
  }

  private after(header: Header, entry: Entry | null, verdict: Verdict): void {
    this.underWay -= 1;
    const { queue } = this.options;
    if (verdict.kind === "settled" || verdict.kind === "refused") {
      queue.done(header);
      if (verdict.kind === "settled" && entry !== null) this.gone.orders.push(entry.order);
      this.trust();
      void this.writeDown();
    } else this.setBack(header, verdict);
    this.options.changed();
    this.pump();
  }

  private trust(): void {
    this.setbacks = 0;
    this.window = Math.min(this.options.pace.window, this.window * 2);
  }

  private setBack(header: Header, verdict: Exclude<Verdict, { kind: "settled" | "refused" }>): void {
    const { queue, pace, monotonicMs, random } = this.options;
    this.window = 1;
    if (verdict.kind === "hold") {
      queue.later(header, 0);
      if (this.running) this.stop(verdict.why);
      return;
    }
    const attempt = verdict.kind === "again" ? queue.attempts(header) : this.setbacks;
    const untilMs = monotonicMs() + Math.max(verdict.waitMs, backoffMs(attempt, pace.backoff, random()));
    queue.later(header, verdict.kind === "again" ? untilMs : 0);
    if (verdict.kind === "pause" && this.pausedUntilMs <= monotonicMs()) {
      this.setbacks += 1;
      this.pausedUntilMs = untilMs;
    }
  }

  /** Takes off the disk what is dealt with, all that has come together in one step. */
  private async writeDown(): Promise<void> {
    if (this.settling) return;
    this.settling = true;
    while (this.gone.orders.length + this.gone.refused.length > 0) {
      const { orders, refused } = this.gone;
      this.gone = { orders: [], refused: [] };
      try {
        await this.options.settle(
          orders,
          refused.map(({ fact }) => fact),
        );
      } catch {
        // It stays on the disk and is sent once more at the next start; the server knows it by its identity.
      }
      for (const { fact, outcome } of refused) this.options.settled(fact, outcome);
      this.options.changed();
    }
    this.settling = false;
  }
}
