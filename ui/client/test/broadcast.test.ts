import { describe, expect, it } from "vitest";
import { createBroadcast } from "../src/broadcast";
import { createEmitter } from "../src/emitter";
import { initialLink, type LinkState } from "../src/linkState";
import type { OutboxState } from "../src/outbox";
import { COMMAND_DELIVERY, EVENTS } from "../src/wire";

function desk() {
  const went: string[] = [];
  const states = createEmitter<LinkState>();
  const told = createEmitter<void>();
  const floor = { link: initialLink(0), waiting: 0 };
  const answer = async () => ({ ok: true }) as const;
  const by = (way: string) => (event: string, payload: object) => {
    went.push(`${way} ${event} ${JSON.stringify(payload)}`);
    return answer() as Promise<never>;
  };
  const outbox = { waiting: 0, refused: [] } as unknown as OutboxState;
  const broadcast = createBroadcast({
    link: { request: by("question"), send: by("order"), state: () => floor.link, onState: states.on },
    outbox: { deliver: by("fact"), state: () => ({ ...outbox, waiting: floor.waiting }), subscribe: told.on },
  });
  return { broadcast, went, floor, states, told };
}

describe("the senders", () => {
  it("are one for each event that a client may send, and none else", () => {
    const { senders } = desk().broadcast;
    expect(Object.keys(senders)).toHaveLength(Object.keys(COMMAND_DELIVERY).length);
    expect(senders).toHaveProperty("strengthSetCompletion");
    expect(senders).not.toHaveProperty("liveFrame");
  });

  it("send what has happened through the outbox, orders at once, questions without identity", async () => {
    const { broadcast, went } = desk();
    const { senders } = broadcast;
    await senders.playerStatusUpdate({ sessionId: "s", playerId: "a", status: "paused" });
    await senders.sessionStart("s");
    await senders.clock({ t0: 1 });
    await broadcast.send(EVENTS.SESSION_END, { sessionId: "s" });
    expect(went).toEqual([
      'fact training:player:status {"sessionId":"s","playerId":"a","status":"paused"}',
      'order training:session:start {"sessionId":"s"}',
      'question training:clock {"t0":1}',
      'order training:session:end {"sessionId":"s"}',
    ]);
  });
});

describe("the state of sending", () => {
  it("says whether there is a link and how much waits, and is the same object while nothing has changed", () => {
    const { broadcast, floor, states, told } = desk();
    let changes = 0;
    broadcast.subscribe(() => {
      changes += 1;
    });
    const before = broadcast.state();
    expect(before).toMatchObject({ isConnected: false, queueLength: 0 });
    told.emit();
    expect(broadcast.state()).toBe(before);
    floor.link = { ...floor.link, phase: "live" };
    states.emit(floor.link);
    floor.waiting = 3;
    told.emit();
    expect(broadcast.state()).toMatchObject({ isConnected: true, queueLength: 3 });
    expect(changes).toBe(2);
  });
});
