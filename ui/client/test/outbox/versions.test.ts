/** A server of another version, and a disk that an older version of this client has written. */

import "fake-indexeddb/auto";
import { openDB } from "idb";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Outcome } from "../../src/courier";
import type { Outbox } from "../../src/outbox";
import { openStore, STEPS } from "../../src/outbox/store";
import { BUILT_WITH } from "../../src/revision";
import { EVENTS } from "../../src/wire";
import { Line, Node, newName, outboxOn, refusal, set } from "./floor";

const OLDER = { release: "0.0.9", contract: "older" };
const open: Outbox[] = [];
const started = (...args: Parameters<typeof outboxOn>): Outbox => {
  const outbox = outboxOn(...args);
  open.push(outbox);
  return outbox;
};
afterEach(() => {
  for (const outbox of open.splice(0)) outbox.close();
});

/** A server that does not know jumps yet. */
const knowsNoJumps = (event: string): Outcome | null =>
  event === EVENTS.PLYOMETRICS_JUMP_MEASUREMENT ? refusal("UNKNOWN_EVENT") : null;
const jump = { sessionId: "s", playerId: "a", testId: "cmj" } as never;

describe("a server that does not understand a fact because it is of another version", () => {
  it("costs the fact nothing: it is kept with the reason, holds up nobody, and goes to the next version by itself", async () => {
    const line = new Line(new Node());
    Object.assign(line, { weather: knowsNoJumps, revision: OLDER });
    const outbox = started(line, newName());
    line.open();
    const kept = await outbox.put(EVENTS.PLYOMETRICS_JUMP_MEASUREMENT, jump);
    await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    expect(kept.ok && (await kept.answer)).toMatchObject({ error: { code: "OTHER_VERSION" } });
    await vi.waitFor(() => expect(line.node.stored).toHaveLength(1));
    expect(outbox.state().refused).toMatchObject([{ foreignTo: "older", error: { code: "UNKNOWN_EVENT" } }]);
    expect(await outbox.unsent()).toBe(1);

    line.cut();
    line.open();
    await vi.waitFor(() => expect(outbox.state().hold).toBeNull());
    expect(outbox.state().refused).toHaveLength(1);

    line.cut();
    Object.assign(line, { weather: () => null, revision: BUILT_WITH });
    line.open();
    await vi.waitFor(() => expect(line.node.stored).toHaveLength(2));
    expect(line.node.stored[1]?.eventId).toBe(kept.ok && kept.eventId);
    await vi.waitFor(() => expect(outbox.state()).toMatchObject({ refused: [], waiting: 0 }));
  });

  it("is told apart from a fact that the same version refuses", async () => {
    const line = new Line(new Node());
    Object.assign(line, { weather: () => refusal("VALIDATION_FAILED"), revision: BUILT_WITH });
    const outbox = started(line, newName());
    line.open();
    const kept = await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 1));
    expect(kept.ok && (await kept.answer)).toMatchObject({ error: { code: "VALIDATION_FAILED" } });
    expect(outbox.state().refused[0]?.foreignTo).toBeUndefined();
  });

  it("is tried again also by the program that is started when the server has changed", async () => {
    const [name, before] = [newName(), new Line(new Node())];
    Object.assign(before, { weather: knowsNoJumps, revision: OLDER });
    const first = started(before, name);
    before.open();
    const kept = await first.put(EVENTS.PLYOMETRICS_JUMP_MEASUREMENT, jump);
    if (kept.ok) await kept.answer;
    first.close();

    const after = new Line(new Node());
    after.revision = BUILT_WITH;
    after.open();
    started(after, name);
    await vi.waitFor(() => expect(after.node.stored).toHaveLength(1), 5_000);
  });
});

describe("a disk that the version before has written", () => {
  const written = (playerId: string, number: number, eventId: string) => ({
    eventId,
    event: EVENTS.STRENGTH_SET_COMPLETION,
    payload: { ...set(playerId, number), eventId, occurredAt: "2026-01-10T17:00:00.000Z" },
    priority: 1,
    lane: `1:${playerId}`,
    deviceAtMs: Date.parse("2026-01-10T17:00:00Z"),
    timed: true,
  });

  async function writeVersionOne(name: string): Promise<void> {
    const [first] = STEPS;
    const database = await openDB(`dryland-outbox-${name}`, 1, {
      upgrade: (db, _from, _to, transaction) => first?.(db as never, transaction as never),
    });
    for (const number of [1, 2, 3]) await database.add("facts", written("a", number, `fact-${number}`));
    const { error } = refusal("CONFLICT") as Extract<Outcome, { ok: false }>;
    await database.add("refused", { ...written("b", 9, "shelved"), order: 0, error, refusedAtMs: 5 });
    await database.put("meta", -86_400_000, "clockOffsetMs");
    database.close();
  }

  it("is taken over with every fact, in order, with the shelf and the clock that was known", async () => {
    const name = newName();
    await writeVersionOne(name);
    const line = new Line(new Node());
    const outbox = started(line, name);
    await vi.waitFor(() => expect(outbox.state()).toMatchObject({ ready: true, waiting: 3 }));
    expect(outbox.state().refused).toMatchObject([{ eventId: "shelved", contract: null }]);
    const kept = await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set("a", 4));
    const held = JSON.parse(await outbox.export()).waiting as { contract: string | null }[];
    expect(held.map(({ contract }) => contract)).toEqual([null, null, null, BUILT_WITH.contract]);
    line.open();
    await vi.waitFor(() => expect(line.node.stored).toHaveLength(4));
    const order = line.node.stored.map(({ eventId }) => eventId);
    expect(order).toEqual(["fact-1", "fact-2", "fact-3", kept.ok && kept.eventId]);
    expect(line.node.stored[0]).toMatchObject({ occurredAt: "2026-01-10T17:00:00.000Z" });
    expect(line.node.stored[3]).toMatchObject({ occurredAt: "2026-01-09T18:00:00.000Z" });
  });

  it("is taken over under the feet of a page of the version before, which goes on keeping facts", async () => {
    const name = newName();
    await writeVersionOne(name);
    const old = await openDB(`dryland-outbox-${name}`, 1, {
      blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    });
    const store = openStore(name);
    expect(await store.counts()).toMatchObject({ waiting: 3 });
    expect(old.version).toBe(1);
    store.close();
  });

  it("of a later version is left as it is, and facts are still kept on it", async () => {
    const name = newName();
    const later = await openDB(`dryland-outbox-${name}`, 99, {
      async upgrade(db, _from, _to, transaction) {
        for (const step of STEPS) await step(db as never, transaction as never);
      },
    });
    later.close();
    const store = openStore(name);
    const entry = await store.add({ ...written("a", 1, "one"), contract: null } as never);
    expect(entry.order).toBe(1);
    expect(await store.counts()).toMatchObject({ waiting: 1 });
    store.close();
  });
});
