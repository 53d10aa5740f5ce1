/** The bundle that the shown sessions belong to, with their states. */

import { type BundleView, calmly, emptyBundle, type Session, type TrainingSessionState } from "@dryland/client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useBoardTools } from "../context";
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

/** What is known of a bundle; an empty one while there is none. */
export function useBundle(bundleId: string | null): BundleView {
  const { bundles, api } = useBoardTools();
  useEffect(
    () => (bundleId === null ? undefined : bundles.follow(bundleId, () => loadBundle(api, bundleId))),
    [bundles, api, bundleId],
  );
  return useSyncExternalStore(bundles.subscribe, () => (bundleId === null ? NOTHING : bundles.bundle(bundleId)));
}
