/** What should be seen to before the start, as the node finds it. Silent until it has been asked. */

import type { PreflightCheck, TrainingSessionState } from "@dryland/client";
import { useEffect, useState } from "react";
import { useBoardTools } from "../context";
import { useBoardWords } from "../words";
import { loadPreflight } from "./loadBundle";
import { PreflightFix, type PreflightWays } from "./PreflightFix";
import type { Orders } from "./useOrders";

const LOOK_AGAIN_MS = 5_000;
/** More are counted until somebody asks for them: the dock's place is small. */
const SHOWN = 2;

/** The node's checks, asked again every few seconds and when something was mended; null until it has answered. */
function useChecks(bundleId: string, up: boolean, mended: number): readonly PreflightCheck[] | null {
  const { api } = useBoardTools();
  const [checks, setChecks] = useState<readonly PreflightCheck[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `mended` only says that it is time to ask again
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
  }, [api, bundleId, up, mended]);
  return checks;
}

export interface PreflightProps {
  bundleId: string;
  orders: Orders;
  ways: PreflightWays;
  states: readonly TrainingSessionState[];
}

export function Preflight({ bundleId, orders, ways, states }: PreflightProps) {
  const { t } = useBoardWords();
  const [mended, setMended] = useState(0);
  const [all, setAll] = useState(false);
  const checks = useChecks(bundleId, orders.up, mended);
  if (checks === null) return null;
  const open = checks.filter(({ passed }) => !passed).sort((a, b) => rank(a) - rank(b));
  const stateOf = (sessionId: string) => states.find((state) => state.sessionId === sessionId);
  return (
    <ul className="preflight" data-all={all} aria-label={t("board.preflight.label")}>
      {open.length > 0 ? null : (
        <li data-passed="true">
          <span aria-hidden="true">✓</span> {t("board.preflight.ready")}
        </li>
      )}
      {open.slice(0, all ? open.length : SHOWN).map((check) => {
        const { kind, sessionId, playerIds, fix } = check;
        const state = stateOf(sessionId);
        const name = state?.workoutName ?? sessionId;
        return (
          <li key={`${kind} ${sessionId}`} data-passed="false">
            <span>
              <span aria-hidden="true">▲</span> {t(`board.preflight.${kind}`, { name, count: playerIds?.length ?? 0 })}
            </span>
            {fix == null || state === undefined ? null : (
              <PreflightFix
                check={{ ...check, fix }}
                name={name}
                type={state.workoutType}
                orders={orders}
                ways={ways}
                onMended={() => setMended((times) => times + 1)}
              />
            )}
          </li>
        );
      })}
      {open.length <= SHOWN ? null : (
        <li>
          <button type="button" className="preflight-more" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("board.preflight.fewer") : t("board.preflight.more", { count: open.length - SHOWN })}
          </button>
        </li>
      )}
    </ul>
  );
}

/** What the start would be refused for comes first. */
const rank = ({ blocking }: PreflightCheck): number => (blocking === true ? 0 : 1);
