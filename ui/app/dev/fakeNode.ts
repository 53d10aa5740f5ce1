/**
 * A tiny Socket.IO server that speaks as much of the contract as a board needs, for tests of the link and the screens.
 * Never shipped. What it shows comes from `fakeFloor` and is made up.
 */

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { Server, type Socket } from "socket.io";
import { EVENTS, type ServerRevision } from "../../client/src/generated/contract";
import { COLUMNS, type FakeSession, frame } from "./fakeFloor";

export interface FakeNodeOptions {
  sessions: FakeSession[];
  /** Where the built screens are. */
  staticDir?: string;
  port?: number;
  /** Refuse every connection with this code. */
  refuse?: string;
  /** ms between frames; 0: none by themselves */
  frameMs?: number;
  /** How far back frames are sent to who joins, s, so that curves have a past. */
  backfillS?: number;
  /** Delay before every acknowledgement, ms. */
  slowMs?: number;
  /** What it says that it is; it says nothing otherwise. */
  revision?: ServerRevision;
}

export interface FakeNode {
  readonly url: string;
  readonly port: number;
  readonly received: { event: string; payload: unknown }[];
  emit(event: string, payload: unknown): void;
  /** Sends a frame of every session now. */
  frames(): void;
  disconnectAll(): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export async function startFakeNode(options: FakeNodeOptions): Promise<FakeNode> {
  const http = createServer((request, response) => serve(options, request, response));
  const io = new Server(http, { path: "/socket.io/", serveClient: false });
  const space = io.of("/training");
  const received: FakeNode["received"] = [];
  space.use((_socket, next) => next(options.refuse === undefined ? undefined : refusal(options.refuse)));
  space.on("connection", (socket) => listen(socket, options, received));
  const frames = () => {
    for (const session of options.sessions)
      space.to(session.state.sessionId).emit(EVENTS.LIVE_FRAME, frame(session, Date.now()));
  };
  const frameMs = options.frameMs ?? 0;
  const timer = frameMs > 0 ? setInterval(frames, frameMs) : undefined;
  const port = await listening(http, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    emit: (event, payload) => space.emit(event, payload),
    frames,
    disconnectAll: () => space.disconnectSockets(true),
    close: async () => {
      clearInterval(timer);
      await io.close();
    },
  };
}

function refusal(code: string): Error {
  return Object.assign(new Error(`refused: ${code}`), { data: { code } });
}

function listening(http: HttpServer, port: number): Promise<number> {
  return new Promise((resolve) => {
    http.listen(port, "127.0.0.1", () => {
      const address = http.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

type AckFunction = (answer: unknown) => void;

function listen(socket: Socket, options: FakeNodeOptions, received: FakeNode["received"]): void {
  const later = (ack: AckFunction, answer: unknown) => setTimeout(() => ack(answer), options.slowMs ?? 0);
  socket.on(EVENTS.CLOCK, (payload: { t0: number }, ack: AckFunction) => {
    const now = Date.now();
    later(ack, { t0: payload.t0, t1: now, t2: now, server: options.revision });
  });
  socket.on(
    EVENTS.JOIN_SESSION,
    (payload: { sessionId: string; epoch?: string; lastSeq?: number }, ack: AckFunction) => {
      received.push({ event: EVENTS.JOIN_SESSION, payload });
      const session = options.sessions.find((one) => one.state.sessionId === payload.sessionId);
      if (session === undefined) {
        const error = {
          code: "SESSION_NOT_FOUND",
          number: 1201,
          message: "There is no such session here.",
          severity: "error",
          retryable: false,
          suggestedActions: [],
        };
        later(ack, { ok: false, error });
        return;
      }
      void socket.join(payload.sessionId);
      later(ack, joinAck(session, payload));
      setTimeout(() => backfill(socket, session, options.backfillS ?? 0), options.slowMs ?? 0);
    },
  );
  socket.onAny((event: string, payload: unknown, ack: unknown) => {
    if (event === EVENTS.CLOCK || event === EVENTS.JOIN_SESSION || typeof ack !== "function") return;
    received.push({ event, payload });
    later(ack as AckFunction, { ok: true, seq: 2 });
  });
}

/** The frames of the time before, oldest first, then the present one. */
function backfill(socket: Socket, session: FakeSession, seconds: number): void {
  const now = Date.now();
  for (let ago = seconds; ago >= 0; ago -= 1) socket.emit(EVENTS.LIVE_FRAME, frame(session, now - ago * 1000));
}

function joinAck(session: FakeSession, asked: { epoch?: string; lastSeq?: number }) {
  const { state } = session;
  const recovered = asked.epoch === state.epoch && asked.lastSeq === state.seq;
  return {
    ok: true,
    role: "trainer",
    epoch: state.epoch,
    seq: state.seq,
    recovered,
    live: "frames",
    columns: COLUMNS,
    serverTime: new Date().toISOString(),
    session: state,
    ...(recovered ? { events: [] } : {}),
  };
}

function serve(options: FakeNodeOptions, request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (path === "/api/sessions") {
    const list = options.sessions.map(({ state }) => ({ ...state, players: undefined, plan: undefined }));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(list));
    return;
  }
  if (path === "/api/me") {
    const me = { userId: "u", role: "trainer", orgId: "o", name: "Anna Berg", expiresAt: "2100-01-01T00:00:00.000Z" };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(me));
    return;
  }
  const root = options.staticDir;
  if (root === undefined) {
    response.writeHead(404).end();
    return;
  }
  const wanted = join(root, normalize(path));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(root, "index.html");
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
}
