import { afterEach, describe, expect, it } from "vitest";
import { makeSession } from "../../app/dev/fakeFloor";
import { type FakeNode, type FakeNodeOptions, startFakeNode } from "../../app/dev/fakeNode";
import { createLink, type Link } from "../src/link";
import type { LinkPhase } from "../src/linkState";
import { createSession } from "../src/session";
import { EVENTS } from "../src/wire";

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const SESSIONS = () => [makeSession({ sessionId: "s", name: "Intervals", count: 3 }, Date.now())];

async function node(options: Partial<FakeNodeOptions> = {}): Promise<FakeNode> {
  const started = await startFakeNode({ sessions: SESSIONS(), ...options });
  open.push(started);
  return started;
}

function connect(url: string, transports?: ("websocket" | "polling")[]): Link {
  const link = createLink({ url, token: "t", ...(transports === undefined ? {} : { transports }) });
  open.push(link);
  return link;
}

function until(check: () => boolean, subscribe: (listener: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    if (check()) return resolve();
    const end = subscribe(() => {
      if (!check()) return;
      end();
      resolve();
    });
  });
}

const phase = (link: Link, wanted: LinkPhase) =>
  until(
    () => link.state().phase === wanted,
    (listener) => link.onState(listener),
  );

describe("the link, over a real socket", () => {
  it.each([["websocket"], ["polling"]] as const)("opens over %s and learns the clock", async (transport) => {
    const link = connect((await node()).url, [transport]);
    await phase(link, "live");
    await until(
      () => link.clock().best !== null,
      (listener) => link.onClock(listener),
    );
    expect(Math.abs(link.serverNowMs() - Date.now())).toBeLessThan(50);
    expect(link.heardAtMs()).not.toBeNull();
  });

  it("stays away after a cut until it is told to come back", async () => {
    const link = connect((await node()).url);
    await phase(link, "live");
    link.cut();
    expect(link.state().phase).toBe("offline");
    expect(await link.send(EVENTS.SESSION_PAUSE, { sessionId: "s" })).toMatchObject({
      error: { code: "NOT_CONNECTED" },
    });
    link.retry();
    await phase(link, "live");
  });

  it("gets an acknowledgement for a command with its own identity and time", async () => {
    const server = await node();
    const link = connect(server.url);
    await phase(link, "live");
    expect(await link.send(EVENTS.SESSION_START, { sessionId: "s" })).toMatchObject({ ok: true });
    expect(server.received.at(-1)).toMatchObject({
      event: EVENTS.SESSION_START,
      payload: {
        sessionId: "s",
        eventId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        occurredAt: expect.stringMatching(/Z$/),
      },
    });
  });

  it("answers at once when there is no connection, and sends nothing later", async () => {
    const link = connect("http://127.0.0.1:9");
    expect(await link.send(EVENTS.SESSION_START, { sessionId: "s" })).toMatchObject({
      ok: false,
      error: { code: "NOT_CONNECTED" },
    });
    await phase(link, "offline");
  });

  it("is refused with the node's code and does not hammer on the door", async () => {
    const link = connect((await node({ refuse: "UNAUTHENTICATED" })).url);
    await phase(link, "refused");
    expect(link.state().code).toBe("UNAUTHENTICATED");
  });

  it("tries again by itself when the node says that it only cannot now", async () => {
    const options: FakeNodeOptions = { sessions: SESSIONS(), refuse: "STORAGE_UNAVAILABLE" };
    const server = await startFakeNode(options);
    open.push(server);
    const link = connect(server.url);
    await phase(link, "offline");
    delete options.refuse;
    await phase(link, "live");
  });

  it("comes back after the node was restarted, and its session resumes by itself", async () => {
    const first = await startFakeNode({ sessions: SESSIONS() });
    const link = connect(first.url);
    const session = createSession({ link, sessionId: "s" });
    open.push(session);
    await until(
      () => session.view().phase === "synced",
      (listener) => session.subscribe(listener),
    );
    await first.close();
    await phase(link, "offline");
    expect(session.view().phase).toBe("detached");
    const second = await node({ port: first.port });
    await until(
      () => session.view().phase === "synced",
      (listener) => session.subscribe(listener),
    );
    expect(second.received[0]).toMatchObject({ payload: { epoch: "e1", lastSeq: 1 } });
    expect(link.state().phase).toBe("live");
  });

  it("comes back after a polite disconnect, which socket.io-client itself does not", async () => {
    const server = await node();
    const link = connect(server.url);
    await phase(link, "live");
    server.disconnectAll();
    await phase(link, "offline");
    await phase(link, "live");
  });

  it("learns what the server is, and anew after each connection", async () => {
    const first = await startFakeNode({ sessions: SESSIONS(), revision: { release: "0.1.0", contract: "a" } });
    const link = connect(first.url);
    const heard: (string | null)[] = [];
    link.onServer((server) => heard.push(server?.contract ?? null));
    const knows = (contract: string) =>
      until(
        () => link.server()?.contract === contract,
        (listener) => link.onServer(listener),
      );
    await knows("a");
    await first.close();
    await node({ port: first.port, revision: { release: "0.2.0", contract: "b" } });
    await knows("b");
    expect(heard).toEqual(["a", null, "b"]);
  });

  it("takes a token that cannot be had for the moment as no refusal, and tries again", async () => {
    const server = await node();
    let asked = 0;
    const token = async () => {
      asked += 1;
      if (asked < 3) throw new Error("the server that gives tokens is away");
      return "t";
    };
    const link = createLink({ url: server.url, token });
    open.push(link);
    const seen: LinkPhase[] = [];
    link.onState(({ phase }) => seen.push(phase));
    await phase(link, "live");
    expect(seen).not.toContain("refused");
    expect(asked).toBe(3);
  });

  it("says that it is slow while the node is", async () => {
    const link = connect((await node({ slowMs: 1_000 })).url);
    await phase(link, "slow");
    expect(link.state().rttMs).toBeGreaterThanOrEqual(800);
  });
});
