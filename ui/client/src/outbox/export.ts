/** What an outbox holds, as text that a person can keep and somebody else can read. Knows no disk. */

import type { Entry, RefusedFact } from "./entry";

/** Names the form, so that a reader of another version knows what it has. */
export const EXPORT_FORMAT = "dryland-outbox/1";

export function exportText(
  outbox: string,
  nowMs: number,
  waiting: readonly Entry[],
  refused: readonly RefusedFact[],
): string {
  const exportedAt = new Date(nowMs).toISOString();
  return JSON.stringify({ format: EXPORT_FORMAT, exportedAt, outbox, waiting, refused }, null, 2);
}
