/**
 * The order of going out, of headers only: by urgency, then by age, one of each lane at a time.
 * Pure but for its own state; payloads stay on the disk, so that a long queue costs little memory.
 */

import type { Entry } from "./entry";

export type Header = Pick<Entry, "order" | "eventId" | "lane" | "priority" | "deviceAtMs">;

interface Lane {
  readonly waiting: Header[];
  /** Index of the next one; what is before it has been dealt with. */
  next: number;
  busy: boolean;
  notBeforeMs: number;
  attempts: number;
}

export interface Queue {
  readonly size: number;
  /** Takes headers in, also late ones and ones that it knows; the order is theirs. */
  add(headers: readonly Header[]): void;
  /** Up to `count` facts that may go out now, each of another lane; their lanes are busy until `done` or `later`. */
  take(count: number, nowMs: number): Header[];
  /** The first fact of its lane is dealt with. */
  done(header: Header): void;
  /** The first fact of its lane stays first and is not tried again before that time. */
  later(header: Header, notBeforeMs: number): void;
  attempts(header: Header): number;
  /** When the next lane is due, of those that wait for a time; null when none does. */
  dueMs(): number | null;
  oldestAtMs(): number | null;
}

export function createQueue(): Queue {
  return new LaneQueue();
}

/** So many dealt-with headers may lie at a lane's front before they are cut off. */
const FRONT_KEPT = 1_024;

class LaneQueue implements Queue {
  private readonly lanes = new Map<string, Lane>();
  private readonly known = new Set<number>();

  get size(): number {
    return this.known.size;
  }

  add(headers: readonly Header[]): void {
    for (const header of headers) {
      if (this.known.has(header.order)) continue;
      this.known.add(header.order);
      insert(this.lane(header.lane), header);
    }
  }

  take(count: number, nowMs: number): Header[] {
    const ready: { lane: Lane; header: Header }[] = [];
    for (const lane of this.lanes.values()) {
      const header = lane.waiting[lane.next];
      if (header !== undefined && !lane.busy && lane.notBeforeMs <= nowMs) ready.push({ lane, header });
    }
    ready.sort((a, b) => a.header.priority - b.header.priority || a.header.order - b.header.order);
    const taken = ready.slice(0, count);
    for (const { lane } of taken) lane.busy = true;
    return taken.map(({ header }) => header);
  }

  done(header: Header): void {
    const lane = this.lane(header.lane);
    if (lane.waiting[lane.next]?.order !== header.order) throw new Error("a lane's first fact is dealt with first");
    this.known.delete(header.order);
    lane.next += 1;
    Object.assign(lane, { busy: false, attempts: 0, notBeforeMs: 0 });
    if (lane.next === lane.waiting.length) this.lanes.delete(header.lane);
    else if (lane.next >= FRONT_KEPT) {
      lane.waiting.splice(0, lane.next);
      lane.next = 0;
    }
  }

  later(header: Header, notBeforeMs: number): void {
    const lane = this.lane(header.lane);
    Object.assign(lane, { busy: false, attempts: lane.attempts + 1, notBeforeMs });
  }

  attempts(header: Header): number {
    return this.lanes.get(header.lane)?.attempts ?? 0;
  }

  dueMs(): number | null {
    let due: number | null = null;
    for (const lane of this.lanes.values()) {
      if (!lane.busy && (due === null || lane.notBeforeMs < due)) due = lane.notBeforeMs;
    }
    return due;
  }

  oldestAtMs(): number | null {
    let oldest: Header | null = null;
    for (const lane of this.lanes.values()) {
      const header = lane.waiting[lane.next];
      if (header !== undefined && (oldest === null || header.order < oldest.order)) oldest = header;
    }
    return oldest?.deviceAtMs ?? null;
  }

  private lane(name: string): Lane {
    const known = this.lanes.get(name);
    if (known !== undefined) return known;
    const lane: Lane = { waiting: [], next: 0, busy: false, notBeforeMs: 0, attempts: 0 };
    this.lanes.set(name, lane);
    return lane;
  }
}

/** Into its place by order; almost always the last one. A busy lane's first fact stays first. */
function insert(lane: Lane, header: Header): void {
  const first = lane.next + (lane.busy ? 1 : 0);
  let place = lane.waiting.length;
  while (place > first && (lane.waiting[place - 1]?.order ?? 0) > header.order) place -= 1;
  lane.waiting.splice(place, 0, header);
}
