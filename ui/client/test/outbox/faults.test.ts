/**
 * Random lives of a device: two tabs, crashes in the middle of anything, transactions that abort, answers that are lost or
 * come twice, leaders that go, clocks that jump. What a person was told is kept arrives, once, in order.
 */

import "fake-indexeddb/auto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outbox } from "../../src/outbox";
import { type OutboxStore, openStore, StorageError } from "../../src/outbox/store";
import type { Locks } from "../../src/outbox/tabs";
import { type CommandName, EVENTS } from "../../src/wire";
import { Line, Node, newName, outboxOn, refusal, type Sent, type Weather } from "./floor";

type Fault = "loseQuestion" | "loseAnswer" | "busy" | "conflict" | "signIn" | "twice";
type DiskFault = "add" | "read" | "settle" | "headersAfter" | "counts";
type Action =
  | { do: "enqueue"; tab: number; player: number; event: number }
  | { do: "crash" | "leave"; tab: number }
  | { do: "abort"; tab: number; fault: DiskFault }
  | { do: "weather"; fault: Fault; times: number }
  | { do: "cut" | "open" }
  | { do: "jump"; days: number }
  | { do: "wait"; turns: number };

const EVENTS_BY_PRIORITY: readonly CommandName[] = [
  EVENTS.ALERT_RAISED,
  EVENTS.STRENGTH_SET_COMPLETION,
  EVENTS.PLAYER_SAMPLES,
];
const [TABS, PLAYERS, DAY_MS] = [2, 3, 86_400_000];

const tab = fc.nat(TABS - 1);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("enqueue" as const), tab, player: fc.nat(PLAYERS - 1), event: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("crash" as const, "leave" as const), tab }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("abort" as const),
      tab,
      fault: fc.constantFrom<DiskFault>("add", "read", "settle", "headersAfter", "counts"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("weather" as const),
      fault: fc.constantFrom<Fault>("loseQuestion", "loseAnswer", "busy", "conflict", "signIn", "twice"),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("cut" as const, "open" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("jump" as const), days: fc.integer({ min: -400, max: 400 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), turns: fc.integer({ min: 1, max: 12 }) }),
  },
);

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Web Locks of one device, in the order of asking. */
function deviceLocks(): Locks {
  let free: Promise<unknown> = Promise.resolve();
  const request = (_name: string, { signal }: { signal: AbortSignal }, held: () => Promise<void>) => {
    const mine = free.then(() => (signal.aborted ? undefined : held()));
    free = mine.catch(() => undefined);
    return mine;
  };
  return { request } as unknown as Locks;
}

/** A program's way to the disk: the next call of a kind may abort, and a program that is dead reaches nothing. */
class Disk {
  dead = false;
  readonly aborts = new Set<string>();
  readonly store: OutboxStore;

  constructor(name: string) {
    const real = openStore(name);
    this.store = new Proxy(real, {
      get: (target, method: keyof OutboxStore) => {
        const call = target[method] as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          if (method === "close") return call.apply(target, given);
          if (this.dead) return new Promise(() => undefined);
          if (this.aborts.delete(method)) return Promise.reject(new StorageError("unavailable", "aborted"));
          return call.apply(target, given);
        };
      },
    });
  }
}

interface Program {
  readonly outbox: Outbox;
  readonly disk: Disk;
  readonly line: Line;
}

/** One device with its tabs, one node, and what people were told. */
class Device {
  readonly node = new Node();
  readonly name = newName();
  readonly locks = deviceLocks();
  readonly tabs: Program[] = [];
  /** What was claimed to be kept, in the order of the disk. */
  readonly claimed: { order: number; eventId: string; lane: string }[] = [];
  readonly denied = new Set<string>();
  private readonly pending: Promise<void>[] = [];
  private made = 0;
  private isUp = false;
  private days = 0;
  private weather: Fault[] = [];

  constructor() {
    for (let place = 0; place < TABS; place += 1) this.start(place);
  }

  start(place: number): void {
    const [disk, line] = [new Disk(this.name), new Line(this.node, -this.days * DAY_MS)];
    line.deviceMs += this.days * DAY_MS;
    line.weather = (_event, sent) => this.take(disk, sent);
    if (this.isUp) line.open();
    this.tabs[place] = { disk, line, outbox: outboxOn(line, this.name, { store: disk.store, locks: this.locks }) };
  }

  /** Faults wait in line for the next facts; one that is dead hears no answer to what it has sent. */
  private take(disk: Disk, sent: Sent): ReturnType<Weather> {
    const fault = this.weather.shift();
    if (disk.dead) return "loseAnswer";
    if (fault === "twice") this.node.take(sent);
    if (fault === "busy") return refusal("STORAGE_UNAVAILABLE", true, 1);
    if (fault === "conflict") return refusal("CONFLICT", true);
    if (fault === "signIn") return refusal("UNAUTHENTICATED");
    return fault === "loseQuestion" || fault === "loseAnswer" ? fault : null;
  }

  async act(action: Action): Promise<void> {
    if (action.do === "enqueue") this.enqueue(this.at(action.tab), action.player, action.event);
    else if (action.do === "crash" || action.do === "leave") this.end(action.tab, action.do === "crash");
    else if (action.do === "abort") this.at(action.tab).disk.aborts.add(action.fault);
    else if (action.do === "weather") this.weather.push(...Array<Fault>(action.times).fill(action.fault));
    else if (action.do === "jump") this.jump(action.days);
    else if (action.do === "wait") for (let count = 0; count < action.turns; count += 1) await turn();
    else this.connect(action.do === "open");
  }

  private at(place: number): Program {
    const program = this.tabs[place];
    if (program === undefined) throw new Error("no such tab");
    return program;
  }

  private enqueue({ outbox, disk }: Program, player: number, event: number): void {
    this.made += 1;
    const [eventId, name] = [`fact-${this.made}`, EVENTS_BY_PRIORITY[event] ?? EVENTS.PLAYER_SAMPLES];
    const told = outbox.put(name, { eventId, sessionId: "s", playerId: `p${player}` } as never).then((kept) => {
      if (disk.dead) return;
      if (kept.ok) this.claimed.push({ order: kept.order, eventId, lane: `${event}:p${player}` });
      else this.denied.add(eventId);
    });
    this.pending.push(Promise.race([told, this.died(disk)]));
  }

  private async died(disk: Disk): Promise<void> {
    while (!disk.dead) await pause(5);
  }

  /** A program ends, in order or in the middle of anything, and is started again. */
  private end(place: number, crash: boolean): void {
    const { outbox, disk } = this.at(place);
    if (crash) disk.dead = true;
    outbox.close();
    this.start(place);
  }

  private jump(days: number): void {
    this.days += days;
    for (const { line } of this.tabs) line.deviceMs += days * DAY_MS;
  }

  private connect(up: boolean): void {
    this.isUp = up;
    for (const { line } of this.tabs) {
      if (up) line.open();
      else line.cut();
    }
  }

  /** Fair weather at last: everything that waits goes out. */
  async settle(): Promise<void> {
    this.weather = [];
    for (const { disk } of this.tabs) disk.aborts.clear();
    this.connect(true);
    const until = Date.now() + 8_000;
    while ((await this.at(0).outbox.unsent()) > 0 && Date.now() < until) await pause(3);
    await Promise.all(this.pending);
    while ((await this.at(0).outbox.unsent()) > 0 && Date.now() < until) await pause(3);
    for (const { outbox, disk } of this.tabs) {
      disk.dead = true;
      outbox.close();
    }
  }
}

describe("whatever happens to a device", () => {
  it("what was claimed arrives once, what was denied never, and each player's facts in their order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
        const device = new Device();
        for (const each of actions) await device.act(each);
        await device.settle();
        const stored = device.node.stored.map(({ eventId }) => eventId);
        const known = new Set(stored);
        expect(device.claimed.filter(({ eventId }) => !known.has(eventId))).toEqual([]);
        expect(known.size).toBe(stored.length);
        expect(stored.filter((eventId) => device.denied.has(eventId))).toEqual([]);
        for (const lane of new Set(device.claimed.map((fact) => fact.lane))) {
          const recorded = device.claimed.filter((fact) => fact.lane === lane).sort((a, b) => a.order - b.order);
          const ids = recorded.map(({ eventId }) => eventId);
          expect(stored.filter((eventId) => ids.includes(eventId))).toEqual(ids);
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 120_000);

  it("what waits goes out by urgency, then by age", async () => {
    const facts = fc.array(fc.tuple(fc.nat(2), fc.nat(PLAYERS - 1)), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(facts, async (drafts) => {
        const line = new Line(new Node());
        const outbox = outboxOn(line, newName(), { pace: { window: 1, rateHz: 100_000 } });
        const kept: { priority: number; order: number; eventId: string }[] = [];
        for (const [priority, player] of drafts) {
          const event = EVENTS_BY_PRIORITY[priority] ?? EVENTS.PLAYER_SAMPLES;
          const fact = await outbox.put(event, { sessionId: "s", playerId: `p${player}` } as never);
          if (fact.ok) kept.push({ priority, order: fact.order, eventId: fact.eventId });
        }
        while (!outbox.state().leads || outbox.state().waiting < drafts.length) await pause(2);
        line.open();
        while ((await outbox.unsent()) > 0) await pause(2);
        outbox.close();
        kept.sort((a, b) => a.priority - b.priority || a.order - b.order);
        expect(line.node.arrivals.map(({ eventId }) => eventId)).toEqual(kept.map(({ eventId }) => eventId));
      }),
      { numRuns: 30, endOnFailure: true },
    );
  }, 60_000);
});
