/**
 * The one connection of a page: socket.io-client on `/training`, reconnecting for ever, with a state that can be told
 * to a person, a clock offset, and requests that always get an answer. Knows no session and no screen.
 */

import { io, type Socket } from "socket.io-client";
import { addReading, CLOCK_UNKNOWN, type ClockState, serverTime } from "./clock";
import { type Courier, createSend, type Failed, localFailure, type Outcome, readAck, type Send } from "./courier";
import { createEmitter } from "./emitter";
import { newEventId } from "./eventId";
import { initialLink, type LinkInput, type LinkState, SLOW_MS, stepLink } from "./linkState";
import { watchPage } from "./pageWatch";
import { revisionIn } from "./revision";
import { type Accepted, EVENTS, type ServerRevision } from "./wire";

export interface LinkOptions {
  /** Origin of the node, e.g. `https://floor.example`. */
  url: string;
  /** A token, or where the newest one comes from: it is asked at every connection, and rejects when none can be had now. */
  token: string | (() => Promise<string>);
  transports?: ("websocket" | "polling")[];
  /** Device time, ms since 1970. */
  nowMs?: () => number;
}

export interface Incoming {
  event: string;
  payload: unknown;
  /** There when the node waits for this screen's word that the event is on the glass. */
  confirm?: (answer: object) => void;
}

export interface Link extends Courier {
  state(): LinkState;
  clock(): ClockState;
  /** Device time, ms since 1970: what ages are measured with. */
  nowMs(): number;
  /** Node time, ms since 1970: what every countdown is computed from. */
  serverNowMs(): number;
  /** Device time of the last sign of life from the node; null before the first. */
  heardAtMs(): number | null;
  /** What the server says it is; null until it has said so, anew after each connection. */
  server(): ServerRevision | null;
  onServer(listener: (server: ServerRevision | null) => void): () => void;
  onState(listener: (state: LinkState) => void): () => void;
  onClock(listener: (clock: ClockState) => void): () => void;
  onEvent(listener: (incoming: Incoming) => void): () => void;
  /** Called at every (re)connection, and at once when the link is up already. */
  onOpen(listener: () => void): () => void;
  /** Asks and waits for the answer. Never rejects. */
  request<Success extends { ok: true }>(event: string, payload: object): Promise<Success | Failed>;
  /** A command with its own identity and time. */
  send: Send;
  /** Hangs up and stays away until `retry`: to see and to show what a dead network does. */
  cut(): void;
  /** Connect now: after a refusal, or instead of waiting for the next attempt. */
  retry(): void;
  close(): void;
}

const ANSWER_TIMEOUT_MS = 8_000;
const PROBE_EVERY_MS = 5_000;
const FIRST_PROBES = 4;
const FIRST_PROBE_GAP_MS = 150;
const DEAD_AFTER_MS = 5_000;
const REJOIN_DELAY_MS = 400;
const REJOIN_DELAY_MAX_MS = 5_000;
const RETRYABLE_REFUSALS = new Set(["STORAGE_UNAVAILABLE", "INTERNAL", "RATE_LIMITED"]);

export function createLink(options: LinkOptions): Link {
  return new SocketLink(options);
}

interface ConnectRefusal {
  code: string;
  message: string;
}

function connectRefusal(error: Error): ConnectRefusal | null {
  const data: unknown = "data" in error ? error.data : undefined;
  if (typeof data !== "object" || data === null || !("code" in data) || typeof data.code !== "string") return null;
  return { code: data.code, message: error.message };
}

class SocketLink implements Link {
  readonly send: Send;
  private readonly socket: Socket;
  readonly nowMs: () => number;
  private readonly states = createEmitter<LinkState>();
  private readonly clocks = createEmitter<ClockState>();
  private readonly servers = createEmitter<ServerRevision | null>();
  private readonly events = createEmitter<Incoming>();
  private readonly opens = createEmitter<void>();
  private readonly unwatchPage: () => void;
  private current: LinkState;
  private clockState: ClockState = CLOCK_UNKNOWN;
  private told: ServerRevision | null = null;
  private heard: number | null = null;
  private probeTimer: ReturnType<typeof setTimeout> | undefined;
  private rejoinTimer: ReturnType<typeof setTimeout> | undefined;
  private rejoins = 0;
  private probesLeft = 0;
  private away = false;

  constructor(options: LinkOptions) {
    this.nowMs = options.nowMs ?? Date.now;
    this.current = initialLink(this.nowMs());
    this.send = createSend(this, { newEventId, nowMs: () => this.serverNowMs() });
    this.socket = io(`${options.url}/training`, {
      path: "/socket.io/",
      auth: (give: (auth: { token: string }) => void) => void this.giveToken(options.token, give),
      transports: options.transports ?? ["websocket", "polling"],
      tryAllTransports: true,
      reconnection: true,
      reconnectionAttempts: Number.POSITIVE_INFINITY,
      reconnectionDelay: REJOIN_DELAY_MS,
      reconnectionDelayMax: REJOIN_DELAY_MAX_MS,
      randomizationFactor: 0.5,
      timeout: 8_000,
      forceNew: true,
    });
    this.listen();
    this.unwatchPage = watchPage({ onShown: () => this.check(), onOnline: () => this.hurry() });
  }

  state = (): LinkState => this.current;
  clock = (): ClockState => this.clockState;
  serverNowMs = (): number => serverTime(this.clockState, this.nowMs());
  heardAtMs = (): number | null => this.heard;
  onState = (listener: (state: LinkState) => void): (() => void) => this.states.on(listener);
  server = (): ServerRevision | null => this.told;
  onServer = (listener: (server: ServerRevision | null) => void): (() => void) => this.servers.on(listener);
  onClock = (listener: (clock: ClockState) => void): (() => void) => this.clocks.on(listener);
  onEvent = (listener: (incoming: Incoming) => void): (() => void) => this.events.on(listener);

  onOpen(listener: () => void): () => void {
    if (this.socket.connected) listener();
    return this.opens.on(listener);
  }

  deliver(event: string, payload: object): Promise<Outcome> {
    return this.request<Accepted>(event, payload);
  }

  async request<Success extends { ok: true }>(event: string, payload: object): Promise<Success | Failed> {
    if (!this.socket.connected) return localFailure("NOT_CONNECTED");
    try {
      return readAck<Success>(await this.ask(event, payload, ANSWER_TIMEOUT_MS));
    } catch {
      return localFailure("NO_ANSWER");
    }
  }

  cut(): void {
    this.away = true;
    clearTimeout(this.rejoinTimer);
    this.socket.disconnect();
  }

  retry(): void {
    this.away = false;
    this.step({ kind: "retry" });
    clearTimeout(this.rejoinTimer);
    this.socket.disconnect().connect();
  }

  close(): void {
    clearTimeout(this.probeTimer);
    clearTimeout(this.rejoinTimer);
    this.unwatchPage();
    this.socket.disconnect();
  }

  /** A token that cannot be had now is no refusal: it is tried again as after any other failure to connect. */
  private async giveToken(token: LinkOptions["token"], give: (auth: { token: string }) => void): Promise<void> {
    try {
      give({ token: typeof token === "string" ? token : await token() });
    } catch {
      this.socket.disconnect();
      this.step({ kind: "failed" });
      if (!this.away) this.rejoinLater();
    }
  }

  private listen(): void {
    this.socket.on("connect", () => this.opened());
    this.socket.on("disconnect", (reason) => this.closed(reason));
    this.socket.on("connect_error", (error) => this.failed(error));
    this.socket.io.on("ping", () => this.hear());
    this.socket.onAny((event: string, payload: unknown, confirm: unknown) => {
      this.hear();
      this.events.emit({ event, payload, ...(isConfirm(confirm) ? { confirm } : {}) });
    });
  }

  private opened(): void {
    this.rejoins = 0;
    this.tellServer(null);
    this.hear();
    this.step({ kind: "opened" });
    this.opens.emit();
    this.probesLeft = FIRST_PROBES;
    this.scheduleProbe(0);
  }

  private closed(reason: Socket.DisconnectReason): void {
    clearTimeout(this.probeTimer);
    this.step({ kind: "closed" });
    if (reason === "io server disconnect") this.rejoinLater();
  }

  private failed(error: Error): void {
    const refusal = connectRefusal(error);
    if (refusal === null || RETRYABLE_REFUSALS.has(refusal.code)) this.step({ kind: "failed" });
    else this.step({ kind: "refused", ...refusal });
    if (!this.socket.active && this.current.phase !== "refused") this.rejoinLater();
  }

  /** The manager does not reconnect after a polite disconnect or a refusal; we do, with the same jitter. */
  private rejoinLater(): void {
    clearTimeout(this.rejoinTimer);
    const ceiling = Math.min(REJOIN_DELAY_MAX_MS, REJOIN_DELAY_MS * 2 ** this.rejoins);
    this.rejoins += 1;
    this.rejoinTimer = setTimeout(() => this.socket.connect(), ceiling * (0.5 + Math.random()));
  }

  private hurry(): void {
    if (this.away || this.socket.connected || this.current.phase === "refused") return;
    clearTimeout(this.rejoinTimer);
    this.socket.disconnect().connect();
  }

  /** A page that comes back from sleep often holds a dead connection that nobody has noticed. */
  private check(): void {
    if (this.socket.connected) this.scheduleProbe(0);
    else this.hurry();
  }

  private scheduleProbe(delayMs: number): void {
    clearTimeout(this.probeTimer);
    this.probeTimer = setTimeout(() => void this.probe(), delayMs);
  }

  private async probe(): Promise<void> {
    const t0 = this.nowMs();
    const overdue = setTimeout(() => this.step({ kind: "overdue", waitedMs: SLOW_MS }), SLOW_MS);
    const engine = this.socket.io.engine;
    try {
      const answer: unknown = await this.ask(EVENTS.CLOCK, { t0 }, DEAD_AFTER_MS);
      this.read(t0, answer);
    } catch {
      const silent = (this.heard ?? 0) < t0;
      if (silent && engine === this.socket.io.engine) engine.close();
    } finally {
      clearTimeout(overdue);
    }
    this.probesLeft = Math.max(0, this.probesLeft - 1);
    if (this.socket.connected) this.scheduleProbe(this.probesLeft > 0 ? FIRST_PROBE_GAP_MS : PROBE_EVERY_MS);
  }

  private read(t0: number, answer: unknown): void {
    const t3 = this.nowMs();
    this.hear();
    this.step({ kind: "answered", rttMs: t3 - t0 });
    if (!isClockAnswer(answer)) return;
    this.tellServer(revisionIn(answer));
    this.clockState = addReading(this.clockState, { t0, t1: answer.t1, t2: answer.t2, t3 });
    if (this.clockState.strays > 0) this.probesLeft = Math.max(this.probesLeft, FIRST_PROBES);
    this.clocks.emit(this.clockState);
  }

  /** Behind an address there may be another server after each connection. */
  private tellServer(told: ServerRevision | null): void {
    if (told?.release === this.told?.release && told?.contract === this.told?.contract) return;
    this.told = told;
    this.servers.emit(told);
  }

  private async ask(event: string, payload: object, timeoutMs: number): Promise<unknown> {
    const answer: unknown = await this.socket.timeout(timeoutMs).emitWithAck(event, payload);
    this.hear();
    return answer;
  }

  private hear(): void {
    this.heard = this.nowMs();
  }

  private step(input: LinkInput): void {
    const next = stepLink(this.current, input, this.nowMs());
    if (next === this.current) return;
    this.current = next;
    this.states.emit(next);
  }
}

function isConfirm(value: unknown): value is (answer: object) => void {
  return typeof value === "function";
}

function isClockAnswer(value: unknown): value is { t1: number; t2: number } {
  return (
    typeof value === "object" &&
    value !== null &&
    "t1" in value &&
    "t2" in value &&
    typeof value.t1 === "number" &&
    typeof value.t2 === "number"
  );
}
