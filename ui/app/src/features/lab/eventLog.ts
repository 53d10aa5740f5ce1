/**
 * The lab's log: what came and what was sent, newest last, in a ring of bounded size, and a filtered view of it that is
 * kept up to date without being computed anew. Plain TypeScript; knows no socket and no screen.
 */

import { createEmitter } from "@dryland/client";

export const SEVERITIES = ["info", "low", "medium", "high"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What happened to what was sent from here. */
export interface Reply {
  readonly ok: boolean;
  readonly code: string | null;
  readonly afterMs: number;
}

/** One event as it is put in; times are node time, ms since 1970. */
export interface Happening {
  readonly direction: "in" | "out";
  readonly event: string;
  readonly payload: unknown;
  readonly atMs: number;
  readonly reply?: Reply;
}

/** `n` counts from 1 and never repeats; `text` is the payload as JSON, `found` what a search looks through. */
export interface LogRow extends Happening {
  readonly n: number;
  readonly sessionId: string | null;
  readonly playerId: string | null;
  readonly severity: Severity;
  readonly occurredAtMs: number | null;
  readonly recordedAtMs: number | null;
  readonly bytes: number;
  readonly text: string;
  readonly found: string;
}

export interface LogFilter {
  readonly event: string | null;
  readonly sessionId: string | null;
  readonly playerId: string | null;
  readonly severity: Severity | null;
  readonly search: string;
}

export const EVERYTHING: LogFilter = { event: null, sessionId: null, playerId: null, severity: null, search: "" };
export const LOG_ROWS = 50_000;

const SEVERITY_OF: Readonly<Record<string, Severity>> = {
  low: "low",
  medium: "medium",
  high: "high",
  warning: "medium",
  error: "high",
  critical: "high",
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const textAt = (payload: unknown, key: string): string | null => {
  const value = isRecord(payload) ? payload[key] : undefined;
  return typeof value === "string" ? value : null;
};

function timeAt(payload: unknown, key: string): number | null {
  const text = textAt(payload, key);
  const atMs = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}

function severityOf({ event, payload, reply }: Happening): Severity {
  if (reply?.ok === false || event.startsWith("training:error")) return "high";
  const inner = isRecord(payload) ? payload.error : undefined;
  const said = textAt(payload, "severity") ?? textAt(inner, "severity");
  return SEVERITY_OF[said ?? ""] ?? "info";
}

/** A row of the log, with all that filters and details read worked out once. */
export function rowOf(happening: Happening, n: number): LogRow {
  const text = JSON.stringify(happening.payload) ?? "null";
  return {
    ...happening,
    n,
    sessionId: textAt(happening.payload, "sessionId"),
    playerId: textAt(happening.payload, "playerId"),
    severity: severityOf(happening),
    occurredAtMs: timeAt(happening.payload, "occurredAt"),
    recordedAtMs: timeAt(happening.payload, "recordedAt"),
    bytes: text.length,
    text,
    found: `${happening.event} ${text} ${happening.reply?.code ?? ""}`.toLowerCase(),
  };
}

/** Whether a row is to be seen; `search` is every word somewhere. */
export function matches(row: LogRow, filter: LogFilter): boolean {
  if (filter.event !== null && row.event !== filter.event) return false;
  if (filter.sessionId !== null && row.sessionId !== filter.sessionId) return false;
  if (filter.playerId !== null && row.playerId !== filter.playerId) return false;
  if (filter.severity !== null && SEVERITIES.indexOf(row.severity) < SEVERITIES.indexOf(filter.severity)) return false;
  const words = filter.search.toLowerCase().split(/\s+/);
  return words.every((word) => row.found.includes(word));
}

export interface EventLog {
  add(happening: Happening): LogRow;
  clear(): void;
  /** Rows held now. */
  size(): number;
  /** The `n` of the oldest row held; one more than the newest when there is none. */
  first(): number;
  /** The `n` of the next row. */
  next(): number;
  row(n: number): LogRow | undefined;
  onAdd(listener: (row: LogRow) => void): () => void;
  /** Every event name, session and player that was ever seen, in order. */
  seen(kind: "event" | "sessionId" | "playerId"): readonly string[];
}

export function createEventLog(limit: number = LOG_ROWS): EventLog {
  const ring: LogRow[] = [];
  const added = createEmitter<LogRow>();
  const seen = { event: new Set<string>(), sessionId: new Set<string>(), playerId: new Set<string>() };
  let next = 1;
  let first = 1;
  const note = (row: LogRow) => {
    seen.event.add(row.event);
    if (row.sessionId !== null) seen.sessionId.add(row.sessionId);
    if (row.playerId !== null) seen.playerId.add(row.playerId);
  };
  return {
    add(happening) {
      const row = rowOf(happening, next);
      ring[next % limit] = row;
      next += 1;
      first = Math.max(first, next - limit);
      note(row);
      added.emit(row);
      return row;
    },
    clear() {
      ring.length = 0;
      first = next;
    },
    size: () => next - first,
    first: () => first,
    next: () => next,
    row: (n) => (n < first || n >= next ? undefined : ring[n % limit]),
    onAdd: (listener) => added.on(listener),
    seen: (kind) => [...seen[kind]].sort(),
  };
}

export interface LogView {
  /** Reads what is new and forgets what the log has forgotten; the same array while nothing has changed. */
  read(): readonly LogRow[];
}

export function createLogView(log: EventLog, filter: LogFilter): LogView {
  let rows: readonly LogRow[] = [];
  let readTo = log.first();
  return {
    read() {
      const fresh: LogRow[] = [];
      for (let n = Math.max(readTo, log.first()); n < log.next(); n += 1) {
        const row = log.row(n);
        if (row !== undefined && matches(row, filter)) fresh.push(row);
      }
      readTo = log.next();
      const gone = rows.findIndex((row) => row.n >= log.first());
      const kept = gone === 0 ? rows : gone === -1 ? [] : rows.slice(gone);
      if (fresh.length > 0 || kept.length !== rows.length) rows = [...kept, ...fresh];
      return rows;
    },
  };
}

const FORMAT = "dryland-lab-log/1";

/** The whole log as a value to keep. */
export function exported(log: EventLog): { format: string; rows: Happening[] } {
  const rows: Happening[] = [];
  for (let n = log.first(); n < log.next(); n += 1) {
    const row = log.row(n);
    if (row === undefined) continue;
    const { direction, event, payload, atMs, reply } = row;
    rows.push({ direction, event, payload, atMs, ...(reply === undefined ? {} : { reply }) });
  }
  return { format: FORMAT, rows };
}

/** The rows of a kept log; null when the text is something else. */
export function imported(text: string): Happening[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || value.format !== FORMAT || !Array.isArray(value.rows)) return null;
    return value.rows.every(isHappening) ? value.rows : null;
  } catch {
    return null;
  }
}

function isHappening(value: unknown): value is Happening {
  return (
    isRecord(value) &&
    (value.direction === "in" || value.direction === "out") &&
    typeof value.event === "string" &&
    typeof value.atMs === "number"
  );
}
