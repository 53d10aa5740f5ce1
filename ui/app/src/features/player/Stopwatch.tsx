/** Timing by hand: start, stop, then one tap keeps the time, or it is run again. */

import { useEffect, useRef, useState } from "react";
import { usePlayerWords } from "./words";

const FAULTS = ["cone_contact", "false_start"] as const;

export interface StopwatchProps {
  bestMs: number | null;
  onBegin(): void;
  /** False when the time could not be kept. */
  onKeep(timeMs: number, faults: readonly string[]): Promise<boolean>;
}

/** Seconds with two decimals: more than a thumb can promise would be pretence. */
export function secondsText(timeMs: number): string {
  return (timeMs / 1000).toFixed(2);
}

export function Stopwatch({ bestMs, onBegin, onKeep }: StopwatchProps) {
  const { t } = usePlayerWords();
  const [begunMs, setBegunMs] = useState<number | null>(null);
  const [timeMs, setTimeMs] = useState<number | null>(null);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [lost, setLost] = useState(false);
  const shown = useRunning(begunMs);
  const start = () => {
    setBegunMs(performance.now());
    setTimeMs(null);
    onBegin();
  };
  const stop = () => {
    if (begunMs !== null) setTimeMs(performance.now() - begunMs);
    setBegunMs(null);
  };
  const again = () => {
    setTimeMs(null);
    setFaults([]);
  };
  const keep = async () => {
    if (timeMs !== null) setLost(!(await onKeep(timeMs, faults)));
  };
  if (timeMs !== null) {
    return (
      <div className="watch">
        <p className="watch-time">{secondsText(timeMs)}</p>
        <div className="watch-faults">
          {FAULTS.map((fault) => (
            <button
              key={fault}
              type="button"
              className="soft"
              aria-pressed={faults.includes(fault)}
              onClick={() =>
                setFaults(faults.includes(fault) ? faults.filter((each) => each !== fault) : [...faults, fault])
              }
            >
              {t(`player.fault.${fault}`)}
            </button>
          ))}
          <button type="button" className="soft" onClick={again}>
            {t("player.again")}
          </button>
        </div>
        {lost ? <p role="alert">{t("player.notKept")}</p> : null}
        <button type="button" className="tick" onClick={() => void keep()}>
          <span aria-hidden="true">✓ </span>
          {t("player.keep", { seconds: secondsText(timeMs) })}
        </button>
      </div>
    );
  }
  return (
    <div className="watch">
      <p className="watch-time" data-at-rest={begunMs === null}>
        {begunMs === null ? bestText(bestMs, t("player.best")) : secondsText(shown)}
      </p>
      <button type="button" className="tick" data-runs={begunMs !== null} onClick={begunMs === null ? start : stop}>
        {t(begunMs === null ? "player.start" : "player.stop")}
      </button>
    </div>
  );
}

function bestText(bestMs: number | null, word: string): string {
  return bestMs === null ? "0.00" : `${word} ${secondsText(bestMs)}`;
}

/** The running time, painted with the screen. */
function useRunning(begunMs: number | null): number {
  const [elapsed, setElapsed] = useState(0);
  const frame = useRef(0);
  useEffect(() => {
    if (begunMs === null) return;
    const paint = () => {
      setElapsed(performance.now() - begunMs);
      frame.current = requestAnimationFrame(paint);
    };
    paint();
    return () => cancelAnimationFrame(frame.current);
  }, [begunMs]);
  return elapsed;
}
