/** A countdown that goes on past zero: 1:05, then +0:12. */

import { countdownText } from "../../shared/format";

export function timeText(leftMs: number): string {
  return leftMs > 0 ? countdownText(leftMs) : `+${countdownText(Math.floor(-leftMs / 1000) * 1000)}`;
}
