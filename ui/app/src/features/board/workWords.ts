/** Puts what somebody works into the few characters a tile has. Digits and signs here, words from `say`. */

import { clockText } from "../../shared/format";
import type { Say } from "./tileView";
import type { Load, WorkFacts } from "./workFacts";

const TRUE_MINUS = "−";

/** 4830 ms as 4.83; from a minute on as 1:04.83. */
export function secondsText(milliseconds: number): string {
  const hundredths = Math.round(milliseconds / 10);
  const seconds = (hundredths % 6_000) / 100;
  const minutes = Math.floor(hundredths / 6_000);
  return minutes === 0 ? seconds.toFixed(2) : `${minutes}:${seconds.toFixed(2).padStart(5, "0")}`;
}

/** How much slower than the best; a star for the best itself. */
export function deltaText(deltaMs: number | null): string {
  if (deltaMs === null) return "";
  return deltaMs <= 0 ? "★" : `+${secondsText(deltaMs)}`;
}

/** A rest that is over counts up: +0:12. */
export function overText(remainingMs: number): string {
  return `+${clockText(Math.floor(-remainingMs / 1000))}`;
}

/** A weight as it is on the bar: no more decimals than it has. */
export function weightText(weight: number): string {
  return `${Math.round(weight * 100) / 100}`.replace("-", TRUE_MINUS);
}

export function loadText(load: Load | null, say: Say): string {
  return load === null ? say("board.tile.noLoad") : `${weightText(load.weight)} ${say(`board.unit.${load.unit}`)}`;
}

/** The line under the big value: what is done, or after it what comes. */
export function lineOf(work: WorkFacts, say: Say): string {
  const { main, block } = work;
  if (main?.kind === "set" && main.next !== null) {
    const { next } = main;
    const load = next.load === null ? next.name : loadText(next.load, say);
    return next.reps === null
      ? say("board.tile.nextLoad", { load })
      : say("board.tile.next", { load, reps: next.reps });
  }
  if (block !== null) return `${block.block.at}/${block.block.of} ${block.name}`;
  if (main?.kind === "set")
    return main.reps === null ? main.name : say("board.tile.reps", { name: main.name, reps: main.reps });
  return main?.name ?? "";
}
