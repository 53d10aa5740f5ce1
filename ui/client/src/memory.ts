/**
 * The last known state of a session, kept so that a reload shows it with its age instead of nothing.
 * Medical fields never go into it: a screen may be shared.
 */

import { EMPTY_VALUES, emptyTrail, type LiveFloor, type LiveValues } from "./live";
import type { SessionModel } from "./sessionModel";
import type { TrainingSessionState } from "./wire";

/** Where text is kept; `sessionStorage` fits. */
export interface TextStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Remembered {
  version: 1;
  /** Device time, ms since 1970. */
  savedAtMs: number;
  durationAtMs: number;
  state: TrainingSessionState;
  analyses: SessionModel["analyses"];
  live: Record<string, LiveValues>;
}

const keyOf = (sessionId: string): string => `dryland:last:${sessionId}`;

/** Writes the state down. A full or forbidden store is not an error: the screen only loses its memory. */
export function remember(store: TextStore, model: SessionModel, floor: LiveFloor, nowMs: number): void {
  if (model.state === null) return;
  const entry: Remembered = {
    version: 1,
    savedAtMs: nowMs,
    durationAtMs: model.durationAtMs,
    state: withoutMedical(model.state),
    analyses: model.analyses,
    live: Object.fromEntries([...floor.players].map(([id, track]) => [id, track.values])),
  };
  try {
    store.setItem(keyOf(model.sessionId), JSON.stringify(entry));
  } catch {
    forget(store, model.sessionId);
  }
}

export function forget(store: TextStore, sessionId: string): void {
  try {
    store.removeItem(keyOf(sessionId));
  } catch {
    return;
  }
}

/** The state as it was; null when there is none that can be read. */
export function recall(store: TextStore, sessionId: string): Remembered | null {
  try {
    const entry: unknown = JSON.parse(store.getItem(keyOf(sessionId)) ?? "null");
    return isRemembered(entry) ? entry : null;
  } catch {
    return null;
  }
}

/** Puts remembered live values back, without a past. */
export function restoreLive(floor: LiveFloor, live: Remembered["live"]): void {
  for (const [playerId, values] of Object.entries(live)) {
    floor.players.set(playerId, { values: { ...EMPTY_VALUES, ...values }, trail: emptyTrail() });
  }
}

function isRemembered(entry: unknown): entry is Remembered {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "version" in entry &&
    entry.version === 1 &&
    "state" in entry &&
    typeof entry.state === "object" &&
    entry.state !== null &&
    "players" in entry.state &&
    Array.isArray(entry.state.players)
  );
}

function withoutMedical(state: TrainingSessionState): TrainingSessionState {
  const players = state.players.map(({ restrictions: _restrictions, medicalNotes: _notes, ...player }) => player);
  return { ...state, players };
}
