/** The bundle that the shown sessions belong to, with their states. */

import { calmly, type Session, type TrainingSessionState } from "@dryland/client";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useBoardTools } from "../context";
import { type BundleModel, emptyBundle } from "./bundleModel";
import { type BundleWatch, watchBundle } from "./bundleWatch";
import { loadBundle } from "./loadBundle";

/** The sessions' states; renders again on stored facts, not on live values. */
export function useStates(sessions: readonly Session[]): readonly TrainingSessionState[] {
  const [states, setStates] = useState<readonly TrainingSessionState[]>([]);
  useEffect(() => {
    const renew = () => setStates(sessions.flatMap((session) => session.view().model.state ?? []));
    renew();
    const endings = sessions.map((session) => calmly(session.subscribe)(renew));
    return () => {
      for (const end of endings) end();
    };
  }, [sessions]);
  return states;
}

const NOTHING = emptyBundle("");
const NO_WATCH: Pick<BundleWatch, "view" | "subscribe"> = { view: () => NOTHING, subscribe: () => () => undefined };

/** What is known of a bundle; an empty model while there is none. */
export function useBundle(bundleId: string | null): BundleModel {
  const { link, api } = useBoardTools();
  const [watch, setWatch] = useState<BundleWatch | null>(null);
  useEffect(() => {
    if (bundleId === null) return undefined;
    const opened = watchBundle({ link, bundleId, load: () => loadBundle(api, bundleId) });
    setWatch(opened);
    return () => {
      opened.close();
      setWatch(null);
    };
  }, [link, api, bundleId]);
  const source = useMemo(() => watch ?? NO_WATCH, [watch]);
  return useSyncExternalStore(source.subscribe, source.view);
}
