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

/** Which screens show the stop. Somebody has to walk to the others. */
function Reached({ report }: { report: BulkOperationReported | null }) {
  const { t } = useBoardWords();
  if (report?.totalScreens === undefined) return <p className="stop-answer">{t("board.stop.inForce")}</p>;
  const { reachedScreens: reached = 0, totalScreens: total, unreachedScreens: unreached = [] } = report;
  const names = unreached.map(({ name }) => name).join(", ");
  return (
    <p className="stop-answer" data-all={reached === total}>
      <b>{t("board.stop.reached", { reached, total })}</b>
      {names === "" ? null : <span>{t("board.stop.unreached", { names })}</span>}
    </p>
  );
}
