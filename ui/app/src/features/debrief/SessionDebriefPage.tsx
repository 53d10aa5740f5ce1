/** One session on one page: planned and done, what stands out and why, what happened, and each player. */

import { useCallback } from "react";
import { Link as RouteLink } from "react-router";
import { useAsked, useMe } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { BlockLanes } from "../../shared/look/BlockLanes";
import { Figures } from "../../shared/look/Figures";
import { flagWords, PlayerParts } from "../../shared/look/PlayerParts";
import type { Incident, PlayerPage, SessionPage } from "../../shared/look/pages";
import { useLookWords, useTimes } from "../../shared/look/words";
import { told } from "../../shared/sayings/say";
import { Asking } from "../../shared/ui/Asking";
import { EmptyState } from "../../shared/ui/EmptyState";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import { PlayersTable } from "./PlayersTable";
import type { Rating } from "./RatingCell";
import { TakeAlong } from "./TakeAlong";
import { useDebriefWords } from "./words";
import "./debrief.css";

export function SessionDebriefPage({ sessionId }: { sessionId: string }) {
  const { t } = useDebriefWords();
  const path = `/api/sessions/${encodeURIComponent(sessionId)}/debrief`;
  const ask = useCallback((api: Api, signal: AbortSignal) => api.get<SessionPage>(path, { signal }), [path]);
  const asked = useAsked(ask, "tab");
  const page = asked.answer;
  const { role } = useMe();
  const staff = role === "trainer" || role === "admin";
  return (
    <>
      <PageHeader
        title={page?.workoutName ?? t("debrief.session")}
        lead={page === null ? undefined : <WhenAndHow page={page} />}
        back={{ to: "/debrief", word: t("debrief.sessions") }}
      >
        {page === null ? null : <TakeAlong path={path} name={page.sessionId} sheets />}
      </PageHeader>
      <Asking asked={asked}>
        {(found) => {
          const rating = found.status === "completed" && staff ? { sessionId, onRated: asked.again } : undefined;
          return <SessionBody page={found} {...(rating === undefined ? {} : { rating })} />;
        }}
      </Asking>
    </>
  );
}

function WhenAndHow({ page }: { page: SessionPage }) {
  const { t } = useDebriefWords();
  const times = useTimes();
  const parts = [t(`type.${page.workoutType}`), t(`status.${page.status}`)];
  if (page.startTime !== undefined)
    parts.push(
      `${times.day(page.startTime)}, ${times.clock(page.startTime)}${page.endTime === undefined ? "" : `–${times.clock(page.endTime)}`}`,
    );
  if (page.trainerName !== undefined) parts.push(page.trainerName);
  return (
    <>
      {parts.join(" · ")}
      {" · "}
      <RouteLink className="debrief-link" to={`/session/${encodeURIComponent(page.sessionId)}`}>
        {t("debrief.live")}
      </RouteLink>
      {page.bundleId === undefined ? null : (
        <>
          {" · "}
          <RouteLink className="debrief-link" to={`/debrief/bundles/${encodeURIComponent(page.bundleId)}`}>
            {t("debrief.toBundle")}
          </RouteLink>
        </>
      )}
    </>
  );
}

export function SessionBody({ page, rating }: { page: SessionPage; rating?: Rating }) {
  const { t } = useDebriefWords();
  if (page.startTime === undefined)
    return <EmptyState sign="debrief" title={t("debrief.empty.title")} text={t("debrief.empty.text")} />;
  if (page.players.length === 0)
    return <EmptyState sign="people" title={t("debrief.nobody.title")} text={t("debrief.nobody.text")} />;
  return (
    <>
      <Figures page={page} />
      <div className="look-pair">
        <Flags players={page.players} />
        <Incidents page={page} />
      </div>
      <PlayersTable
        lines={page.players.map((player) => ({
          player,
          to: `#player-${player.playerId}`,
          ...(rating === undefined ? {} : { rating }),
        }))}
      />
      <BlockLanes page={page} />
      <PlayerParts players={page.players} />
    </>
  );
}

function Flags({ players }: { players: readonly PlayerPage[] }) {
  const { t } = useDebriefWords();
  const look = useLookWords();
  const flags = players.flatMap((player) => player.flags.map((flag) => ({ player, flag })));
  return (
    <Section title={t("debrief.flags")}>
      {flags.length === 0 ? (
        <p className="soft">{t("debrief.noFlags")}</p>
      ) : (
        <ul className="look-list look-flags">
          {flags.map(({ player, flag }) => (
            <li key={`${player.playerId} ${flag.code}`}>
              <b>{player.playerName}:</b> {flagWords(look.t, flag)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Incidents({ page }: { page: SessionPage }) {
  const { t } = useDebriefWords();
  const names = new Map(page.players.map((player) => [player.playerId, player.playerName]));
  return (
    <Section title={t("debrief.incidents")}>
      {page.incidents.length === 0 ? (
        <p className="soft">{t("debrief.noIncidents")}</p>
      ) : (
        <ul className="look-list">
          {page.incidents.map((incident) => (
            <OneIncident
              key={`${incident.at} ${incident.kind} ${incident.playerId ?? ""}`}
              incident={incident}
              name={incident.playerId === undefined ? null : (names.get(incident.playerId) ?? incident.playerId)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function OneIncident({ incident, name }: { incident: Incident; name: string | null }) {
  const { t, locale } = useLookWords();
  const times = useTimes();
  return (
    <li>
      <span className="look-time">{times.clock(incident.at)}</span> {name === null ? null : <b>{name} </b>}
      {t(`look.incident.${incident.kind}`)}
      {incident.detail === undefined ? null : `: ${told(incident.detailSayings, incident.detail, locale)}`}
    </li>
  );
}
