/**
 * The lab's bench: everything that comes over the page's link goes into the log, and what is sent from here goes the same
 * ways as from any screen: facts through the outbox, orders at once, or over HTTP. Plain TypeScript.
 */

import { createOutbox, EVENTS, type Link, localFailure, newEventId, type Outbox, type Outcome } from "@dryland/client";
import { createEventLog, type EventLog } from "./eventLog";
import { createLivePace } from "./livePace";
import { createPlayback, type Playback } from "./playback";
import type { Heard } from "./scenarios";
import { createStatistics, type Statistics } from "./statistics";

export type Way = "socket" | "http";

/** A refusal as the lab shows it: the code, the words, and the place in the payload that is wrong. */
export interface Answered {
  readonly ok: boolean;
  readonly code: string | null;
  readonly message: string | null;
  readonly path: string | null;
  readonly afterMs: number;
  readonly raw: unknown;
}

export interface Lab {
  readonly log: EventLog;
  readonly statistics: Statistics;
  readonly outbox: Outbox;
  readonly playback: Playback;
  send(event: string, payload: object, way: Way): Promise<Answered>;
  close(): void;
}

export interface LabOptions {
  link: Link;
  /** A token that is good now, for what goes over HTTP. */
  token(): Promise<string>;
  /** Whose outbox it is. */
  name: string;
}

export function createLab({ link, token, name }: LabOptions): Lab {
  const log = createEventLog();
  const statistics = createStatistics();
  const outbox = createOutbox({ link, name });
  const newest = new Map<string, Readonly<Record<string, unknown>>>();
  const heard: Heard = (event) => newest.get(event);
  const send = async (event: string, payload: object, way: Way): Promise<Answered> => {
    const begunMs = link.nowMs();
    const raw = await (way === "http" ? post(await token(), event, payload) : carry(link, outbox, event, payload));
    const answered = readAnswer(raw, link.nowMs() - begunMs);
    const { ok, code, afterMs } = answered;
    log.add({ direction: "out", event, payload, atMs: link.serverNowMs(), reply: { ok, code, afterMs } });
    return answered;
  };
  const goesOut = createLivePace();
  const playback = createPlayback((step) => {
    const payload = step.payload(heard);
    if (payload === null) return undefined;
    const playerId = text(field(payload, "playerId")) ?? "";
    if (step.event === EVENTS.PLAYER_METRICS_UPDATE && !goesOut(playerId, link.nowMs())) return undefined;
    const sent = send(step.event, payload, "socket");
    return step.event === EVENTS.PLAYER_METRICS_UPDATE ? undefined : sent;
  });
  const endings = [
    link.onEvent(({ event, payload }) => {
      if (typeof payload === "object" && payload !== null) newest.set(event, { ...payload });
      log.add({ direction: "in", event, payload, atMs: link.serverNowMs() });
    }),
    log.onAdd((row) => statistics.count(row)),
    outbox.subscribe(() => statistics.queue(outbox.state().waiting, link.serverNowMs())),
  ];
  return {
    ...{ log, statistics, outbox, playback, send },
    close() {
      playback.stop();
      for (const end of endings) end();
      outbox.close();
    },
  };
}

/** A command stamped as any screen stamps it; the outbox keeps facts and lets orders pass. */
function carry(link: Link, outbox: Outbox, event: string, payload: object): Promise<Outcome> {
  const occurredAt = new Date(link.serverNowMs()).toISOString();
  return outbox.deliver(event, { eventId: newEventId(), occurredAt, ...payload });
}

/** The answer as it is, also when it is a refusal: the lab shows what a program of one's own would get. */
async function post(token: string, event: string, payload: object): Promise<unknown> {
  try {
    const response = await fetch("/api/events", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ event, payload }),
    });
    return await response.json();
  } catch {
    return localFailure("NOT_CONNECTED");
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

function readAnswer(raw: unknown, afterMs: number): Answered {
  const error = field(raw, "error");
  const [code, message] = [text(field(error, "code")), text(field(error, "message"))];
  const path = text(field(field(error, "context"), "path"));
  const ok = field(raw, "ok") !== false || code === "KEPT_HERE";
  return { ok, code, message, path, afterMs, raw };
}
