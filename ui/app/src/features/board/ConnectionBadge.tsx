/** The state of the connection in a word, a shape and an age. Never by colour alone. */

import { useLink } from "@dryland/client/react";
import { ageText } from "../../shared/format";
import { useWords } from "../../shared/i18n/I18n";
import { useBoardTools } from "./context";
import { useTick } from "./useTick";

export function ConnectionBadge() {
  const { t } = useWords();
  const { link } = useBoardTools();
  const state = useLink(link);
  useTick();
  const up = state.phase === "live" || state.phase === "slow";
  const detail = up ? latency(t, state.rttMs) : ageText(link.nowMs() - state.sinceMs);
  return (
    <div className="connection" data-phase={state.phase} role="status" aria-live="polite">
      <span className="connection-sign" aria-hidden="true" />
      <b>{t(`link.${state.phase}`)}</b>
      <span className="connection-detail" aria-live="off">
        {detail}
      </span>
    </div>
  );
}

function latency(t: ReturnType<typeof useWords>["t"], rttMs: number | null): string {
  return rttMs === null ? "" : t("link.latency", { ms: Math.max(1, Math.round(rttMs)) });
}
