/**
 * STOP ALL: orders the stop on *press*, without a question. Dead, and visibly so, while the link is down: a stop is never
 * queued. There only for a bundle, which is what the order is given to.
 */

import { EVENT } from "@dryland/client";
import { useLink } from "@dryland/client/react";
import { useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { useWords } from "../../shared/i18n/I18n";
import { useBoardTools } from "./context";

export function StopAll({ bundleId }: { bundleId: string }) {
  const words = useWords();
  const { t } = words;
  const { link } = useBoardTools();
  const { phase } = useLink(link);
  const [answer, setAnswer] = useState<string | null>(null);
  const up = phase === "live" || phase === "slow";
  const stop = async () => {
    if (!up) return;
    const operation = { bundleId, operationId: crypto.randomUUID(), operation: "emergency_stop_all" };
    const ack = await link.send(EVENT.bulkOperation, operation);
    setAnswer(ack.ok ? t("command.stopAllSent") : errorWords(ack.error, words));
  };
  return (
    <div className="stop-all">
      {answer === null ? null : (
        <p className="stop-answer" role="alert">
          {answer}
        </p>
      )}
      <button
        type="button"
        aria-disabled={!up}
        onPointerDown={(event) => {
          if (event.button === 0) void stop();
        }}
        onKeyDown={(event) => {
          if ((event.key === "Enter" || event.key === " ") && !event.repeat) void stop();
        }}
      >
        {t(up ? "command.stopAll" : "command.stopAllDead")}
      </button>
    </div>
  );
}
