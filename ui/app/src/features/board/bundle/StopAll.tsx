/**
 * STOP ALL: orders the stop on *press*, without a question. Dead, and visibly so, while the link is down: a stop is never
 * queued. Says how many screens show it and which do not.
 */

import type { BulkOperationReported } from "@dryland/client";
import { useEffect } from "react";
import { useBoardWords } from "../words";
import { useOrders } from "./useOrders";

export const STOP_KEY = "F8";

export interface StopAllProps {
  bundleId: string;
  /** An emergency stop is in force. */
  stopped: boolean;
  report: BulkOperationReported | null;
}

export function StopAll({ bundleId, stopped, report }: StopAllProps) {
  const { t } = useBoardWords();
  const { up, give, refusal } = useOrders(bundleId);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== STOP_KEY || event.repeat) return;
      event.preventDefault();
      if (up) void give("emergency_stop_all");
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [up, give]);
  const order = () => {
    if (up) void give("emergency_stop_all");
  };
  return (
    <div className="stop-all" data-stopped={stopped}>
      <div role="alert">
        {refusal === null ? null : <p className="stop-answer">{refusal}</p>}
        {stopped && refusal === null ? <Reached report={report} /> : null}
      </div>
      <button
        type="button"
        className="stop-button"
        aria-disabled={!up}
        aria-keyshortcuts={STOP_KEY}
        onPointerDown={(event) => {
          if (event.button === 0) order();
        }}
        onKeyDown={(event) => {
          if ((event.key === "Enter" || event.key === " ") && !event.repeat) order();
        }}
      >
        {t(up ? "command.stopAll" : "command.stopAllDead")}
        {up ? (
          <span aria-hidden="true" className="stop-key">
            {STOP_KEY}
          </span>
        ) : null}
      </button>
    </div>
  );
}

/** A board must not shrink while everybody looks at it: more names than a few are one tap away. */
const NAMED = 4;

function Unreached({ names }: { names: readonly string[] }) {
  const { t } = useBoardWords();
  if (names.length === 0) return null;
  const all = names.join(", ");
  if (names.length <= NAMED + 1) return <span>{t("board.stop.unreached", { names: all })}</span>;
  const first = names.slice(0, NAMED).join(", ");
  return (
    <details>
      <summary>{t("board.stop.unreachedMore", { names: first, count: names.length - NAMED })}</summary>
      {names.slice(NAMED).join(", ")}
    </details>
  );
}

/** Which screens show the stop. Somebody has to walk to the others. */
function Reached({ report }: { report: BulkOperationReported | null }) {
  const { t } = useBoardWords();
  if (report?.totalScreens === undefined) return <p className="stop-answer">{t("board.stop.inForce")}</p>;
  const { reachedScreens: reached = 0, totalScreens: total, unreachedScreens: unreached = [] } = report;
  return (
    <div className="stop-answer" data-all={reached === total}>
      <b>{t("board.stop.reached", { reached, total })}</b>
      <Unreached names={unreached.map(({ name }) => name)} />
    </div>
  );
}
