/**
 * What a person may be told about the connection: one state, since when, and why.
 * Pure; the legal steps are one table. Knows nothing of sockets.
 */

export type LinkPhase = "connecting" | "live" | "slow" | "offline" | "refused";

/** `sinceMs` is device time of the last change of phase; `rttMs` the newest round trip; `code` why it was refused. */
export interface LinkState {
  phase: LinkPhase;
  sinceMs: number;
  rttMs: number | null;
  code: string | null;
  message: string | null;
}

export type LinkInput =
  | { kind: "opened" }
  | { kind: "answered"; rttMs: number }
  | { kind: "overdue"; waitedMs: number }
  | { kind: "closed" }
  | { kind: "failed" }
  | { kind: "refused"; code: string; message: string }
  | { kind: "retry" };

/** Slower than this, a link is treated as unreliable (no spinner is ever shown on a set). */
export const SLOW_MS = 800;
/** A slow link is called live again only when it is clearly faster, so that the word does not flicker. */
export const FAST_MS = 600;

type Kind = LinkInput["kind"];

const STEPS: Readonly<Record<LinkPhase, Partial<Record<Kind, LinkPhase>>>> = {
  connecting: { opened: "live", failed: "offline", closed: "offline", refused: "refused" },
  live: { closed: "offline", overdue: "slow", refused: "refused" },
  slow: { closed: "offline", refused: "refused" },
  offline: { opened: "live", refused: "refused" },
  refused: { retry: "connecting" },
};

export function initialLink(nowMs: number): LinkState {
  return { phase: "connecting", sinceMs: nowMs, rttMs: null, code: null, message: null };
}

/** The next state; an input that means nothing in this phase leaves it as it is. */
export function stepLink(state: LinkState, input: LinkInput, nowMs: number): LinkState {
  if (input.kind === "answered") return answered(state, input.rttMs, nowMs);
  const phase = STEPS[state.phase][input.kind];
  if (input.kind === "overdue" && (phase === "slow" || state.phase === "slow")) {
    return move({ ...state, rttMs: input.waitedMs }, "slow", nowMs);
  }
  if (phase === undefined) return state;
  if (input.kind === "refused") return { ...move(state, phase, nowMs), code: input.code, message: input.message };
  return { ...move(state, phase, nowMs), code: null, message: null };
}

function answered(state: LinkState, rttMs: number, nowMs: number): LinkState {
  const next = { ...state, rttMs };
  if (state.phase === "live" && rttMs > SLOW_MS) return move(next, "slow", nowMs);
  if (state.phase === "slow" && rttMs <= FAST_MS) return move(next, "live", nowMs);
  return state.phase === "live" || state.phase === "slow" ? next : state;
}

function move(state: LinkState, phase: LinkPhase, nowMs: number): LinkState {
  return phase === state.phase ? state : { ...state, phase, sinceMs: nowMs };
}

/** True when a command has a chance to arrive now. */
export function isUp(state: LinkState): boolean {
  return state.phase === "live" || state.phase === "slow";
}
