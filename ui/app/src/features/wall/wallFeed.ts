/**
 * What a wall knows: the sessions it may show, each as the node gave it to walls, and the newest frame. A stored fact is
 * not read but taken as a reason to ask for the session anew, so a wall holds nothing that the node did not shape for it.
 * Plain TypeScript; knows no screen.
 */

import {
  type Cell,
  createEmitter,
  EVENTS,
  type Incoming,
  type JoinAck,
  type Link,
  type LiveFrame,
  type WallSessionState,
} from "@dryland/client";
import type { WallMemory } from "./wallMemory";

/** A session on the wall. */
export interface WallSession {
  readonly state: WallSessionState;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Device time at which the newest frame came, ms; null before the first. */
  readonly frameAtMs: number | null;
}

export interface WallFeed {
  sessions(): readonly WallSession[];
  /** When what is shown was told, ms since 1970, where it is only remembered; null as soon as the node has said more. */
  rememberedAtMs(): number | null;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface WallFeedOptions {
  link: Pick<Link, "onOpen" | "onEvent" | "request" | "nowMs">;
  /** The sessions that are not over, in their order. Rejects when the node cannot be asked. */
  ask(): Promise<readonly string[]>;
  memory?: WallMemory;
}

const LOOK_EVERY_MS = 10_000;
const LOOK_AGAIN_MS = 1_000;
const ANEW_AFTER_MS = 300;

export function createWallFeed(options: WallFeedOptions): WallFeed {
  return new Feed(options);
}

class Feed implements WallFeed {
  private readonly changes = createEmitter<void>();
  private readonly known = new Map<string, WallSession>();
  private readonly anew = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly endings: (() => void)[];
  private order: readonly string[] = [];
  private shown: readonly WallSession[] = [];
  private looking: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private remembered: number | null = null;

  constructor(private readonly options: WallFeedOptions) {
    const { link, memory } = options;
    const before = memory?.recall() ?? null;
    if (before !== null) {
      this.remembered = before.atMs;
      this.shown = before.sessions.map((session) => ({ ...session, frameAtMs: null })); // its figures are too old
    }
    this.endings = [link.onOpen(() => void this.look(true)), link.onEvent((incoming) => this.hear(incoming))];
  }

  sessions = (): readonly WallSession[] => this.shown;
  rememberedAtMs = (): number | null => this.remembered;
  subscribe = (listener: () => void): (() => void) => this.changes.on(listener);

  close(): void {
    this.closed = true;
    clearTimeout(this.looking);
    for (const timer of this.anew.values()) clearTimeout(timer);
    for (const end of this.endings) end();
  }

  /** Which sessions there are; joins those that are new, and after a new connection all of them. */
  private async look(all: boolean): Promise<void> {
    clearTimeout(this.looking);
    const found = await this.options.ask().catch(() => null);
    if (this.closed) return;
    clearTimeout(this.looking);
    this.looking = setTimeout(() => void this.look(found === null), found === null ? LOOK_AGAIN_MS : LOOK_EVERY_MS);
    if (found === null) return;
    this.order = found;
    for (const id of this.known.keys()) if (!found.includes(id)) this.known.delete(id);
    const joins = found.filter((id) => all || !this.known.has(id)).map((id) => this.join(id));
    this.tell();
    if (this.remembered === null) return;
    await Promise.all(joins);
    this.remembered = null;
    if (!this.closed) this.tell();
  }

  private async join(sessionId: string): Promise<void> {
    const ack = await this.options.link.request<JoinAck>(EVENTS.JOIN_SESSION, {
      sessionId,
      role: "wall",
      live: "frames",
    });
    if (this.closed) return;
    if (ack.ok && ack.wall !== undefined) this.take(ack.wall, ack.columns);
    else if (!ack.ok && ack.error.retryable) this.joinSoon(sessionId, LOOK_AGAIN_MS);
  }

  private take(state: WallSessionState, columns: readonly string[]): void {
    const before = this.known.get(state.sessionId);
    const { rows, frameAtMs } = before ?? { rows: [], frameAtMs: null };
    this.known.set(state.sessionId, { state, columns, rows, frameAtMs });
    this.tell();
  }

  private joinSoon(sessionId: string, afterMs: number): void {
    if (this.anew.has(sessionId)) return;
    const go = () => {
      this.anew.delete(sessionId);
      void this.join(sessionId);
    };
    this.anew.set(sessionId, setTimeout(go, afterMs));
  }

  private hear({ event, payload }: Incoming): void {
    const id = sessionOf(payload);
    const session = id === null ? undefined : this.known.get(id);
    if (session === undefined || id === null) return;
    if (event === EVENTS.LIVE_FRAME) {
      const { players } = payload as LiveFrame;
      this.known.set(id, { ...session, rows: players, frameAtMs: this.options.link.nowMs() });
      this.tell();
    } else if (event !== EVENTS.SESSION_JOINED) this.joinSoon(id, ANEW_AFTER_MS);
  }

  private tell(): void {
    const shown = this.order.flatMap((id) => this.known.get(id) ?? []);
    if (this.remembered !== null) return; // what was before stays until the new is whole
    this.shown = shown;
    this.options.memory?.keep(shown);
    this.changes.emit();
  }
}

function sessionOf(payload: unknown): string | null {
  const named = typeof payload === "object" && payload !== null && "sessionId" in payload ? payload.sessionId : null;
  return typeof named === "string" ? named : null;
}
