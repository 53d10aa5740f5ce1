import "fake-indexeddb/auto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Outbox } from "../../src/outbox";
import { openStore } from "../../src/outbox/store";
import { EVENTS } from "../../src/wire";
import { Line, Node, newName, outboxOn, refusal, set, times } from "./floor";

const open: Outbox[] = [];
const started = (...args: Parameters<typeof outboxOn>): Outbox => {
  const outbox = outboxOn(...args);
  open.push(outbox);
  return outbox;
};
const leading = (outbox: Outbox) =>
  vi.waitFor(() => expect(outbox.state()).toMatchObject({ leads: true, ready: true }));
const emptied = (outbox: Outbox) =>
  vi.waitFor(async () => {
    expect(await outbox.unsent()).toBe(0);
    expect(outbox.state().waiting).toBe(0);
  }, 5_000);
const numbers = (node: Node, playerId: string) =>
  node.stored
    .filter((fact) => fact.playerId === playerId)
    .map((fact) => (fact.setData as { setNumber: number }).setNumber);

afterEach(() => {
  for (const outbox of open.splice(0)) outbox.close();
});

describe("a fact in the outbox", () => {
  it("is on the disk when put resolves, and survives the program's end", async () => {
    const name = newName();
    const first = started(new Line(new Node()), name);
    const kept = await first.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    expect(kept).toMatchObject({ ok: true, order: 1 });
    first.close();

    const line = new Line(new Node());
    const second = started(line, name);
    line.open();
    await emptied(second);
    expect(line.node.stored.map((fact) => fact.eventId)).toEqual([kept.ok && kept.eventId]);
  });

  it("is answered by the node when the link is there", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    line.open();
    const kept = await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    expect(kept.ok && (await kept.answer)).toMatchObject({ ok: true });
    await emptied(outbox);
    expect(outbox.state()).toMatchObject({ hold: null, storage: "ok", refused: [] });
  });

  it("is put once, however often it is put under one identity", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    const fact = { ...set("a", 1), eventId: "one" };
    await Promise.all([1, 2, 3].map(() => outbox.put(EVENTS.STRENGTH_SET_COMPLETION, fact)));
    expect(await outbox.unsent()).toBe(1);
    line.open();
    await emptied(outbox);
    expect(line.node.arrivals).toHaveLength(1);
  });

  it("goes out by urgency, then by age", async () => {
    const name = newName();
    const before = started(new Line(new Node()), name);
    await before.put(EVENTS.PLAYER_SAMPLES, { sessionId: "s", playerId: "a", columns: { t: [0], heartRate: [120] } });
    await before.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await before.put(EVENTS.STRENGTH_SET_COMPLETION, set("b", 1));
    await before.put(EVENTS.ALERT_RAISED, { type: "help_requested", sessionId: "s", playerId: "c" } as never);
    before.close();
    const line = new Line(new Node());
    const outbox = started(line, name, { pace: { window: 1, rateHz: 100_000 } });
    await leading(outbox);
    line.open();
    await emptied(outbox);
    const kind = (fact: object) => ("columns" in fact ? "samples" : "setData" in fact ? "set" : "alert");
    expect(line.node.stored.map((fact) => `${kind(fact)} ${fact.playerId}`)).toEqual([
      "alert c",
      "set a",
      "set b",
      "samples a",
    ]);
  });

  it("is tried again under its identity when its answer is lost, and is stored once", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    line.weather = times(3, "loseAnswer");
    line.open();
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await emptied(outbox);
    expect(line.node.arrivals.length).toBeGreaterThan(1);
    expect(line.node.stored).toHaveLength(1);
  });

  it.each(["RATE_LIMITED", "STORAGE_UNAVAILABLE"])("waits as long as the server says %s", async (code) => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    line.weather = times(15, refusal(code, true, 1));
    line.open();
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await emptied(outbox);
    expect(outbox.state().refused).toEqual([]);
    expect(line.node.stored).toHaveLength(1);
  });

  it("holds its place, and holds up its player only, while the server calls it a conflict", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    await leading(outbox);
    for (const number of [1, 2, 3]) {
      await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", number));
      await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("b", number));
    }
    const conflict = times(5, refusal("CONFLICT", true));
    line.weather = (event, fact) => (fact.playerId === "a" ? conflict(event, fact) : null);
    line.open();
    await emptied(outbox);
    expect(numbers(line.node, "a")).toEqual([1, 2, 3]);
    expect(numbers(line.node, "b")).toEqual([1, 2, 3]);
  });

  it("stays when the sign-in is no longer good, and goes out after the next", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    line.weather = () => refusal("UNAUTHENTICATED");
    line.open();
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await vi.waitFor(() => expect(outbox.state().hold).toBe("signIn"));
    expect(await outbox.unsent()).toBe(1);
    line.weather = () => null;
    line.open();
    await emptied(outbox);
    expect(outbox.state().refused).toEqual([]);
  });
});

describe("a fact that is kept but doubted", () => {
  it("is on the server, and its sender hears the doubt", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    line.open();
    const doubt = refusal("IMPLAUSIBLE_LOAD");
    line.weather = () => (doubt.ok ? doubt : { ...doubt, error: { ...doubt.error, kept: true } });
    const put = await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    expect(put.ok && (await put.answer)).toMatchObject({ ok: false, error: { code: "IMPLAUSIBLE_LOAD" } });
    await emptied(outbox);
    expect(outbox.state().refused).toEqual([]);
  });
});

describe("a fact that is refused for good", () => {
  it("stays visible with the reason over a restart, and lets the next one through", async () => {
    const name = newName();
    const line = new Line(new Node());
    const outbox = started(line, name);
    line.weather = (_event, fact) =>
      (fact.setData as { setNumber: number }).setNumber === 1 ? refusal("FORBIDDEN") : null;
    line.open();
    const kept = await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 2));
    expect(kept.ok && (await kept.answer)).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
    await emptied(outbox);
    expect(numbers(line.node, "a")).toEqual([2]);
    outbox.close();

    const later = started(new Line(new Node()), name);
    await vi.waitFor(() => expect(later.state().refused).toMatchObject([{ error: { code: "FORBIDDEN" } }]));
    await later.dismiss([later.state().refused[0]?.eventId ?? ""]);
    expect(later.state().refused).toEqual([]);
  });

  it("can be sent once more under the same identity", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    line.weather = () => refusal("FORBIDDEN");
    line.open();
    const kept = await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await vi.waitFor(() => expect(outbox.state().refused).toHaveLength(1));
    line.weather = () => null;
    await outbox.resend(outbox.state().refused[0]?.eventId ?? "");
    await emptied(outbox);
    expect(outbox.state().refused).toEqual([]);
    expect(line.node.stored.map((fact) => fact.eventId)).toEqual([kept.ok && kept.eventId]);
  });

  it("was called retryable too often to be only late", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    line.weather = () => refusal("INTERNAL", true);
    line.open();
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await vi.waitFor(() => expect(outbox.state().refused).toMatchObject([{ error: { code: "INTERNAL" } }]), 3_000);
  });
});

describe("the courier's way", () => {
  it("answers at once when offline, after 800 ms when slow, and never makes a fact wait for the link", async () => {
    const line = new Line(new Node());
    const outbox = started(line, newName());
    expect(await outbox.deliver(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1))).toMatchObject({
      ok: false,
      error: { code: "KEPT_HERE", severity: "info" },
    });
    line.weather = () => "loseQuestion";
    line.open();
    const began = performance.now();
    const slow = await outbox.deliver(EVENTS.STRENGTH_SET_COMPLETION, set("a", 2));
    expect(slow).toMatchObject({ error: { code: "KEPT_HERE" } });
    expect(performance.now() - began).toBeLessThan(1_500);
    line.weather = () => null;
    await emptied(outbox);
    expect(await outbox.deliver(EVENTS.STRENGTH_SET_COMPLETION, set("a", 3))).toMatchObject({ ok: true });
  });

  it("never keeps an order to a floor for later", async () => {
    const outbox = started(new Line(new Node()), newName());
    expect(await outbox.deliver(EVENTS.SESSION_START, { sessionId: "s" })).toMatchObject({
      error: { code: "NOT_CONNECTED" },
    });
    expect(await outbox.unsent()).toBe(0);
  });
});

describe("a disk that takes nothing", () => {
  const broken = (fault: Error) => ({ ...wrapped(newName()), add: () => Promise.reject(fault) });

  it("is said, and the fact is not claimed", async () => {
    const { StorageError } = await import("../../src/outbox/store");
    const outbox = started(new Line(new Node()), newName(), { store: broken(new StorageError("full", null)) });
    expect(await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1))).toMatchObject({
      ok: false,
      error: { code: "STORAGE_FULL", severity: "error" },
    });
    expect(outbox.state().storage).toBe("full");
  });

  it("lets a courier's fact go straight to the node, claimed only by the node's answer", async () => {
    const { StorageError } = await import("../../src/outbox/store");
    const line = new Line(new Node());
    const outbox = started(line, newName(), { store: broken(new StorageError("full", null)) });
    expect(await outbox.deliver(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1))).toMatchObject({ ok: false });
    line.open();
    expect(await outbox.deliver(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1))).toMatchObject({ ok: true });
    expect(line.node.stored).toHaveLength(1);
  });
});

describe("time", () => {
  const DAY_MS = 86_400_000;

  it("is the node's, on a device whose clock is wrong by a day; the device's own is kept beside it", async () => {
    const line = new Line(new Node(), DAY_MS);
    const outbox = started(line, newName());
    const trueMs = line.deviceMs + DAY_MS;
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    expect(JSON.parse(await outbox.export()).waiting).toMatchObject([{ timed: false, deviceAtMs: line.deviceMs }]);
    line.deviceMs += 7_200_000;
    line.open();
    await emptied(outbox);
    expect(Date.parse(String(line.node.stored[0]?.occurredAt))).toBe(trueMs);
  });

  it("is the node's after a restart without a link, by what the device knew before", async () => {
    const name = newName();
    const first = new Line(new Node(), DAY_MS);
    const before = started(first, name);
    first.open();
    await vi.waitFor(async () => expect(await openStore(name).recall("clockOffsetMs")).toBe(DAY_MS));
    before.close();
    const after = started(new Line(new Node()), name);
    await after.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    const [fact] = JSON.parse(await after.export()).waiting;
    expect(Date.parse(fact.payload.occurredAt)).toBe(first.deviceMs + DAY_MS);
  });

  it("that the caller gives is never touched", async () => {
    const line = new Line(new Node(), DAY_MS);
    const outbox = started(line, newName());
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, { ...set("a", 1), occurredAt: "2026-01-01T00:00:00Z" });
    line.open();
    await emptied(outbox);
    expect(line.node.stored[0]?.occurredAt).toBe("2026-01-01T00:00:00Z");
  });
});

describe("two tabs", () => {
  it("never send twice, know each other's counts and answers, and one takes over from the other", async () => {
    const [name, node] = [newName(), new Node()];
    const tabs = [1, 2].map(() => {
      const line = new Line(node);
      return { line, outbox: started(line, name) };
    });
    const leads = ({ outbox }: { outbox: Outbox }) => outbox.state().leads;
    const waiting = () => tabs.map(({ outbox }) => outbox.state().waiting);
    await vi.waitFor(() => expect(tabs.filter(leads)).toHaveLength(1));
    const leader = tabs.find(leads)?.outbox as Outbox;
    const follower = tabs.find((tab) => !leads(tab))?.outbox as Outbox;
    const kept = await follower.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    await vi.waitFor(() => expect(waiting()).toEqual([1, 1]));
    for (const { line } of tabs) line.open();
    expect(kept.ok && (await kept.answer)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(waiting()).toEqual([0, 0]));
    expect(node.arrivals).toHaveLength(1);

    leader.close();
    await vi.waitFor(() => expect(follower.state().leads).toBe(true), 5_000);
    await follower.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 2));
    await emptied(follower);
    expect(numbers(node, "a")).toEqual([1, 2]);
  });
});

function wrapped(name: string) {
  const store = openStore(name);
  return new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
    ownKeys: () => Object.getOwnPropertyNames(Object.getPrototypeOf(store)),
    getOwnPropertyDescriptor: (target, key) => ({
      configurable: true,
      enumerable: true,
      value: (Reflect.get(target, key) as () => void).bind(target),
    }),
  });
}
