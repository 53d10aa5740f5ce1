/** Every session that has been opened, the newest first: one tap leads to its page, one to its bundle's. */

import type { WorkoutType } from "@dryland/client";
import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { Link as RouteLink } from "react-router";
import { useAsked } from "../../shared/AccountContext";
import type { Api, Page } from "../../shared/api";
import { useTimes } from "../../shared/look/words";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { DebriefHead } from "./DebriefHead";
import { useDebriefWords } from "./words";

interface Listed {
  id: string;
  name: string;
  workoutType: WorkoutType;
  createdAt: string;
  scheduledAt?: string;
  playerIds: string[];
  bundleId?: string;
}

const NEWEST = 200;

/** A session on the floor; the history need not know it before it is over. */
interface Open {
  sessionId: string;
  workoutName: string;
  workoutType: WorkoutType;
  totalPlayers: number;
  bundleId?: string;
}

interface Row {
  id: string;
  name: string;
  workoutType: WorkoutType;
  /** Absent while it is on the floor and nothing more is known. */
  at: string | null;
  players: number;
  bundleId: string | undefined;
}

const askSessions = async (api: Api, signal: AbortSignal): Promise<Row[]> => {
  const [history, open] = await Promise.all([
    api.get<Page<Listed>>("/api/sessions/history", { query: { limit: NEWEST }, signal }),
    api.get<Open[]>("/api/sessions", { signal }),
  ]);
  return listSessions(history.items, open);
};

/** Those on the floor first, then the history, each once. */
export function listSessions(history: readonly Listed[], open: readonly Open[]): Row[] {
  const known = new Set(history.map((session) => session.id));
  const others = open.filter((session) => !known.has(session.sessionId));
  return [
    ...others.map(({ sessionId, workoutName, workoutType, totalPlayers, bundleId }) => ({
      id: sessionId,
      name: workoutName,
      workoutType,
      at: null,
      players: totalPlayers,
      bundleId,
    })),
    ...history.map(({ id, name, workoutType, scheduledAt, createdAt, playerIds, bundleId }) => ({
      id,
      name,
      workoutType,
      at: scheduledAt ?? createdAt,
      players: playerIds.length,
      bundleId,
    })),
  ];
}

const TYPES: readonly WorkoutType[] = ["strength", "conditioning", "hybrid", "agility", "plyometrics"];

export function ListPage() {
  const { t } = useDebriefWords();
  const asked = useAsked(askSessions, "tab");
  return (
    <>
      <DebriefHead title={t("debrief.title")} lead={t("debrief.lead")} />
      <Asking asked={asked}>
        {(sessions) => (sessions.length === 0 ? <NothingYet /> : <Found sessions={sessions} />)}
      </Asking>
    </>
  );
}

function NothingYet() {
  const { t } = useDebriefWords();
  return (
    <EmptyState sign="debrief" title={t("debrief.none.title")} text={t("debrief.none.text")}>
      <Button component={RouteLink} to="/board" size="lg">
        {t("debrief.none.act")}
      </Button>
    </EmptyState>
  );
}

function Found({ sessions }: { sessions: readonly Row[] }) {
  const { t } = useDebriefWords();
  const times = useTimes();
  const [kind, setKind] = useState<string | null>(null);
  const found = sessions.filter((session) => kind === null || session.workoutType === kind);
  const when = ({ at }: Row) => (at === null ? t("debrief.open") : `${times.day(at)}, ${times.clock(at)}`);
  const columns: Column<Row>[] = [
    { key: "name", title: t("debrief.session"), cell: (row) => row.name, by: (row) => row.name },
    {
      key: "when",
      title: t("debrief.when"),
      cell: when,
      by: (row) => row.at,
    },
    {
      key: "type",
      title: t("debrief.type"),
      cell: (row) => t(`type.${row.workoutType}`),
      by: (row) => row.workoutType,
    },
    {
      key: "players",
      title: t("debrief.players"),
      cell: (row) => row.players,
      by: (row) => row.players,
    },
    { key: "bundle", title: t("debrief.bundle"), cell: (row) => <ToBundle bundleId={row.bundleId} /> },
  ];
  return (
    <>
      <div className="tools">
        <Select
          size="md"
          clearable
          label={t("debrief.type")}
          placeholder={t("debrief.allTypes")}
          data={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
          value={kind}
          onChange={setKind}
        />
      </div>
      <p className="soft" role="status">
        {t("debrief.shown", { count: found.length })}
      </p>
      <DataTable
        label={t("debrief.list")}
        rows={found}
        columns={columns}
        rowKey={(row) => row.id}
        rowTo={(row) => `/debrief/sessions/${encodeURIComponent(row.id)}`}
      />
    </>
  );
}

function ToBundle({ bundleId }: { bundleId: string | undefined }) {
  const { t } = useDebriefWords();
  return bundleId === undefined ? (
    "–"
  ) : (
    <RouteLink className="above debrief-link" to={`/debrief/bundles/${encodeURIComponent(bundleId)}`}>
      {t("debrief.toBundle")}
    </RouteLink>
  );
}
