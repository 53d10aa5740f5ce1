/**
 * A session while it runs and after: who is where now by the live session, what was done by the server's own page,
 * asked for again a moment after something was stored.
 */

import { elapsedS, type SessionView } from "@dryland/client";
import { useSession } from "@dryland/client/react";
import { Button } from "@mantine/core";
import { useCallback, useEffect } from "react";
import { Link as RouteLink } from "react-router";
import { useAccount, useAccountState, useAsked } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { Floor } from "../../shared/floor";
import { clockText } from "../../shared/format";
import { BlockLanes } from "../../shared/look/BlockLanes";
import { Figures } from "../../shared/look/Figures";
import { PlayerParts } from "../../shared/look/PlayerParts";
import type { SessionPage } from "../../shared/look/pages";
import { floorOfAccount } from "../../shared/pageFloor";
import { Asking } from "../../shared/ui/Asking";
import { EmptyState } from "../../shared/ui/EmptyState";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Advice } from "./Advice";
import { ErrorMap, Ranking } from "./Ranking";
import { WhereNow } from "./WhereNow";
import { useSessionWords } from "./words";

const ASK_AGAIN_AFTER_MS = 1_500;

export function SessionViewPage({ sessionId }: { sessionId: string }) {
  const account = useAccount();
  useAccountState();
  const floor = floorOfAccount(account);
  return floor === null ? null : <Watched floor={floor} sessionId={sessionId} />;
}

function Watched({ floor, sessionId }: { floor: Floor; sessionId: string }) {
  const { t } = useSessionWords();
  const view = useSession(floor.session(sessionId));
  const path = `/api/sessions/${encodeURIComponent(sessionId)}/debrief`;
  const ask = useCallback((api: Api, signal: AbortSignal) => api.get<SessionPage>(path, { signal }), [path]);
  const asked = useAsked(ask, "tab");
  useAgain(asked.again, view.model.position?.seq ?? null);
  const page = asked.answer;
  return (
    <>
      <PageHeader
        title={page?.workoutName ?? view.model.state?.workoutName ?? t("session.view")}
        lead={<StateWords view={view} page={page} nowMs={floor.link.serverNowMs()} />}
        back={{ to: "/board", word: t("session.board") }}
      >
        <Button
          component={RouteLink}
          variant="default"
          size="md"
          to={`/debrief/sessions/${encodeURIComponent(sessionId)}`}
        >
          {t("session.debrief")}
        </Button>
      </PageHeader>
      <WhereNow view={view} />
      <Asking asked={asked}>{(found) => <Done page={found} view={view} />}</Asking>
    </>
  );
}

/** Asks again when the place in the log has moved, at most once in a while. */
function useAgain(again: () => void, seq: number | null): void {
  useEffect(() => {
    if (seq === null) return undefined;
    const timer = setTimeout(again, ASK_AGAIN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [again, seq]);
}

function StateWords({ view, page, nowMs }: { view: SessionView; page: SessionPage | null; nowMs: number }) {
  const { t } = useSessionWords();
  const { state } = view.model;
  const type = state?.workoutType ?? page?.workoutType;
  const status = state?.status ?? page?.status;
  const seconds = state === null ? page?.duration : elapsedS(view.model, nowMs);
  const parts = [
    type === undefined ? null : t(`type.${type}`),
    status === undefined ? null : t(`status.${status}`),
    seconds === undefined ? null : clockText(seconds),
  ];
  return <>{parts.filter((part) => part !== null).join(" · ")}</>;
}

function Done({ page, view }: { page: SessionPage; view: SessionView }) {
  const { t } = useSessionWords();
  if (page.startTime === undefined)
    return <EmptyState sign="board" title={t("session.before.title")} text={t("session.before.text")} />;
  return (
    <>
      <Figures page={page} />
      {page.workoutType === "agility" ? (
        <>
          <Ranking players={page.players} />
          <ErrorMap players={page.players} />
        </>
      ) : null}
      {page.workoutType === "strength" || page.workoutType === "hybrid" ? (
        <Advice view={view} players={page.players} />
      ) : null}
      <BlockLanes page={page} />
      <PlayerParts players={page.players} />
    </>
  );
}
