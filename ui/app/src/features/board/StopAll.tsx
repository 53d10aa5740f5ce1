/**
 * STOP ALL: orders the stop on *press*, without a question. Dead, and visibly so, while the link is down: a stop is never
 * queued. There only for a bundle, which is what the order is given to.
 */

import { EVENTS, newEventId } from "@dryland/client";
import { useLink } from "@dryland/client/react";
import { Button } from "@mantine/core";
import { useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { useWords } from "../../shared/i18n/I18n";
import { useBoardTools } from "./context";

export interface StopAllProps {
  bundleId: string;
  /** An emergency stop is in force. */
  stopped: boolean;
}

type Operation = "emergency_stop_all" | "release_stop_all";

export function StopAll({ bundleId, stopped }: StopAllProps) {
  const words = useWords();
  const { t } = words;
  const { link } = useBoardTools();
  const { phase } = useLink(link);
  const [answer, setAnswer] = useState<string | null>(null);
  const up = phase === "live" || phase === "slow";
  const order = async (operation: Operation) => {
    if (!up) return;
    const ack = await link.send(EVENTS.BULK_OPERATION_STATUS, { bundleId, operationId: newEventId(), operation });
    const done = operation === "emergency_stop_all" ? t("command.stopAllSent") : null;
    setAnswer(ack.ok ? done : errorWords(ack.error, words));
  };
  return (
    <div className="stop-all">
      {answer === null ? null : (
        <p className="stop-answer" role="alert">
          {answer}
        </p>
      )}
      {stopped ? (
        <Button size="xl" variant="default" disabled={!up} onClick={() => void order("release_stop_all")}>
          {t("command.release")}
        </Button>
      ) : null}
      <button
        type="button"
        className="stop-button"
        aria-disabled={!up}
        onPointerDown={(event) => {
          if (event.button === 0) void order("emergency_stop_all");
        }}
        onKeyDown={(event) => {
          if ((event.key === "Enter" || event.key === " ") && !event.repeat) void order("emergency_stop_all");
        }}
      >
        {t(up ? "command.stopAll" : "command.stopAllDead")}
      </button>
    </div>
  );
}
