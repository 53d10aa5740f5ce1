/** The bundle that the shown sessions belong to, with their states. */

import type { Link, Session, TrainingSessionState } from "@dryland/client";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type BundleModel, emptyBundle } from "./bundleModel";
import { type BundleWatch, watchBundle } from "./bundleWatch";

/** The sessions' states; renders again on stored facts, not on live values. */
export function useStates(sessions: readonly Session[]): readonly TrainingSessionState[] {
  const [states, setStates] = useState<readonly TrainingSessionState[]>([]);
  useEffect(() => {
    const renew = () => setStates(sessions.flatMap((session) => session.view().model.state ?? []));
    renew();
    const endings = sessions.map((session) => session.subscribe(renew));
    return () => {
      for (const end of endings) end();
    };
  }, [sessions]);
  return states;
}

const NOTHING = emptyBundle("");
const NO_WATCH: Pick<BundleWatch, "view" | "subscribe"> = { view: () => NOTHING, subscribe: () => () => undefined };

/** What is known of a bundle; an empty model while there is none. */
export function useBundle(link: Link, bundleId: string | null): BundleModel {
  const [watch, setWatch] = useState<BundleWatch | null>(null);
  useEffect(() => {
    if (bundleId === null) return undefined;
    const opened = watchBundle(link, bundleId);
    setWatch(opened);
    return () => {
      opened.close();
      setWatch(null);
    };
  }, [link, bundleId]);
  const source = useMemo(() => watch ?? NO_WATCH, [watch]);
  return useSyncExternalStore(source.subscribe, source.view);
}
