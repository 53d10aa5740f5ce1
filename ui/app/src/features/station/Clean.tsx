/** Fifteen seconds in which taps do nothing, so that the glass can be wiped. */

import { useEffect, useRef, useState } from "react";
import { useStationWords } from "./words";

export const CLEAN_S = 15;

export function Clean({ onOver }: { onOver(): void }) {
  const { t } = useStationWords();
  const [left, setLeft] = useState(CLEAN_S);
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  }, [onOver]);
  // One clock for the whole time: whoever is above renders many times a second, and must not set it back.
  useEffect(() => {
    const endsMs = performance.now() + CLEAN_S * 1_000;
    const clock = setInterval(() => {
      const nowLeft = Math.ceil((endsMs - performance.now()) / 1_000);
      setLeft(Math.max(0, nowLeft));
      if (nowLeft <= 0) over.current();
    }, 250);
    return () => clearInterval(clock);
  }, []);
  return (
    <div className="clean" role="status">
      <p className="clean-left" aria-hidden="true">
        {left}
      </p>
      <p>{t("station.clean.now", { left })}</p>
    </div>
  );
}
