/**
 * A player's own values on their way to the node: once a second while there is a link, and without one kept by the second
 * and told as samples in batches, so that a dead network leaves no hole in the curve. What was sent into a line that was
 * dead already, and so never answered, is among them; the node merges what it has. Plain TypeScript.
 */

import { EVENTS, isUp, type Link, type Metrics, type Outbox, type Outcome } from "@dryland/client";

export interface Sampler {
  /** The newest values of a sensor. */
  take(values: Metrics): void;
  close(): void;
}

export interface SamplerOptions {
  link: Pick<Link, "state" | "send" | "serverNowMs">;
  outbox: Pick<Outbox, "put">;
  sessionId: string;
  playerId: string;
  everyMs?: number;
}

interface Row {
  atMs: number;
  values: Metrics;
}

const EVERY_MS = 1_000;
/** Values older than this are not repeated: the node ages them by itself. */
const FRESH_MS = 3_000;
/** A quarter of a minute a fact: few enough to be cheap, short enough to lose little with the device. */
const ROWS_KEPT = 15;

export function createSampler(options: SamplerOptions): Sampler {
  let newest: Row | null = null;
  let told: Row | null = null;
  let kept: Row[] = [];
  const { link, outbox, sessionId, playerId } = options;

  const flush = () => {
    const rows = kept.sort((a, b) => a.atMs - b.atMs);
    kept = [];
    if (rows.length > 0) void outbox.put(EVENTS.PLAYER_SAMPLES, { sessionId, playerId, columns: columnsOf(rows) });
  };
  const keep = (row: Row) => {
    kept.push(row);
    if (kept.length >= ROWS_KEPT) flush();
  };
  const tell = async (row: Row) => {
    const occurredAt = new Date(row.atMs).toISOString();
    const about = { occurredAt, sessionId, playerId, metrics: row.values };
    if (isLost(await link.send(EVENTS.PLAYER_METRICS_UPDATE, about))) keep(row);
  };
  const step = () => {
    if (isUp(link.state())) flush();
    const row = newest;
    if (row === null || row === told || link.serverNowMs() - row.atMs > FRESH_MS) return;
    told = row;
    if (isUp(link.state())) void tell(row);
    else keep(row);
  };
  const timer = setInterval(step, options.everyMs ?? EVERY_MS);
  window.addEventListener("pagehide", flush);
  return {
    take(values) {
      newest = { atMs: link.serverNowMs(), values: { ...newest?.values, ...values } };
    },
    close() {
      clearInterval(timer);
      window.removeEventListener("pagehide", flush);
      flush();
    },
  };
}

/** Whether a value may not have arrived, or was not taken only for the moment. */
function isLost(outcome: Outcome): boolean {
  return !outcome.ok && outcome.error.retryable;
}

function columnsOf(rows: readonly Row[]) {
  const column = (name: "heartRate" | "power" | "cadence" | "speed" | "distance") => {
    const values = rows.map((row) => row.values[name] ?? null);
    return values.every((value) => value === null) ? {} : { [name]: values };
  };
  return {
    t: rows.map((row) => new Date(row.atMs).toISOString()),
    ...column("heartRate"),
    ...column("power"),
    ...column("cadence"),
    ...column("speed"),
    ...column("distance"),
  };
}
