/** A player's own runs of one drill, as far as this phone has heard of them. Pure. */

import type { DrillCompleted, DrillCorrection, DrillPointer } from "@dryland/client";

export interface OwnRun {
  /** Attempt, counts from 1. */
  readonly number: number;
  /** ms; null for a run that does not count. */
  readonly timeMs: number | null;
  readonly isBest: boolean;
  /** What to do better; null when nothing was wrong. */
  readonly correction: DrillCorrection | null;
}

/** In the order of attempts; a run told again replaces its former word. */
export function ownRuns(told: readonly DrillCompleted[], drill: Pick<DrillPointer, "id" | "side">): OwnRun[] {
  const byNumber = new Map<number, DrillCompleted>();
  for (const fact of told) {
    const { drillId, attemptNumber, side } = fact.drillResult;
    if (drillId === drill.id && (drill.side === undefined || side === undefined || side === drill.side)) {
      byNumber.set(attemptNumber, fact);
    }
  }
  const runs = [...byNumber].sort(([a], [b]) => a - b);
  const bestMs = Math.min(...runs.filter(([, fact]) => fact.valid).map(([, fact]) => fact.drillResult.completionTime));
  return runs.map(([number, { valid, drillResult, corrections }]) => ({
    number,
    timeMs: valid ? drillResult.completionTime : null,
    isBest: valid && drillResult.completionTime === bestMs,
    correction: corrections?.[0] ?? null,
  }));
}
