/** One bundle on one page: its sessions beside each other, who changed between them, what was done to all at once. */

import { useCallback } from "react";
import { Link as RouteLink } from "react-router";
import { useAsked } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { clockText } from "../../shared/format";
import type { BundlePage } from "../../shared/look/pages";
import { PlainTable } from "../../shared/look/WorkTables";
import { figure, useLookWords, useTimes } from "../../shared/look/words";
import { Asking } from "../../shared/ui/Asking";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import { type PlayerLine, PlayersTable } from "./PlayersTable";
import { TakeAlong } from "./TakeAlong";
import { useDebriefWords } from "./words";
import "../../shared/look/look.css";
import "./debrief.css";

export function BundleDebriefPage({ bundleId }: { bundleId: string }) {
  const { t } = useDebriefWords();
  const path = `/api/bundles/${encodeURIComponent(bundleId)}/debrief`;
  const ask = useCallback((api: Api, signal: AbortSignal) => api.get<BundlePage>(path, { signal }), [path]);
  const asked = useAsked(ask, "tab");
  return (
    <>
      <PageHeader
        title={asked.answer?.bundle.bundleName ?? t("debrief.bundle")}
        back={{ to: "/debrief", word: t("debrief.sessions") }}
      >
        <TakeAlong path={path} name={bundleId} />
      </PageHeader>
      <Asking asked={asked}>
        {(page) => (
          <>
            <Sessions page={page} />
            <PlayersTable lines={linesOf(page)} />
            <div className="look-pair">
              <Moves page={page} />
              <Operations page={page} />
            </div>
          </>
        )}
      </Asking>
    </>
  );
}

/** Everybody in every session they were in, by session. */
const linesOf = (page: BundlePage): PlayerLine[] =>
  page.sessions.flatMap((session) =>
    session.players.map((player) => ({
      player,
      session: session.workoutName,
      to: `/debrief/sessions/${encodeURIComponent(session.sessionId)}#player-${player.playerId}`,
    })),
  );

function Sessions({ page }: { page: BundlePage }) {
  const { t } = useDebriefWords();
  const look = useLookWords();
  const titles = [
    t("debrief.session"),
    t("debrief.type"),
    look.t("look.plannedDone"),
    look.t("look.duration"),
    t("debrief.players"),
    t("debrief.incidents"),
    look.t("look.data"),
  ];
  return (
    <Section title={t("debrief.sessions")}>
      <PlainTable
        label={t("debrief.sessions")}
        titles={titles}
        worded={2}
        rows={page.bundle.sessions.map((line) => ({
          key: line.sessionId,
          cells: [
            <RouteLink
              key="name"
              className="debrief-link"
              to={`/debrief/sessions/${encodeURIComponent(line.sessionId)}`}
            >
              {line.workoutName}
            </RouteLink>,
            t(`type.${line.workoutType}`),
            `${line.steps.done} / ${line.steps.planned}`,
            clockText(line.duration),
            line.players,
            line.incidents,
            figure(line.dataCompleteness, "%"),
          ],
        }))}
      />
    </Section>
  );
}

function Moves({ page }: { page: BundlePage }) {
  const { t } = useDebriefWords();
  const times = useTimes();
  const names = new Map(
    page.sessions.flatMap((session) => session.players.map((player) => [player.playerId, player.playerName] as const)),
  );
  const titles = new Map(page.bundle.sessions.map((session) => [session.sessionId, session.workoutName]));
  const title = (id: string) => titles.get(id) ?? id;
  return (
    <Section title={t("debrief.moves")}>
      {page.bundle.moves.length === 0 ? <p className="soft">{t("debrief.noMoves")}</p> : null}
      <ul className="look-list">
        {page.bundle.moves.map((move) => (
          <li key={`${move.at} ${move.playerId}`}>
            <span className="look-time">{times.clock(move.at)}</span>{" "}
            {t("debrief.moved", {
              name: names.get(move.playerId) ?? move.playerId,
              from: title(move.fromSessionId),
              to: title(move.toSessionId),
            })}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Operations({ page }: { page: BundlePage }) {
  const { t } = useDebriefWords();
  const times = useTimes();
  return (
    <Section title={t("debrief.operations")}>
      {page.bundle.operations.length === 0 ? <p className="soft">{t("debrief.noOperations")}</p> : null}
      <ul className="look-list">
        {page.bundle.operations.map((done) => (
          <li key={`${done.at} ${done.operation}`}>
            <span className="look-time">{times.clock(done.at)}</span> <b>{t(`debrief.operation.${done.operation}`)}</b>:{" "}
            {t(`debrief.bulk.${done.status}`)}
            {done.totalScreens === undefined
              ? null
              : `, ${t("debrief.screens", { reached: done.reachedScreens ?? 0, total: done.totalScreens })}`}
            {done.reason === undefined ? null : `: ${done.reason}`}
          </li>
        ))}
      </ul>
    </Section>
  );
}
