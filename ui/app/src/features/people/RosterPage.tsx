/** The roster: everybody who trains here, found by name, team and line; whose tests are old is said at once. */

import { Button, Select, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link as RouteLink, useNavigate } from "react-router";
import { useAsked, useMe } from "../../shared/AccountContext";
import { isStaff } from "../../shared/account";
import { type Api, everyPage } from "../../shared/api";
import type { Player, Team } from "../../shared/records";
import { Sign } from "../../shared/shell/Sign";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Tag } from "../../shared/ui/Section";
import { isExpired } from "./freshness";
import { NewPlayer } from "./NewPlayer";
import { PeopleHead } from "./PeopleHead";
import { type PeopleWords, usePeopleWords } from "./words";

interface Roster {
  players: Player[];
  teams: Team[];
}

const askRoster = async (api: Api, signal: AbortSignal): Promise<Roster> => {
  const [players, teams] = await Promise.all([
    everyPage<Player>(api, "/api/players", {}, signal),
    api.get<Team[]>("/api/teams", { signal }),
  ]);
  return { players, teams };
};

export interface RosterFilter {
  search: string;
  teamId: string | null;
  line: string | null;
}

/** Who is meant: a part of the name in any case, or the number itself. */
export function filterRoster(players: readonly Player[], filter: RosterFilter): Player[] {
  const wanted = filter.search.trim().toLocaleLowerCase();
  return players.filter(
    (player) =>
      (filter.teamId === null || player.teamId === filter.teamId) &&
      (filter.line === null || player.line === filter.line) &&
      (wanted === "" || player.name.toLocaleLowerCase().includes(wanted) || `${player.jerseyNumber ?? ""}` === wanted),
  );
}

export function RosterPage() {
  const { t } = usePeopleWords();
  const asked = useAsked(askRoster);
  const staff = isStaff(useMe());
  const [adding, setAdding] = useState(false);
  const navigate = useNavigate();
  return (
    <>
      <PeopleHead lead={t("people.rosterLead")}>
        {staff ? (
          <>
            <Button component={RouteLink} to="/people/import" variant="default" size="md">
              {t("people.import")}
            </Button>
            <Button size="md" leftSection={<Sign name="add" size={18} />} onClick={() => setAdding(!adding)}>
              {t("people.add")}
            </Button>
          </>
        ) : null}
      </PeopleHead>
      <Asking asked={asked}>
        {(roster) => (
          <>
            {adding ? (
              <NewPlayer
                teams={roster.teams}
                onMade={(player) => navigate(`/people/${player.id}`)}
                onCancel={() => setAdding(false)}
              />
            ) : null}
            {roster.players.length === 0 ? <Nobody staff={staff} /> : <Found roster={roster} />}
          </>
        )}
      </Asking>
    </>
  );
}

function Nobody({ staff }: { staff: boolean }) {
  const { t } = usePeopleWords();
  return (
    <EmptyState sign="people" title={t("people.none.title")} text={t("people.none.text")}>
      {staff ? (
        <Button component={RouteLink} to="/people/import" size="lg">
          {t("people.none.act")}
        </Button>
      ) : null}
    </EmptyState>
  );
}

function Found({ roster }: { roster: Roster }) {
  const words = usePeopleWords();
  const { t } = words;
  const [filter, setFilter] = useState<RosterFilter>({ search: "", teamId: null, line: null });
  const change = (part: Partial<RosterFilter>) => setFilter((before) => ({ ...before, ...part }));
  const lines = [...new Set(roster.players.flatMap((player) => player.line ?? []))].sort();
  const found = useMemo(() => filterRoster(roster.players, filter), [roster, filter]);
  return (
    <>
      <div className="tools">
        <TextInput
          className="tools-grow"
          size="md"
          type="search"
          label={t("people.search")}
          leftSection={<Sign name="search" size={18} />}
          value={filter.search}
          onChange={(event) => change({ search: event.currentTarget.value })}
        />
        <Select
          size="md"
          clearable
          label={t("people.team")}
          placeholder={t("people.everyTeam")}
          data={roster.teams.map((team) => ({ value: team.id, label: team.name }))}
          value={filter.teamId}
          onChange={(teamId) => change({ teamId })}
        />
        <Select
          size="md"
          clearable
          label={t("people.line")}
          placeholder={t("people.everyLine")}
          data={lines}
          value={filter.line}
          onChange={(line) => change({ line })}
          disabled={lines.length === 0}
        />
      </div>
      <p className="soft" role="status">
        {t("people.shown", { count: found.length, all: roster.players.length })}
      </p>
      {found.length === 0 ? (
        <EmptyState sign="search" title={t("people.noMatch.title")} text={t("people.noMatch.text")}>
          <Button variant="default" onClick={() => setFilter({ search: "", teamId: null, line: null })}>
            {t("people.noMatch.act")}
          </Button>
        </EmptyState>
      ) : (
        <DataTable
          label={t("people.roster")}
          rows={found}
          columns={columnsOf(words, roster.teams)}
          rowKey={(player) => player.id}
          rowTo={(player) => `/people/${player.id}`}
          first="name"
        />
      )}
    </>
  );
}

function columnsOf({ t }: PeopleWords, teams: readonly Team[]): Column<Player>[] {
  const names = new Map(teams.map((team) => [team.id, team.name]));
  const team = (player: Player) => names.get(player.teamId ?? "") ?? null;
  return [
    { key: "name", title: t("people.name"), cell: (player) => player.name, by: (player) => player.name },
    {
      key: "number",
      title: t("people.number"),
      cell: (player) => player.jerseyNumber ?? "–",
      by: (player) => player.jerseyNumber ?? null,
    },
    { key: "team", title: t("people.team"), cell: (player) => team(player) ?? "–", by: team },
    { key: "line", title: t("people.line"), cell: (player) => player.line ?? "–", by: (player) => player.line ?? null },
    { key: "born", title: t("people.born"), cell: (player) => player.birthDate ?? "–", by: born, wide: true },
    { key: "tests", title: t("people.tests"), cell: (player) => <TestState player={player} />, by: oldTests },
  ];
}

const born = (player: Player): string | null => player.birthDate ?? null;

function oldTests(player: Player): number {
  const nowMs = Date.now();
  const measured = (player.measured ?? []).filter((one) => isExpired(one.quantity, one.measuredOn, nowMs));
  const maxes = (player.maxes ?? []).filter((one) => isExpired("max", one.measuredOn, nowMs));
  return measured.length + maxes.length;
}

function TestState({ player }: { player: Player }) {
  const { t } = usePeopleWords();
  const old = oldTests(player);
  const all = (player.measured ?? []).length + (player.maxes ?? []).length;
  if (all === 0) return <span className="soft">{t("people.testsNone")}</span>;
  return old > 0 ? (
    <Tag tone="warn">{t("people.testsOld", { count: old })}</Tag>
  ) : (
    <Tag tone="good">{t("people.testsGood", { count: all })}</Tag>
  );
}
