/**
 * One session on one screen: joins it, keeps its model and live values right, resumes by epoch + seq, and tells
 * subscribers. A gap leads to a rejoin; a hole that cannot be filled is said. Knows no screen.
 */

import type { Failure } from "./courier";
import { createEmitter } from "./emitter";
import type { Incoming, Link } from "./link";
import { applyFrame, emptyFloor, type LiveFloor, type LiveTrack, setColumns } from "./live";
import { forget, recall, remember, restoreLive, type TextStore } from "./memory";
import {
  applyFact,
  applyJoin,
  emptySession,
  isFact,
  lacksPointers,
  lacksTargets,
  placeOf,
  resumePoint,
  type SessionModel,
} from "./sessionModel";
import type { JoinAck, JoinRole, LiveFrame } from "./wire";
import { EVENTS } from "./wire";

export type SessionPhase = "joining" | "synced" | "detached" | "refused";

/** An immutable picture of what is known; replaced when a stored fact or the phase changes, not by live values. */
export interface SessionView {
  phase: SessionPhase;
  model: SessionModel;
  error: Failure | null;
  /** The role the node has taken from the token; null before the first join. */
  role: string | null;
  /** Set while what is shown comes from this device's memory or was true when the link was lost. Device time, ms. */
  asOfMs: number | null;
}

export interface SessionOptions {
  link: Pick<Link, "onEvent" | "onOpen" | "onState" | "request" | "serverNowMs" | "nowMs">;
  sessionId: string;
  /** In what part to join; what may be seen follows from the token, so it may be left out. */
  role?: JoinRole;
  store?: TextStore;
}

export interface Session {
  readonly sessionId: string;
  view(): SessionView;
  subscribe(listener: () => void): () => void;
  live(playerId: string): LiveTrack | undefined;
  subscribePlayer(playerId: string, listener: () => void): () => void;
  /** Told after each frame, once, after the players' own listeners. */
  subscribeFrames(listener: () => void): () => void;
  /** Writes the last known state down now. */
  save(): void;
  /** Leaves the session's room and closes. */
  leave(): void;
  close(): void;
}

const SAVE_EVERY_MS = 5_000;
const REJOIN_AFTER_MS = 1_000;

interface SpareTime {
  requestIdleCallback?(run: () => void): unknown;
}

/** A browser writes to its disk within the call; it may choose when nobody waits for a picture. */
function inSpareTime(run: () => void): void {
  const { requestIdleCallback } = globalThis as SpareTime;
  if (requestIdleCallback === undefined) run();
  else requestIdleCallback(run);
}

export function createSession(options: SessionOptions): Session {
  return new LiveSession(options);
}

class LiveSession implements Session {
  readonly sessionId: string;
  private readonly link: SessionOptions["link"];
  private readonly changes = createEmitter<void>();
  private readonly frames = createEmitter<void>();
  private readonly players = new Map<string, ReturnType<typeof createEmitter<void>>>();
  private readonly floor: LiveFloor = emptyFloor();
  private readonly endings: (() => void)[];
  private saving: ReturnType<typeof setInterval> | undefined;
  private current: SessionView;
  private early: Incoming[] = [];
  private joins = 0;
  private rejoinTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SessionOptions) {
    this.sessionId = options.sessionId;
    this.link = options.link;
    this.current = { phase: "joining", model: emptySession(options.sessionId), error: null, role: null, asOfMs: null };
    this.recall();
    this.endings = [
      this.link.onEvent((incoming) => this.receive(incoming)),
      this.link.onState((state) => {
        if (state.phase === "offline" || state.phase === "refused") this.detach();
      }),
      this.link.onOpen(() => void this.join()),
    ];
    if (options.store !== undefined) this.saving = setInterval(() => inSpareTime(this.saveWhileOpen), SAVE_EVERY_MS);
  }

  view = (): SessionView => this.current;
  subscribe = (listener: () => void): (() => void) => this.changes.on(listener);
  live = (playerId: string): LiveTrack | undefined => this.floor.players.get(playerId);
  subscribeFrames = (listener: () => void): (() => void) => this.frames.on(listener);

  subscribePlayer(playerId: string, listener: () => void): () => void {
    let emitter = this.players.get(playerId);
    if (emitter === undefined) {
      emitter = createEmitter<void>();
      this.players.set(playerId, emitter);
    }
    return emitter.on(listener);
  }

  save(): void {
    if (this.options.store === undefined || this.current.phase !== "synced") return;
    remember(this.options.store, this.current.model, this.floor, this.link.nowMs());
  }

  private readonly saveWhileOpen = (): void => {
    if (this.saving !== undefined) this.save();
  };

  leave(): void {
    void this.link.request(EVENTS.LEAVE_SESSION, { sessionId: this.sessionId });
    this.close();
  }

  close(): void {
    this.save();
    clearInterval(this.saving);
    this.saving = undefined;
    clearTimeout(this.rejoinTimer);
    this.joins += 1;
    for (const end of this.endings) end();
  }

  private recall(): void {
    const entry = this.options.store === undefined ? null : recall(this.options.store, this.sessionId);
    if (entry === null) return;
    restoreLive(this.floor, entry.live);
    const { state, durationAtMs, analyses } = entry;
    const model = { ...this.current.model, state, durationAtMs, analyses };
    this.current = { ...this.current, model, asOfMs: entry.savedAtMs };
  }

  private set(change: Partial<SessionView>): void {
    this.current = { ...this.current, ...change };
    this.changes.emit();
  }

  private detach(): void {
    if (this.current.phase === "detached" || this.current.phase === "refused") return;
    this.save();
    this.joins += 1;
    this.set({ phase: "detached", asOfMs: this.current.asOfMs ?? this.link.nowMs() });
  }

  /** Joins from where we are, or anew when `fresh`. Only the newest attempt counts; what arrives meanwhile is kept and then put in its place. */
  private async join(fresh = false): Promise<void> {
    this.joins += 1;
    const attempt = this.joins;
    const { model } = this.current;
    const [position, state] = [resumePoint(model), model.state];
    const resumed = !fresh && position !== null && state !== null;
    const have = !resumed ? {} : { epoch: position.epoch, lastSeq: position.seq };
    this.set({ phase: "joining" });
    const answer = await this.link.request<JoinAck>(EVENTS.JOIN_SESSION, {
      sessionId: this.sessionId,
      live: "frames",
      ...(this.options.role === undefined ? {} : { role: this.options.role }),
      ...have,
    });
    if (attempt !== this.joins) return;
    if (answer.ok) this.joinedWith(answer, resumed);
    else this.refusedWith(answer.error);
  }

  private joinedWith(ack: JoinAck, resumed: boolean): void {
    clearTimeout(this.rejoinTimer);
    setColumns(this.floor, ack.columns);
    this.set({
      phase: "synced",
      model: applyJoin(this.current.model, ack, resumed),
      error: null,
      role: ack.role,
      asOfMs: null,
    });
    const early = this.early;
    this.early = [];
    for (const incoming of early) this.receive(incoming);
    if (ack.recovered && (lacksTargets(this.current.model) || lacksPointers(ack))) void this.join(true);
  }

  private refusedWith(error: Failure): void {
    this.early = [];
    if (error.retryable) {
      this.rejoinLater(error.retryAfterMs ?? REJOIN_AFTER_MS);
      this.set({ error });
      return;
    }
    if (this.options.store !== undefined) forget(this.options.store, this.sessionId);
    this.set({ phase: "refused", error, model: emptySession(this.sessionId), asOfMs: null });
  }

  private rejoinLater(delayMs: number): void {
    clearTimeout(this.rejoinTimer);
    this.rejoinTimer = setTimeout(() => void this.join(), Math.max(REJOIN_AFTER_MS, delayMs));
  }

  private receive(incoming: Incoming): void {
    const { event, payload } = incoming;
    if (!isFact(payload) || payload.sessionId !== this.sessionId) return;
    if (event === EVENTS.LIVE_FRAME) this.frame(payload as unknown as LiveFrame);
    else if (payload.seq === undefined) this.derived(event, payload);
    else if (this.current.phase === "joining") this.early.push(incoming);
    else if (this.current.phase === "synced") this.stored(event, payload);
  }

  private frame(frame: LiveFrame): void {
    if (this.current.phase !== "synced") return;
    for (const playerId of applyFrame(this.floor, frame, this.link.nowMs())) this.players.get(playerId)?.emit();
    this.frames.emit();
  }

  private derived(event: string, payload: { sessionId: string }): void {
    if (event === EVENTS.SESSION_JOINED || this.current.phase !== "synced") return;
    const model = applyFact(this.current.model, event, payload);
    if (model !== this.current.model) this.set({ model });
  }

  private stored(event: string, fact: { sessionId: string; seq?: number; epoch?: string }): void {
    if (event === EVENTS.SESSION_JOINED) return;
    const { position, deferred } = this.current.model;
    const place = placeOf(position, fact, deferred);
    if (place === "next" || place === "deferred") this.set({ model: applyFact(this.current.model, event, fact) });
    else if (place !== "duplicate") void this.join();
  }
}
