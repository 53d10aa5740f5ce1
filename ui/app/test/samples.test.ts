// @vitest-environment jsdom
import "fake-indexeddb/auto";
import { createLink, createOutbox, EVENTS, type Failed, type Link, localFailure, type Outcome } from "@dryland/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeSession } from "../dev/fakeFloor";
import { startFakeNode } from "../dev/fakeNode";
import { createSampler } from "../src/features/player/sensors/samples";

const AT = Date.parse("2026-01-10T18:00:00Z");
const about = { sessionId: "s", playerId: "p" };

interface Batch {
  t: string[];
  heartRate: (number | null)[];
}

describe("a player's own values", () => {
  beforeEach(() => void vi.useFakeTimers({ now: AT }));
  afterEach(() => void vi.useRealTimers());

  function sampling() {
    let phase: "live" | "offline" = "live";
    let answer: Outcome = { ok: true, eventId: "e" };
    const live: { atMs: number; heartRate: number }[] = [];
    const batches: Batch[] = [];
    const link = {
      state: () => ({ phase, sinceMs: 0, rttMs: null, code: null, message: null }),
      serverNowMs: () => Date.now(),
      send: async (_event: string, payload: object) => {
        const { occurredAt, metrics } = payload as { occurredAt: string; metrics: { heartRate: number } };
        if (answer.ok) live.push({ atMs: Date.parse(occurredAt), heartRate: metrics.heartRate });
        return answer;
      },
    };
    const put = async (_event: string, payload: object) => {
      batches.push((payload as { columns: Batch }).columns);
      return localFailure("KEPT_HERE");
    };
    const sampler = createSampler({ link, outbox: { put }, ...about });
    const beat = async (seconds: number, from: number) => {
      for (let second = 0; second < seconds; second += 1) {
        sampler.take({ heartRate: from + second });
        await vi.advanceTimersByTimeAsync(1_000);
      }
    };
    const set = (next: { phase?: typeof phase; answer?: Outcome }) => {
      phase = next.phase ?? phase;
      answer = next.answer ?? answer;
    };
    return { sampler, live, batches, beat, set };
  }

  const rates = (batches: readonly Batch[]) => batches.flatMap(({ heartRate }) => heartRate);

  it("go out one by one while there is a link", async () => {
    const { live, batches, beat } = sampling();
    await beat(5, 120);
    expect(live.map(({ heartRate }) => heartRate)).toEqual([120, 121, 122, 123, 124]);
    expect(live[0]?.atMs).toBe(AT);
    expect(batches).toEqual([]);
  });

  it("are kept by the second while cut, on the disk every quarter of a minute, and told as batches", async () => {
    const { live, batches, beat, set } = sampling();
    await beat(2, 100);
    set({ phase: "offline" });
    await beat(40, 110);
    expect(live).toHaveLength(2);
    expect(batches.map(({ t }) => t.length)).toEqual([15, 15]);
    set({ phase: "live" });
    await beat(1, 150);
    expect(batches.map(({ t }) => t.length)).toEqual([15, 15, 10]);
    expect(rates(batches)).toEqual(Array.from({ length: 40 }, (_, second) => 110 + second));
    expect(batches[0]?.t[0]).toBe(new Date(AT + 2_000).toISOString());
    expect(live.at(-1)?.heartRate).toBe(150);
  });

  it("that went into a line which was dead already are kept as well, in their order", async () => {
    const { batches, beat, set } = sampling();
    set({ answer: localFailure("NO_ANSWER") });
    await beat(3, 130);
    set({ phase: "offline", answer: { ok: true, eventId: "e" } });
    await beat(3, 133);
    set({ phase: "live" });
    await beat(1, 160);
    expect(rates(batches)).toEqual([130, 131, 132, 133, 134, 135]);
    expect(batches.flatMap(({ t }) => t)).toEqual([...batches.flatMap(({ t }) => t)].sort());
  });

  it("are not kept when the server has a reason against them", async () => {
    const { batches, beat, set } = sampling();
    const refused = localFailure("NO_ANSWER") as Failed;
    set({ answer: { ok: false, error: { ...refused.error, code: "FORBIDDEN", retryable: false } } });
    await beat(3, 130);
    set({ answer: { ok: true, eventId: "e" } });
    await beat(1, 131);
    expect(batches).toEqual([]);
  });

  it("are on the disk when the page goes away", async () => {
    const { sampler, batches, beat, set } = sampling();
    set({ phase: "offline" });
    await beat(3, 90);
    window.dispatchEvent(new Event("pagehide"));
    expect(rates(batches)).toEqual([90, 91, 92]);
    sampler.close();
    expect(batches).toHaveLength(1);
  });

  it("that are old are not repeated", async () => {
    const { live, sampler } = sampling();
    sampler.take({ heartRate: 120 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(live).toHaveLength(1);
  });
});

describe("over a real socket that is cut", () => {
  it("come as one batch of samples after the cut, not as single rows", async () => {
    const node = await startFakeNode({
      sessions: [makeSession({ sessionId: "s", name: "Bikes", count: 1 }, Date.now())],
    });
    const link: Link = createLink({ url: node.url, token: "t" });
    const outbox = createOutbox({ link, name: "phone", locks: null });
    const sampler = createSampler({ link, outbox, ...about, everyMs: 20 });
    let beats = 100;
    const strap = setInterval(() => {
      beats += 1;
      sampler.take({ heartRate: beats });
    }, 20);
    const received = (event: string) => node.received.filter((one) => one.event === event);
    await vi.waitFor(() => expect(received(EVENTS.PLAYER_METRICS_UPDATE).length).toBeGreaterThan(2), 5_000);
    link.cut();
    const singles = received(EVENTS.PLAYER_METRICS_UPDATE).length;
    const kept = async () => JSON.parse(await outbox.export()).waiting as { payload: { columns: Batch } }[];
    const isWhole = ({ t }: Batch) => t.length === 15;
    await vi.waitFor(
      async () => expect((await kept()).some(({ payload }) => isWhole(payload.columns))).toBe(true),
      5_000,
    );
    expect(received(EVENTS.PLAYER_METRICS_UPDATE)).toHaveLength(singles);
    link.retry();
    const batches = () => received(EVENTS.PLAYER_SAMPLES).map(({ payload }) => (payload as { columns: Batch }).columns);
    await vi.waitFor(() => expect(batches().some(isWhole)).toBe(true), 8_000);
    for (const { heartRate } of batches()) {
      expect(heartRate).toEqual(heartRate.toSorted((a, b) => Number(a) - Number(b)));
    }
    clearInterval(strap);
    sampler.close();
    outbox.close();
    link.close();
    await node.close();
  }, 20_000);
});
