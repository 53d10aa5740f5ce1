/** A countdown on this screen that can be called off until it is over. */

import { useCallback, useEffect, useRef, useState } from "react";

export interface CountdownState {
  /** Whole seconds left; null while none runs. */
  leftS: number | null;
  begin(): void;
  cancel(): void;
}

export function useCountdown(seconds: number, onOver: () => void): CountdownState {
  const [leftS, setLeftS] = useState<number | null>(null);
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  }, [onOver]);
  const running = leftS !== null;
  useEffect(() => {
    if (!running) return undefined;
    const endMs = performance.now() + seconds * 1000;
    const timer = setInterval(() => {
      const remainingS = Math.ceil((endMs - performance.now()) / 1000);
      if (remainingS > 0) {
        setLeftS(remainingS);
        return;
      }
      clearInterval(timer);
      setLeftS(null);
      over.current();
    }, 100);
    return () => clearInterval(timer);
  }, [running, seconds]);
  const begin = useCallback(() => setLeftS(seconds), [seconds]);
  const cancel = useCallback(() => setLeftS(null), []);
  return { leftS, begin, cancel };
}
