/**
 * Several tabs of one device: which of them sends, and what they tell each other. Without Web Locks (a page that was
 * opened over plain HTTP has none) a lease on the disk decides. Knows nothing of facts.
 */

import type { Outcome } from "../courier";
import type { OutboxStore } from "./store";

/** What tabs tell each other. */
export type TabNews =
  | { readonly kind: "added" }
  | { readonly kind: "changed" }
  | { readonly kind: "settled"; readonly eventId: string; readonly outcome: Outcome };

export interface TabChannel {
  post(news: TabNews): void;
  close(): void;
}

/** What is posted after the end, by a step that was under way then, still reaches the other tabs. */
export function openChannel(name: string, hear: (news: TabNews) => void): TabChannel {
  if (typeof BroadcastChannel === "undefined") return { post: () => undefined, close: () => undefined };
  const channel = join(name);
  channel.onmessage = (message: MessageEvent<TabNews>) => hear(message.data);
  let open = true;
  return {
    post(news) {
      const way = open ? channel : join(name);
      way.postMessage(news);
      if (!open) way.close();
    },
    close() {
      open = false;
      channel.close();
    },
  };
}

function join(name: string): BroadcastChannel {
  const channel = new BroadcastChannel(`dryland-outbox-${name}`);
  if ("unref" in channel && typeof channel.unref === "function") channel.unref();
  return channel;
}

/** The part of Web Locks that is needed. */
export type Locks = Pick<LockManager, "request">;

export interface LeadershipOptions {
  name: string;
  store: Pick<OutboxStore, "lease">;
  /** null: there are none. */
  locks: Locks | null;
  /** Device time, ms since 1970. */
  nowMs: () => number;
  onChange: (leads: boolean) => void;
}

const LEASE_MS = 6_000;
const RENEW_MS = 2_000;

/** Stands for leadership until ended by the returned function. */
export function standForLeader(options: LeadershipOptions): () => void {
  return options.locks === null ? standByLease(options) : standByLock(options, options.locks);
}

function standByLock({ name, onChange }: LeadershipOptions, locks: Locks): () => void {
  const given = new AbortController();
  let release: () => void = () => undefined;
  const held = () =>
    new Promise<void>((resolve) => {
      release = resolve;
      if (given.signal.aborted) resolve();
      else onChange(true);
    });
  locks.request(`dryland-outbox-${name}`, { signal: given.signal }, held).catch(() => onChange(false));
  return () => {
    given.abort();
    release();
  };
}

function standByLease({ store, nowMs, onChange }: LeadershipOptions): () => void {
  const holder = `${nowMs()}-${Math.random()}`;
  let leads = false;
  let ended = false;
  let timer: ReturnType<typeof setTimeout>;
  const renew = async () => {
    const at = nowMs();
    const got = await store.lease(holder, at, at + LEASE_MS).catch(() => false);
    if (ended) return;
    if (got !== leads) onChange(got);
    leads = got;
    timer = setTimeout(() => void renew(), RENEW_MS);
  };
  void renew();
  return () => {
    ended = true;
    clearTimeout(timer);
    if (leads) void store.lease(holder, nowMs(), 0).catch(() => false);
  };
}

/** This browser's Web Locks; null where it has none. */
export function browserLocks(): Locks | null {
  return typeof navigator === "undefined" || navigator.locks === undefined ? null : navigator.locks;
}
