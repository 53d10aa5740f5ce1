/** What should be seen to before the start: what the node finds, and what this screen sees itself. */

import type { TrainingSessionState } from "@dryland/client";
import { useEffect, useState } from "react";
import { useBoardWords } from "../words";
import type { Orders } from "./useOrders";

interface Check {
  key: string;
  passed: boolean;
  words: string;
}

const LOOK_AGAIN_MS = 5_000;

/** What the node would meet at the start, asked again every few seconds. */
function useChecks(orders: Orders): readonly Check[] {
  const { rehearse, up } = orders;
  const [checks, setChecks] = useState<readonly Check[]>([]);
  useEffect(() => {
    if (!up) return undefined;
    let gone = false;
    const look = async () => {
      const report = await rehearse();
      if (gone || report === null) return;
      const failed = (report.progress.errors ?? []).map(({ sessionId, error }) => ({
        key: `error ${sessionId}`,
        passed: false,
        words: error.message,
      }));
      const told = (report.checks ?? []).map(({ kind, sessionId, passed, words }) => ({
        key: `${kind} ${sessionId}`,
        passed,
        words,
      }));
      setChecks([...failed, ...told]);
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [rehearse, up]);
  return checks;
}

export function Preflight({ orders, states }: { orders: Orders; states: readonly TrainingSessionState[] }) {
  const { t } = useBoardWords();
  const empty = states
    .filter(({ totalPlayers }) => totalPlayers === 0)
    .map(({ sessionId, workoutName }) => ({
      key: `empty ${sessionId}`,
      passed: false,
      words: t("board.preflight.empty", { name: workoutName }),
    }));
  const open = [...empty, ...useChecks(orders)].filter(({ passed }) => !passed);
  return (
    <ul className="preflight" aria-label={t("board.preflight.label")}>
      {open.length === 0 ? (
        <li data-passed="true">
          <span aria-hidden="true">✓</span> {t("board.preflight.ready")}
        </li>
      ) : (
        open.map(({ key, words }) => (
          <li key={key} data-passed="false">
            <span aria-hidden="true">▲</span> {words}
          </li>
        ))
      )}
    </ul>
  );
}
