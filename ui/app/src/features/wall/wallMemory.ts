/**
 * What a wall showed last, on its own device: a television that is switched on before the server shows it again, with
 * since when. It holds what the node shaped for walls and nothing else, half a day at most, for one pairing.
 */

import type { WallSession } from "./wallFeed";

export interface Remembered {
  /** When the node was heard last, ms since 1970. */
  readonly atMs: number;
  readonly sessions: readonly WallSession[];
}

export interface WallMemory {
  recall(): Remembered | null;
  keep(sessions: readonly WallSession[]): void;
  forget(): void;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "dryland:wall-shown";
const KEEP_MS = 12 * 3_600_000;
/** A frame comes every second; the disk need not hear as often. What happened is written at once. */
const WRITE_EVERY_MS = 5_000;

/** `pairing` tells one pairing from the next on this screen. */
export function createWallMemory(store: Store, pairing: string, nowMs: () => number = Date.now): WallMemory {
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  let written = "";
  return {
    recall() {
      const held = parsed(store.getItem(KEY));
      const isOurs = held !== null && held.pairing === pairing && nowMs() - held.atMs <= KEEP_MS;
      return isOurs ? held : null;
    },
    keep(sessions) {
      const atMs = nowMs();
      const facts = sessions.map(({ state }) => `${state.sessionId} ${state.epoch} ${state.seq}`).join();
      if (facts === written && atMs - writtenAtMs < WRITE_EVERY_MS) return;
      [written, writtenAtMs] = [facts, atMs];
      try {
        store.setItem(KEY, JSON.stringify({ pairing, atMs, sessions }));
      } catch {
        store.removeItem(KEY); // a full device shows nothing rather than something of long ago
      }
    },
    forget: () => store.removeItem(KEY),
  };
}

function parsed(text: string | null): (Remembered & { pairing: unknown }) | null {
  try {
    const held: unknown = JSON.parse(text ?? "null");
    const isWhole =
      typeof held === "object" &&
      held !== null &&
      "pairing" in held &&
      "atMs" in held &&
      typeof held.atMs === "number" &&
      "sessions" in held &&
      Array.isArray(held.sessions);
    return isWhole ? (held as Remembered & { pairing: unknown }) : null;
  } catch {
    return null;
  }
}
