/** Takes back a removal for ten seconds. Knows no plan. */

import { useCallback, useEffect, useState } from "react";

export const UNDO_MS = 10_000;

/** How many things a draft is made of: objects in lists, at any depth. */
export function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 1 + countOf(one), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + countOf(one), 0);
}

export interface Removal<Draft> {
  /** What there was before the last removal, while it can be taken back. */
  before: Draft | null;
  /** Called with what there was and what there is. */
  watch(before: Draft, after: Draft): void;
  forget(): void;
}

export function useRemoval<Draft>(): Removal<Draft> {
  const [before, setBefore] = useState<Draft | null>(null);
  useEffect(() => {
    if (before === null) return undefined;
    const timer = setTimeout(() => setBefore(null), UNDO_MS);
    return () => clearTimeout(timer);
  }, [before]);
  const watch = useCallback((old: Draft, now: Draft) => {
    setBefore((known) => (countOf(now) < countOf(old) ? old : countOf(now) > countOf(old) ? null : known));
  }, []);
  const forget = useCallback(() => setBefore(null), []);
  return { before, watch, forget };
}
