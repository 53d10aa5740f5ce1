/** Ticks on full periods of node time, so that every screen of a floor steps together. */

import type { Link } from "./link";

/** Calls at each full period of node time until ended by the returned function. */
export function everyPeriod(
  link: Pick<Link, "serverNowMs">,
  periodMs: number,
  tick: (nowMs: number) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const schedule = () => {
    const nowMs = link.serverNowMs();
    timer = setTimeout(run, periodMs - (nowMs % periodMs) + 1);
  };
  const run = () => {
    tick(link.serverNowMs());
    schedule();
  };
  schedule();
  return () => clearTimeout(timer);
}
