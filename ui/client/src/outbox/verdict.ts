/**
 * What an answer means for a fact in the outbox. Pure.
 * Nothing that is about the server, the network or the sign-in ever costs a fact its place.
 */

import type { Outcome } from "../courier";

export type Verdict =
  /** On the server, where it may be doubted. */
  | { readonly kind: "settled" }
  /** Refused for good: to the list that a person sees. */
  | { readonly kind: "refused" }
  /** This fact again, after a wait; others may go on. */
  | { readonly kind: "again"; readonly waitMs: number }
  /** Nothing goes out for a while. */
  | { readonly kind: "pause"; readonly waitMs: number; readonly why: "silence" | "busy" }
  /** Nothing goes out until the link is opened anew. */
  | { readonly kind: "hold"; readonly why: "offline" | "signIn" };

/** Refusals that are about the server and never about the fact: tried for as long as it takes. */
const BUSY: ReadonlySet<string> = new Set(["RATE_LIMITED", "STORAGE_UNAVAILABLE"]);
const SILENCE: ReadonlySet<string> = new Set(["NO_ANSWER", "BAD_ANSWER"]);
/** A fact that the server calls retryable that often for reasons of its own goes to where people see it. */
const MOST_ATTEMPTS = 12;

/** `attempts` were made before this one. */
export function judge(outcome: Outcome, attempts: number): Verdict {
  if (outcome.ok || outcome.error.kept === true) return { kind: "settled" };
  const { code, retryable, retryAfterMs } = outcome.error;
  const waitMs = retryAfterMs ?? 0;
  if (code === "NOT_CONNECTED") return { kind: "hold", why: "offline" };
  if (code === "UNAUTHENTICATED") return { kind: "hold", why: "signIn" };
  if (SILENCE.has(code)) return { kind: "pause", waitMs, why: "silence" };
  if (BUSY.has(code)) return { kind: "pause", waitMs, why: "busy" };
  return retryable && attempts + 1 < MOST_ATTEMPTS ? { kind: "again", waitMs } : { kind: "refused" };
}

export interface BackoffLimits {
  readonly firstMs: number;
  readonly capMs: number;
}

/** Doubles with each attempt up to a cap; drawn between half of itself and itself, so that a crowd disperses. */
export function backoffMs(attempt: number, limits: BackoffLimits, random: number): number {
  const ceiling = Math.min(limits.capMs, limits.firstMs * 2 ** Math.min(attempt, 30));
  return ceiling * (0.5 + random / 2);
}
