/** A player's own part of a session: the session with nobody in it but them. */

import { useCallback } from "react";
import { useAsked } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { SessionPage } from "../../shared/look/pages";
import { Asking } from "../../shared/ui/Asking";
import { PageHeader } from "../../shared/ui/PageHeader";
import { SessionBody } from "./SessionDebriefPage";
import { useDebriefWords } from "./words";

export function OwnDebriefPage({ playerId, sessionId }: { playerId: string; sessionId: string }) {
  const { t } = useDebriefWords();
  const path = `/api/players/${encodeURIComponent(playerId)}/sessions/${encodeURIComponent(sessionId)}/debrief`;
  const ask = useCallback((api: Api, signal: AbortSignal) => api.get<SessionPage>(path, { signal }), [path]);
  const asked = useAsked(ask, "tab");
  return (
    <main className="shell-main">
      <PageHeader title={asked.answer?.workoutName ?? t("debrief.own")} lead={t("debrief.own")} />
      <Asking asked={asked}>{(page) => <SessionBody page={page} />}</Asking>
    </main>
  );
}
