/** A squad's week beside what each player is used to: how much is known comes first, and nothing is called dangerous. */

import { Button, Select } from "@mantine/core";
import { useCallback, useState } from "react";
import { Link as RouteLink } from "react-router";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import type { PlayerWeek, SquadWeek } from "../../shared/look/pages";
import { figure, useTimes } from "../../shared/look/words";
import type { Player, Team } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Section } from "../../shared/ui/Section";
import { DebriefHead } from "./DebriefHead";
import { type DebriefWords, useDebriefWords } from "./words";
import "../../shared/look/look.css";

const WEEK_MS = 7 * 86_400_000;
const NEEDED_DAYS = 28;
/** A change within this many % is said as none: minutes are not that exact. */
const AS_USUAL_PCT = 10;

interface Shown {
  week: SquadWeek;
  names: ReadonlyMap<string, string>;
  teams: Team[];
}

export function WeekPage() {
  const { t } = useDebriefWords();
  const [teamId, setTeamId] = useState<string | null>(null);
  const [weeksAgo, setWeeksAgo] = useState(0);
  const ask = useCallback(
    async (api: Api, signal: AbortSignal): Promise<Shown> => {
      const end = weeksAgo === 0 ? null : new Date(Date.now() - weeksAgo * WEEK_MS).toISOString();
      const [week, players, teams] = await Promise.all([
        api.get<SquadWeek>("/api/load/week", { query: { teamId, end }, signal }),
        everyPage<Player>(api, "/api/players", {}, signal),
        api.get<Team[]>("/api/teams", { signal }),
      ]);
      return { week, teams, names: new Map(players.map((player) => [player.id, player.name])) };
    },
    [teamId, weeksAgo],
  );
  const asked = useAsked(ask, "tab");
  return (
    <>
      <DebriefHead title={t("debrief.weekTitle")} lead={t("debrief.weekLead")} />
      <div className="tools">
        <Select
          size="md"
          clearable
          label={t("debrief.team")}
          placeholder={t("debrief.everyTeam")}
          data={(asked.answer?.teams ?? []).map((team) => ({ value: team.id, label: team.name }))}
          value={teamId}
          onChange={setTeamId}
        />
        <Button variant="default" size="md" onClick={() => setWeeksAgo(weeksAgo + 1)}>
          {t("debrief.earlier")}
        </Button>
        <Button variant="default" size="md" disabled={weeksAgo === 0} onClick={() => setWeeksAgo(weeksAgo - 1)}>
          {t("debrief.later")}
        </Button>
      </div>
      <Asking asked={asked}>
        {(shown) => (shown.week.players.length === 0 ? <Nobody /> : <Week shown={shown} />)}
      </Asking>
    </>
  );
}

function Nobody() {
  const { t } = useDebriefWords();
  return (
    <EmptyState sign="people" title={t("debrief.weekNone.title")} text={t("debrief.weekNone.text")}>
      <Button component={RouteLink} to="/people" size="lg">
        {t("debrief.weekNone.act")}
      </Button>
    </EmptyState>
  );
}

function Week({ shown: { week, names } }: { shown: Shown }) {
  const { t } = useDebriefWords();
  const times = useTimes();
  return (
    <>
      <Section
        title={t("debrief.complete", { complete: week.complete, all: week.players.length })}
        lead={t("debrief.completeWhy")}
      >
        <p className="soft">
          {times.day(week.start)} – {times.day(week.end)} · {t("debrief.shown", { count: week.sessions })}
        </p>
      </Section>
      <div className="week-table">
        <DataTable
          label={t("debrief.weekTitle")}
          rows={week.players}
          columns={columnsOf(t, names)}
          rowKey={(row) => row.playerId}
          first="name"
        />
      </div>
    </>
  );
}

function columnsOf(t: DebriefWords["t"], names: ReadonlyMap<string, string>): Column<PlayerWeek>[] {
  const name = (row: PlayerWeek) => names.get(row.playerId) ?? row.playerId;
  return [
    { key: "name", title: t("debrief.player"), cell: name, by: name },
    {
      key: "known",
      title: t("debrief.known"),
      cell: (row) => t("debrief.knownOf", { days: row.knownDays }),
      by: (row) => row.knownDays,
    },
    { key: "change", title: t("debrief.change"), cell: (row) => changeWords(t, row), by: (row) => row.change ?? null },
    { key: "sessions", title: t("debrief.sessions"), cell: (row) => row.sessions, by: (row) => row.sessions },
    { key: "minutes", title: t("debrief.minutes"), cell: (row) => figure(row.minutes), by: (row) => row.minutes },
    {
      key: "rating",
      title: t("debrief.ratingWeek"),
      cell: (row) => ratedWords(t, row),
      by: (row) => row.srpeLoad ?? null,
    },
    { key: "days", title: t("debrief.days"), cell: (row) => <Days minutes={row.dailyMinutes} />, wide: true },
    {
      key: "done",
      title: t("debrief.done"),
      cell: (row) => `${row.stepsDone} / ${row.stepsPlanned}`,
      by: (row) => row.stepsDone,
    },
  ];
}

/** The change in words; before 28 known days only how many are missing. */
export function changeWords(t: DebriefWords["t"], week: Pick<PlayerWeek, "change" | "knownDays">): string {
  if (week.change === undefined) return t("debrief.change.unknown", { days: NEEDED_DAYS - week.knownDays });
  const percent = Math.round(Math.abs(week.change));
  if (percent <= AS_USUAL_PCT) return t("debrief.change.same");
  return t(week.change > 0 ? "debrief.change.more" : "debrief.change.less", { percent });
}

/** Load by the players' own ratings, never without how many sessions have one. */
export function ratedWords(
  t: DebriefWords["t"],
  week: Pick<PlayerWeek, "srpeLoad" | "ratedSessions" | "sessions">,
): string {
  const { srpeLoad, ratedSessions, sessions } = week;
  if (sessions === 0) return "–";
  const known = t("debrief.rated", { rated: ratedSessions, sessions });
  return srpeLoad === undefined ? known : `${figure(srpeLoad)} · ${known}`;
}

function Days({ minutes }: { minutes: readonly number[] }) {
  const { t } = useDebriefWords();
  const most = Math.max(60, ...minutes);
  const bars = minutes.map((value, day) => ({ day, height: `${Math.round((100 * value) / most)}%` }));
  return (
    <span
      className="week-bars"
      role="img"
      aria-label={t("debrief.daysOf", { list: minutes.map((each) => Math.round(each)).join(", ") })}
    >
      {bars.map((bar) => (
        <i key={bar.day} style={{ height: bar.height }} />
      ))}
    </span>
  );
}
