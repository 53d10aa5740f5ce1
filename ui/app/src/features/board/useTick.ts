/** Renders a part again at each full second of node time. */

import { useEffect, useState } from "react";
import { useBoardTools } from "./context";

/** Node time in ms, at most a second old. */
export function useTick(): number {
  const { ticks, link } = useBoardTools();
  const [nowMs, setNowMs] = useState(() => link.serverNowMs());
  useEffect(() => ticks.on(setNowMs), [ticks]);
  return nowMs;
}
