import { createEmitter, EVENTS, type Incoming, type WallSessionState } from "@dryland/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWallFeed, type WallFeed, type WallSession } from "../src/features/wall/wallFeed";
import type { WallMemory } from "../src/features/wall/wallMemory";

const COLUMNS = ["jerseyNumber", "zone", "inZone", "signal"];

const stateOf = (sessionId: string, workoutName = "Bikes"): WallSessionState => ({
  sessionId,
  workoutName,
  workoutType: "conditioning",
  status: "active",
  duration: 60,
  players: [{ jerseyNumber: 7, status: "active" }],
  epoch: "one",
  seq: 1,
});

/** A node as the feed sees it: what it answers can be changed while the feed runs. */
class Node {
  readonly opens = createEmitter<void>();
  readonly events = createEmitter<Incoming>();
  readonly joined: string[] = [];
  there: string[] = ["one"];
  away = false;
  refusal: { code: string; retryable: boolean } | null = null;
  name = "Bikes";
  readonly feed: WallFeed;

  constructor(memory?: WallMemory) {
    this.feed = createWallFeed({
      ...(memory === undefined ? {} : { memory }),
      link: {
        onOpen: (listener) => this.opens.on(listener),
        onEvent: (listener) => this.events.on(listener),
        nowMs: () => Date.now(),
        request: ((_event: string, { sessionId }: { sessionId: string }) => {
          this.joined.push(sessionId);
          return Promise.resolve(
            this.refusal === null
              ? { ok: true, wall: stateOf(sessionId, this.name), columns: COLUMNS }
              : { ok: false, error: this.refusal },
          );
        }) as never,
      },
      ask: () => (this.away ? Promise.reject(new Error("away")) : Promise.resolve(this.there)),
    });
  }

  async opened(): Promise<this> {
    this.opens.emit();
    await vi.advanceTimersByTimeAsync(0);
    return this;
  }

  tell(event: string, payload: object): void {
    this.events.emit({ event, payload } as Incoming);
  }

  shown = () => this.feed.sessions().map(({ state }) => state.sessionId);
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("what a wall knows", () => {
  it("is every session that is not over, in the node's order, asked for as a wall", async () => {
    const node = new Node();
    node.there = ["two", "one"];
    await node.opened();
    expect(node.shown()).toEqual(["two", "one"]);
    expect(node.joined).toEqual(["two", "one"]);
  });

  it("gains a session that begins and loses one that is over within 10 s", async () => {
    const node = await new Node().opened();
    node.there = ["two"];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(node.shown()).toEqual(["two"]);
    expect(node.joined).toEqual(["one", "two"]);
  });

  it("takes in the newest frame, and when it came", async () => {
    const node = await new Node().opened();
    node.tell(EVENTS.LIVE_FRAME, { sessionId: "one", players: [[7, 3, true, "live"]] });
    const [session] = node.feed.sessions();
    expect(session?.rows).toEqual([[7, 3, true, "live"]]);
    expect(session?.frameAtMs).toBe(Date.now());
    expect(session?.columns).toEqual(COLUMNS);
  });

  it("asks for a session anew after a fact, once for a burst of them, and keeps the frame meanwhile", async () => {
    const node = await new Node().opened();
    node.tell(EVENTS.LIVE_FRAME, { sessionId: "one", players: [[7, 3, true, "live"]] });
    node.name = "Bikes, second half";
    for (let seq = 2; seq < 9; seq++) node.tell("training:position", { sessionId: "one", seq });
    await vi.advanceTimersByTimeAsync(300);
    expect(node.joined).toEqual(["one", "one"]);
    const [session] = node.feed.sessions();
    expect(session?.state.workoutName).toBe("Bikes, second half");
    expect(session?.rows).toEqual([[7, 3, true, "live"]]);
  });

  it("ignores what concerns a session it does not show, or none", async () => {
    const node = await new Node().opened();
    const before = node.feed.sessions();
    node.tell(EVENTS.LIVE_FRAME, { sessionId: "other", players: [] });
    node.tell("training:error", { message: "no" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(node.feed.sessions()).toBe(before);
    expect(node.joined).toEqual(["one"]);
  });
});

describe("a wall whose node goes and comes", () => {
  it("keeps what it shows while the node is away, asks every second, and joins everything anew", async () => {
    const node = await new Node().opened();
    node.away = true;
    await node.opened();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(node.shown()).toEqual(["one"]);
    expect(node.joined).toEqual(["one"]);
    node.away = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(node.joined).toEqual(["one", "one"]);
  });

  it("shows what it remembers, without figures, until the node has told all of it anew", async () => {
    const sessions = [{ state: stateOf("one", "Old"), columns: COLUMNS, rows: [[7, 3, true, "live"]], frameAtMs: 5 }];
    const kept: (readonly WallSession[])[] = [];
    const memory = {
      recall: () => ({ atMs: 7, sessions }),
      keep: (shown: readonly WallSession[]) => kept.push(shown),
      forget: () => undefined,
    };
    const node = new Node(memory);
    expect(node.feed.rememberedAtMs()).toBe(7);
    expect(node.feed.sessions()).toMatchObject([{ state: { workoutName: "Old" }, frameAtMs: null }]);
    node.away = true;
    await node.opened();
    expect(node.shown()).toEqual(["one"]);
    expect(kept).toEqual([]);
    node.away = false;
    node.there = ["two"];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(node.feed.rememberedAtMs()).toBeNull();
    expect(node.shown()).toEqual(["two"]);
    expect(kept.at(-1)).toMatchObject([{ state: { sessionId: "two" } }]);
  });

  it("joins anew after every connection", async () => {
    const node = await new Node().opened();
    for (let restart = 0; restart < 20; restart++) await node.opened();
    expect(node.joined).toHaveLength(21);
    expect(node.shown()).toEqual(["one"]);
  });

  it("tries a join again that the node could not answer, and gives one up that it refuses", async () => {
    const node = new Node();
    node.refusal = { code: "STORAGE_UNAVAILABLE", retryable: true };
    await node.opened();
    expect(node.shown()).toEqual([]);
    node.refusal = null;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(node.shown()).toEqual(["one"]);
    node.refusal = { code: "SESSION_NOT_FOUND", retryable: false };
    node.tell("training:position", { sessionId: "one", seq: 2 });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(node.joined).toHaveLength(3);
  });

  it("is quiet once it is closed", async () => {
    const node = await new Node().opened();
    const told = vi.fn();
    node.feed.subscribe(told);
    node.feed.close();
    node.there = ["two"];
    await vi.advanceTimersByTimeAsync(60_000);
    node.tell(EVENTS.LIVE_FRAME, { sessionId: "one", players: [] });
    expect(told).not.toHaveBeenCalled();
    expect(node.joined).toEqual(["one"]);
  });
});
