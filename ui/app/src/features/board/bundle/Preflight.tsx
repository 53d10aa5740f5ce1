/** What should be seen to before the start, as the node finds it. Silent until it has been asked. */

import type { PreflightCheck, TrainingSessionState } from "@dryland/client";
import { useEffect, useState } from "react";
import { useBoardTools } from "../context";
import { useBoardWords } from "../words";
import { loadPreflight } from "./loadBundle";

const LOOK_AGAIN_MS = 5_000;
/** More are counted: the dock's place is small. */
const SHOWN = 3;

/** The node's checks, asked again every few seconds; null until it has answered. */
function useChecks(bundleId: string, up: boolean): readonly PreflightCheck[] | null {
  const { api } = useBoardTools();
  const [checks, setChecks] = useState<readonly PreflightCheck[] | null>(null);
  useEffect(() => {
    if (!up) return undefined;
    const gone = new AbortController();
    const look = () => loadPreflight(api, bundleId, gone.signal).then(setChecks, () => undefined);
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => {
      gone.abort();
      clearInterval(timer);
    };
  }, [api, bundleId, up]);
  return checks;
}

export interface PreflightProps {
  bundleId: string;
  up: boolean;
  states: readonly TrainingSessionState[];
}

export function Preflight({ bundleId, up, states }: PreflightProps) {
  const { t } = useBoardWords();
  const checks = useChecks(bundleId, up);
  if (checks === null) return null;
  const open = checks.filter(({ passed }) => !passed).sort((a, b) => rank(a) - rank(b));
  const nameOf = (sessionId: string) => states.find((state) => state.sessionId === sessionId)?.workoutName ?? sessionId;
  return (
    <ul className="preflight" aria-label={t("board.preflight.label")}>
      {open.length > 0 ? null : (
        <li data-passed="true">
          <span aria-hidden="true">✓</span> {t("board.preflight.ready")}
        </li>
      )}
      {open.slice(0, SHOWN).map(({ kind, sessionId, playerIds }) => (
        <li key={`${kind} ${sessionId}`} data-passed="false">
          <span aria-hidden="true">▲</span>{" "}
          {t(`board.preflight.${kind}`, { name: nameOf(sessionId), count: playerIds?.length ?? 0 })}
        </li>
      ))}
      {open.length <= SHOWN ? null : <li>{t("board.preflight.more", { count: open.length - SHOWN })}</li>}
    </ul>
  );
}

/** What the start would be refused for comes first. */
const rank = ({ blocking }: PreflightCheck): number => (blocking === true ? 0 : 1);
