/**
 * What the lab's charts show: events, delays, refusals, the queue and sizes, second by second over the last two minutes.
 * Pure but for its own counts; time comes in as an argument.
 */

import type { LogRow } from "./eventLog";

export const WINDOW_S = 120;

interface Second {
  atS: number;
  received: number;
  sent: number;
  refused: number;
  bytes: number;
  queue: number;
  delaysMs: number[];
  repliesMs: number[];
}

/** One column per line of a chart, one place per second; null where there was nothing to measure. */
export interface Columns {
  readonly atS: number[];
  readonly received: number[];
  readonly sent: number[];
  readonly refused: number[];
  readonly kilobytes: number[];
  readonly queue: number[];
  readonly delayP50Ms: (number | null)[];
  readonly delayP95Ms: (number | null)[];
  readonly replyP95Ms: (number | null)[];
}

/** The nearest-rank percentile; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null;
}

export interface Statistics {
  count(row: LogRow): void;
  /** How many facts wait on this device now. */
  queue(waiting: number, atMs: number): void;
  columns(nowMs: number): Columns;
}

export function createStatistics(): Statistics {
  const seconds = new Map<number, Second>();
  let waitingNow = 0;
  const at = (atMs: number): Second => {
    const atS = Math.floor(atMs / 1000);
    const known = seconds.get(atS);
    if (known !== undefined) return known;
    const made = { atS, received: 0, sent: 0, refused: 0, bytes: 0, queue: waitingNow, delaysMs: [], repliesMs: [] };
    seconds.set(atS, made);
    for (const old of seconds.keys()) if (old < atS - 2 * WINDOW_S) seconds.delete(old);
    return made;
  };
  return {
    count(row) {
      const second = at(row.atMs);
      second.bytes += row.bytes;
      if (row.direction === "in") second.received += 1;
      else second.sent += 1;
      if (row.severity === "high" && (row.reply?.ok === false || row.event.startsWith("training:error")))
        second.refused += 1;
      if (row.reply !== undefined) second.repliesMs.push(row.reply.afterMs);
      if (row.direction === "in" && row.recordedAtMs !== null) {
        second.delaysMs.push(Math.max(0, row.atMs - row.recordedAtMs));
      }
    },
    queue(waiting, atMs) {
      waitingNow = waiting;
      const second = at(atMs);
      second.queue = Math.max(second.queue, waiting);
    },
    columns: (nowMs) => columnsOf(seconds, Math.floor(nowMs / 1000), waitingNow),
  };
}

function columnsOf(seconds: ReadonlyMap<number, Second>, nowS: number, waitingNow: number): Columns {
  const atS = Array.from({ length: WINDOW_S }, (_, place) => nowS - WINDOW_S + place + 1);
  const of = <Value>(read: (second: Second) => Value, nothing: Value) =>
    atS.map((each) => {
      const second = seconds.get(each);
      return second === undefined ? nothing : read(second);
    });
  const counted = (read: (second: Second) => number) => of(read, 0);
  const queue = of<number | null>((second) => second.queue, null);
  return {
    atS,
    received: counted((second) => second.received),
    sent: counted((second) => second.sent),
    refused: counted((second) => second.refused),
    kilobytes: counted((second) => second.bytes / 1000),
    queue: carried(queue, waitingNow),
    delayP50Ms: of((second) => percentile(second.delaysMs, 0.5), null),
    delayP95Ms: of((second) => percentile(second.delaysMs, 0.95), null),
    replyP95Ms: of((second) => percentile(second.repliesMs, 0.95), null),
  };
}

/** A queue stays as long as it was until somebody says otherwise. */
function carried(values: readonly (number | null)[], last: number): number[] {
  let before = values.some((value) => value !== null) ? 0 : last;
  return values.map((value) => {
    before = value ?? before;
    return before;
  });
}
