/**
 * Corrections to a set that is not ticked yet, kept with the tab so that a reload, for a new version or after a crash,
 * does not take them. Plain TypeScript.
 */

/** What a person has made of a set's target; `weightKg` in kg, `holdS` in s. */
export interface Typed {
  readonly reps: number;
  readonly weightKg: number;
  readonly holdS: number;
}

type TabStore = Pick<Storage, "getItem" | "setItem">;

const KEY = "dryland:typed";
/** A correction that old belongs to another hour's set. */
const KEPT_MS = 30 * 60_000;

export function keepTyped(store: TabStore, of: string, typed: Typed, nowMs = Date.now()): void {
  try {
    store.setItem(KEY, JSON.stringify({ of, typed, atMs: nowMs }));
  } catch {
    // A full disk costs only what would be seen after a reload.
  }
}

/** The correction of this very set; null when there is none. */
export function recallTyped(store: TabStore, of: string, nowMs = Date.now()): Typed | null {
  try {
    const held = JSON.parse(store.getItem(KEY) ?? "null") as { of: string; typed: Typed; atMs: number } | null;
    return held?.of === of && Math.abs(nowMs - held.atMs) < KEPT_MS ? held.typed : null;
  } catch {
    return null;
  }
}
