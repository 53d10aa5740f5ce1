/** Fifteen seconds in which taps do nothing, so that the glass can be wiped. */

import { useEffect, useState } from "react";
import { useStationWords } from "./words";

export const CLEAN_S = 15;

export function Clean({ onOver }: { onOver(): void }) {
  const { t } = useStationWords();
  const [left, setLeft] = useState(CLEAN_S);
  useEffect(() => {
    if (left === 0) {
      onOver();
      return;
    }
    const second = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(second);
  }, [left, onOver]);
  return (
    <div className="clean" role="status">
      <p className="clean-left" aria-hidden="true">
        {left}
      </p>
      <p>{t("station.clean.now", { left })}</p>
    </div>
  );
}
