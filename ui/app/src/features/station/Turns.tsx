/** Everybody at the rack, in the order of turns: who is up, whose rest runs and how long, who is done. */

import { countdownText } from "../../shared/format";
import { useStationWords } from "./words";

export interface Turn {
  playerId: string;
  name: string;
  isUp: boolean;
  isDone: boolean;
  restLeftMs: number | null;
}

/** Minutes and seconds left; past zero it counts up, with a plus. */
export function restText(leftMs: number): string {
  return leftMs > 0 ? countdownText(leftMs) : `+${countdownText(-leftMs)}`;
}

export function Turns({ turns, onPick }: { turns: readonly Turn[]; onPick(playerId: string): void }) {
  const { t } = useStationWords();
  return (
    <nav className="turns" aria-label={t("station.who")}>
      {turns.map((turn) => (
        <button
          key={turn.playerId}
          type="button"
          className="turn"
          aria-current={turn.isUp}
          onClick={() => onPick(turn.playerId)}
        >
          <span className="turn-name">{turn.name}</span>
          <span className="turn-state" data-over={turn.restLeftMs !== null && turn.restLeftMs <= 0}>
            {turn.isUp ? <span className="turn-up">{t("station.up")} </span> : null}
            {turn.isDone ? t("station.finished") : turn.restLeftMs === null ? "" : restText(turn.restLeftMs)}
          </span>
        </button>
      ))}
    </nav>
  );
}
