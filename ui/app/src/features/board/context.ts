/** What every part of a board shares: the clock's tick, the painting queue, words and colours for plain DOM work. */

import type { Bundles, Emitter, Link } from "@dryland/client";
import { createContext, type RefObject, useContext } from "react";
import type { Api } from "../../shared/api";
import type { PaintQueue } from "./paintQueue";
import type { Moment } from "./tileFacts";
import type { Say } from "./tileView";

export interface BoardTools {
  link: Link;
  bundles: Bundles;
  api: Api;
  queue: PaintQueue;
  /** Node time in ms, at each full second of it. */
  ticks: Emitter<number>;
  /** Players with an alert that nobody has taken on. */
  alarms: RefObject<ReadonlySet<string>>;
  say: Say;
  /** Device time of the last touch on the board, ms. */
  touchedAtMs(): number;
}

export function momentOf(link: Pick<Link, "nowMs" | "serverNowMs">): Moment {
  return { nowMs: link.serverNowMs(), deviceMs: link.nowMs() };
}

const BoardToolsContext = createContext<BoardTools | null>(null);
export const BoardToolsProvider = BoardToolsContext.Provider;

export function useBoardTools(): BoardTools {
  const tools = useContext(BoardToolsContext);
  if (tools === null) throw new Error("a board part was used outside of a board");
  return tools;
}
