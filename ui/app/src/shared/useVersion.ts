/** What is to be said of versions on this page, and what a person can do about it. */

import { BUILT_WITH } from "@dryland/client";
import { useState, useSyncExternalStore } from "react";
import { registrationHere, type Taking, takeNewest } from "./installed";
import { newsOf, pageVersions, type VersionNews, type VersionWatch } from "./version";

export interface VersionInHand {
  readonly news: VersionNews | null;
  readonly release: string;
  readonly own: string;
  /** Other pages of these screens are open, so the newer ones cannot be used yet. */
  readonly othersOpen: boolean;
  readonly busy: boolean;
  take(): void;
  later(): void;
}

/** What is to be said of versions, until a person has put it off. */
export function useVersion(watch: VersionWatch = pageVersions): VersionInHand {
  const state = useSyncExternalStore(watch.subscribe, watch.state);
  const [putOff, setPutOff] = useState<VersionNews | null>(null);
  const [taking, setTaking] = useState<Taking | "busy" | null>(null);
  const news = newsOf(state);
  return {
    news: news === putOff ? null : news,
    release: state.release ?? "?",
    own: BUILT_WITH.release,
    othersOpen: taking === "othersOpen",
    busy: taking === "busy",
    take() {
      setTaking("busy");
      void registrationHere().then(takeNewest).then(setTaking);
    },
    later: () => setPutOff(news),
  };
}
