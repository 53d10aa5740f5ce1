/** A node that keeps facts by identity, behind a link that can be cut, be silent and refuse. Not the client's core. */

import type { ClockState } from "../../src/clock";
import { addReading, CLOCK_UNKNOWN, serverTime } from "../../src/clock";
import { localFailure, type Outcome } from "../../src/courier";
import { createEmitter } from "../../src/emitter";
import type { LinkState } from "../../src/linkState";
import { createOutbox, type Outbox, type OutboxOptions } from "../../src/outbox";
import type { ServerRevision } from "../../src/wire";

type OutboxLink = OutboxOptions["link"];

export type Sent = Record<string, unknown> & { eventId: string };
export type Weather = (event: string, payload: Sent) => Outcome | "loseQuestion" | "loseAnswer" | null;

export function refusal(code: string, retryable = false, retryAfterMs?: number): Outcome {
  const error = { code, message: code, severity: "error", retryable, suggestedActions: [], retryAfterMs };
  return { ok: false, error } as unknown as Outcome;
}

/** That weather for so many facts, then none. */
export function times(count: number, weather: ReturnType<Weather>): Weather {
  let left = count;
  return () => {
    left -= 1;
    return left >= 0 ? weather : null;
  };
}

/** The node's side: what was stored, in order, once per identity. */
export class Node {
  readonly stored: Sent[] = [];
  readonly arrivals: Sent[] = [];
  private readonly known = new Set<string>();

  take(payload: Sent): Outcome {
    this.arrivals.push(payload);
    const duplicate = this.known.has(payload.eventId);
    if (!duplicate) this.stored.push(payload);
    this.known.add(payload.eventId);
    return { ok: true, eventId: payload.eventId, ...(duplicate ? { duplicate } : {}) };
  }
}

export class Line implements OutboxLink {
  /** What the node says it is. */
  revision: ServerRevision | null = null;
  weather: Weather = () => null;
  deviceMs = Date.parse("2026-01-10T18:00:00Z");
  clockKnown: ClockState = CLOCK_UNKNOWN;
  private phase: LinkState["phase"] = "offline";
  private readonly opens = createEmitter<void>();
  private readonly states = createEmitter<LinkState>();
  private readonly clocks = createEmitter<ClockState>();
  private readonly servers = createEmitter<ServerRevision | null>();

  /** `offsetMs`: how far the node's clock is ahead of this device's. */
  constructor(
    readonly node: Node,
    readonly offsetMs = 0,
  ) {}

  nowMs = (): number => this.deviceMs;
  serverNowMs = (): number => serverTime(this.clockKnown, this.deviceMs);
  clock = (): ClockState => this.clockKnown;
  state = (): LinkState => ({ phase: this.phase, sinceMs: 0, rttMs: null, code: null, message: null });
  onState = (listener: (state: LinkState) => void) => this.states.on(listener);
  onClock = (listener: (clock: ClockState) => void) => this.clocks.on(listener);
  server = (): ServerRevision | null => (this.phase === "live" ? this.revision : null);
  onServer = (listener: (server: ServerRevision | null) => void) => this.servers.on(listener);
  onOpen(listener: () => void) {
    if (this.phase === "live") listener();
    return this.opens.on(listener);
  }

  open(): void {
    this.phase = "live";
    this.states.emit(this.state());
    this.opens.emit();
    const at = this.deviceMs + this.offsetMs;
    this.clockKnown = addReading(this.clockKnown, { t0: this.deviceMs, t1: at, t2: at, t3: this.deviceMs });
    this.servers.emit(this.revision);
    this.clocks.emit(this.clockKnown);
  }

  cut(): void {
    this.phase = "offline";
    this.states.emit(this.state());
  }

  async deliver(event: string, payload: object): Promise<Outcome> {
    const sent = payload as Sent;
    if (this.phase !== "live") return localFailure("NOT_CONNECTED");
    const weather = this.weather(event, sent);
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (weather === "loseQuestion") return localFailure("NO_ANSWER");
    if (weather !== null && weather !== "loseAnswer") return weather;
    const answer = this.node.take(sent);
    return weather === "loseAnswer" ? localFailure("NO_ANSWER") : answer;
  }
}

export const FAST = { backoff: { firstMs: 2, capMs: 8 }, rateHz: 100_000 };
let names = 0;
export function newName(): string {
  names += 1;
  return `device-${names}`;
}

export function outboxOn(line: Line, name: string, more: Partial<OutboxOptions> = {}): Outbox {
  return createOutbox({ link: line, name, pace: FAST, locks: null, ...more });
}

export function set(playerId: string, setNumber: number) {
  const setData = { setNumber, totalSets: 400, reps: 5, weight: 100, weightUnit: "kg" as const };
  return { sessionId: "s", playerId, exerciseId: "squat", exerciseName: "Squat", setData };
}
