/** An emergency stop of every session, said once for the whole board. */

import type { Emergency, TrainingSessionState } from "@dryland/client";
import { emergencyWords } from "../SessionNotes";
import { useBoardWords } from "../words";

/** The stop that is in force in every session that is not over; null when some go on. */
export function commonStop(states: readonly TrainingSessionState[]): Emergency | null {
  const open = states.filter(({ status }) => status !== "completed" && status !== "cancelled");
  const first = open[0]?.emergency ?? null;
  return open.length > 1 && open.every(({ emergency }) => emergency !== undefined) ? first : null;
}

export function StopBanner({ emergency }: { emergency: Emergency }) {
  const words = useBoardWords();
  return (
    <div className="banner banner-stop" role="alert">
      <span>{emergencyWords(emergency, words)}</span>
    </div>
  );
}
