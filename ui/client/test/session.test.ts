import { describe, expect, it } from "vitest";
import type { Failed } from "../src/courier";
import { createEmitter } from "../src/emitter";
import type { Incoming } from "../src/link";
import { initialLink, type LinkState } from "../src/linkState";
import { createSession, type Session } from "../src/session";
import { EVENTS, type JoinAck } from "../src/wire";
import { iso, joinAck, state, T0 } from "./made";

type Answer = JoinAck | Failed;

/** A link whose answers the test gives. It holds no rule. */
function makeLink() {
  const events = createEmitter<Incoming>();
  const opens = createEmitter<void>();
  const states = createEmitter<LinkState>();
  const asked: { payload: Record<string, unknown>; answer(answer: Answer): Promise<void> }[] = [];
  const link = {
    onEvent: events.on,
    onState: states.on,
    onOpen: opens.on,
    nowMs: () => T0,
    serverNowMs: () => T0,
    request: <Success extends { ok: true }>(_event: string, payload: object) =>
      new Promise<Success | Failed>((resolve) => {
        asked.push({
          payload: payload as Record<string, unknown>,
          answer: async (answer) => {
            resolve(answer as unknown as Success | Failed);
            await Promise.resolve();
            await Promise.resolve();
          },
        });
      }),
  };
  const last = () => {
    const found = asked.at(-1);
    if (found === undefined) throw new Error("nothing was asked");
    return found;
  };
  return {
    link,
    asked,
    last,
    open: () => opens.emit(),
    drop: () => states.emit({ ...initialLink(T0), phase: "offline" }),
    tell: (event: string, payload: object) => events.emit({ event, payload: { sessionId: "s", ...payload } }),
  };
}

class Memory {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

const fact = (seq: number, more: object = {}) => ({ epoch: "e1", seq, occurredAt: iso(T0), ...more });
const active = (seq: number) => fact(seq, { playerId: "a", status: "active" });

async function synced() {
  const made = makeLink();
  const session = createSession({ link: made.link, sessionId: "s" });
  made.open();
  await made.last().answer(joinAck());
  return { ...made, session };
}

const seqOf = (session: Session) => session.view().model.position?.seq;

describe("a session", () => {
  it("joins with frames, and is synced with the snapshot", async () => {
    const { session, asked } = await synced();
    expect(asked[0]?.payload).toEqual({ sessionId: "s", live: "frames" });
    expect(session.view()).toMatchObject({ phase: "synced", role: "trainer", asOfMs: null });
  });

  it("applies facts in their place and ignores repeats", async () => {
    const { session, tell, asked } = await synced();
    tell(EVENTS.PLAYER_STATUS_UPDATE, active(11));
    tell(EVENTS.PLAYER_STATUS_UPDATE, active(11));
    tell(EVENTS.POSITION, fact(12));
    expect(seqOf(session)).toBe(12);
    expect(asked).toHaveLength(1);
  });

  it("rejoins from where it was when something is missing, and puts what came meanwhile in its place", async () => {
    const { session, tell, asked, last } = await synced();
    tell(EVENTS.PLAYER_STATUS_UPDATE, active(13));
    expect(asked[1]?.payload).toMatchObject({ epoch: "e1", lastSeq: 10 });
    tell(EVENTS.PLAYER_STATUS_UPDATE, fact(14, { playerId: "b", status: "paused" }));
    const events = [11, 12, 13].map(
      (seq) => ({ event: EVENTS.PLAYER_STATUS_UPDATE, payload: { sessionId: "s", ...active(seq) } }) as const,
    );
    await last().answer(joinAck({ recovered: true, seq: 13, events: events as never }));
    expect(seqOf(session)).toBe(14);
    expect(session.view().model.state?.players.map((one) => one.status)).toEqual(["active", "paused"]);
    expect(session.view().model.discontinuity).toBeNull();
  });

  it("rejoins when the epoch changes under it", async () => {
    const { session, tell, last } = await synced();
    tell(EVENTS.POSITION, { epoch: "e2", seq: 1 });
    await last().answer(joinAck({ session: state({ epoch: "e2", seq: 1 }) }));
    expect(session.view().model.discontinuity?.reason).toBe("restarted");
  });

  it("keeps what it knows while the link is down and says since when", async () => {
    const { session, drop, open, last } = await synced();
    drop();
    expect(session.view()).toMatchObject({ phase: "detached", asOfMs: T0 });
    expect(session.view().model.state?.players).toHaveLength(2);
    open();
    expect(last().payload).toMatchObject({ epoch: "e1", lastSeq: 10 });
    await last().answer(joinAck({ recovered: true, events: [] }));
    expect(session.view()).toMatchObject({ phase: "synced", asOfMs: null });
  });

  it("lets only the newest join count", async () => {
    const { session, drop, open, asked } = await synced();
    drop();
    open();
    drop();
    open();
    await asked[1]?.answer(joinAck({ session: state({ seq: 99, workoutName: "old" }) }));
    expect(session.view().model.state?.workoutName).toBe("Intervals");
  });

  it("is told once a frame, and each player once", async () => {
    const { session, tell } = await synced();
    const heard: string[] = [];
    session.subscribePlayer("a", () => heard.push("a"));
    session.subscribePlayer("b", () => heard.push("b"));
    session.subscribeFrames(() => heard.push("frame"));
    tell(EVENTS.LIVE_FRAME, { at: iso(T0), players: [["a", 150, 4, true, "live", 100]] });
    expect(heard).toEqual(["a", "frame"]);
    expect(session.live("a")?.values).toMatchObject({ heartRate: 150, zone: 4 });
  });

  it("hears nothing of other sessions", async () => {
    const { session, tell } = await synced();
    tell(EVENTS.PLAYER_STATUS_UPDATE, { ...active(11), sessionId: "other" });
    expect(seqOf(session)).toBe(10);
  });

  it("asks for a snapshot after catching up on a transition whose targets only the node can resolve", async () => {
    const plan = {
      intervals: [
        { id: "i", name: "Hard", type: "work", duration: 60, heartRate: { basis: "pctHrMax", min: 85, max: 92 } },
      ],
    } as const;
    const made = makeLink();
    const session = createSession({ link: made.link, sessionId: "s" });
    made.open();
    await made.last().answer(joinAck({ session: state({ plan }) }));
    made.drop();
    made.open();
    const payload = {
      sessionId: "s",
      ...fact(11),
      intervalId: "x",
      index: 0,
      transitionType: "automatic",
      transition: { toInterval: { name: "Hard", type: "work" } },
    };
    const events = [{ event: EVENTS.CONDITIONING_INTERVAL_TRANSITION, payload }];
    await made.last().answer(joinAck({ recovered: true, seq: 11, events: events as never }));
    expect(made.last().payload).not.toHaveProperty("lastSeq");
    await made.last().answer(joinAck({ session: state({ seq: 11, workoutName: "fresh" }) }));
    expect(session.view().model.state?.workoutName).toBe("fresh");
    expect(session.view().model.discontinuity).toBeNull();
  });

  it("forgets everything when it is not let in", async () => {
    const made = makeLink();
    const store = new Memory();
    const session = createSession({ link: made.link, sessionId: "s", store });
    made.open();
    await made.last().answer(joinAck());
    session.save();
    made.drop();
    made.open();
    const error = {
      code: "FORBIDDEN",
      message: "no",
      severity: "error",
      retryable: false,
      suggestedActions: [],
    } as const;
    await made.last().answer({ ok: false, error });
    expect(session.view()).toMatchObject({ phase: "refused", error: { code: "FORBIDDEN" } });
    expect(session.view().model.state).toBeNull();
    expect(store.items.size).toBe(0);
    session.close();
  });
});

describe("memory", () => {
  it("shows the last known state with its age after a reload, and joins for a fresh one", async () => {
    const store = new Memory();
    const first = makeLink();
    const before = createSession({ link: first.link, sessionId: "s", store });
    first.open();
    await first.last().answer(joinAck());
    first.tell(EVENTS.LIVE_FRAME, { at: iso(T0), players: [["a", 150, 4, true, "live", 100]] });
    before.close();

    const second = makeLink();
    const after = createSession({ link: second.link, sessionId: "s", store });
    expect(after.view()).toMatchObject({ phase: "joining", asOfMs: T0 });
    expect(after.view().model.state?.workoutName).toBe("Intervals");
    expect(after.live("a")?.values.heartRate).toBe(150);
    second.open();
    expect(second.last().payload).not.toHaveProperty("lastSeq");
    await second.last().answer(joinAck());
    expect(after.view().asOfMs).toBeNull();
    after.close();
  });

  it("never holds a medical field", async () => {
    const store = new Memory();
    const made = makeLink();
    const session = createSession({ link: made.link, sessionId: "s", store });
    made.open();
    const secret = {
      medicalNotes: "torn ligament",
      restrictions: [{ bodyRegion: "knee", level: "no_impact" }],
    } as const;
    const players = state().players.map((one) => ({ ...one, ...secret }));
    await made.last().answer(joinAck({ session: state({ players }) }));
    session.close();
    expect([...store.items.values()].join()).toContain("Player a");
    expect([...store.items.values()].join()).not.toMatch(/ligament|knee/);
  });

  it("does without a store that is broken", async () => {
    const broken = {
      getItem: () => "{nonsense",
      setItem: () => {
        throw new Error("full");
      },
      removeItem: () => {
        throw new Error("no");
      },
    };
    const made = makeLink();
    const session = createSession({ link: made.link, sessionId: "s", store: broken });
    made.open();
    await made.last().answer(joinAck());
    expect(() => session.close()).not.toThrow();
    expect(session.view().phase).toBe("synced");
  });
});
