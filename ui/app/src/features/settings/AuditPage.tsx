/** Who looked at or changed guarded data, the newest first, in words. The seals are checked by `dryland audit verify`. */

import { Button, Select } from "@mantine/core";
import { useCallback, useState } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import type { Player, SealedEntry, User } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import { actionText, subjectText } from "./auditWords";
import { useSettingsWords } from "./words";

const PAGE = 100;

interface Wanted {
  playerId: string | null;
  kind: string;
}

/** Everything from `backTo` on was looked at; 1 where the trail begins. */
interface Found {
  entries: SealedEntry[];
  backTo: number;
}

/** The entries that are wanted, back from a number or from the end. */
const askBack = (api: Api, { playerId, kind }: Wanted, before: number | null, signal?: AbortSignal) =>
  api.get<Found>("/api/audit/found", {
    query: { player_id: playerId, health: kind === "medical", limit: PAGE, before },
    ...(signal === undefined ? {} : { signal }),
  });

const askPeople = async (api: Api, signal: AbortSignal) => {
  const [players, users] = await Promise.all([
    everyPage<Player>(api, "/api/players", {}, signal),
    everyPage<User>(api, "/api/users", {}, signal),
  ]);
  return { players, users };
};

function namesOf(people: readonly { id: string; name: string }[]): (id: string) => string {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

export function AuditPage() {
  const words = useSettingsWords();
  const { t, locale } = words;
  const people = useAsked(askPeople);
  const [playerId, setPlayer] = useState<string | null>(null);
  const [kind, setKind] = useState<string>("all");
  const api = useApi();
  const ask = useCallback(
    (api: Api, signal: AbortSignal) => askBack(api, { playerId, kind }, null, signal),
    [playerId, kind],
  );
  const asked = useAsked(ask);
  const goingBack = useDoing(async () => {
    if (asked.answer === null) return;
    const { entries, backTo } = asked.answer;
    const older = await askBack(api, { playerId, kind }, backTo);
    asked.put({ entries: [...entries, ...older.entries], backTo: older.backTo });
  });
  return (
    <Section title={t("settings.audit")} lead={t("settings.auditLead")}>
      <Asking asked={asked}>
        {({ entries: found, backTo }) => {
          const { players = [], users = [] } = people.answer ?? {};
          const nameOf = namesOf([...players, ...users]);
          const begins = backTo <= 1;
          const columns: Column<SealedEntry>[] = [
            {
              key: "at",
              title: t("settings.when"),
              cell: (one) => new Date(one.atMs).toLocaleString(locale, { dateStyle: "medium", timeStyle: "medium" }),
              by: (one) => one.atMs,
            },
            { key: "who", title: t("settings.who"), cell: (one) => nameOf(one.entry.actor) },
            { key: "role", title: t("settings.role"), cell: (one) => t(`role.${one.entry.role}`), wide: true },
            { key: "did", title: t("settings.did"), cell: (one) => actionText(one, words) },
            {
              key: "what",
              title: t("settings.what"),
              cell: (one) => <span title={one.entry.what}>{subjectText(one, words)}</span>,
            },
            {
              key: "whose",
              title: t("settings.whose"),
              cell: (one) => (one.entry.playerIds ?? []).map(nameOf).join(", ") || "–",
            },
          ];
          return (
            <>
              <div className="tools">
                <Select
                  className="tools-grow"
                  label={t("settings.auditPlayer")}
                  placeholder={t("settings.everybody")}
                  clearable
                  searchable
                  data={players.map((player) => ({ value: player.id, label: player.name }))}
                  value={playerId}
                  onChange={setPlayer}
                />
                <Select
                  label={t("settings.auditKind")}
                  allowDeselect={false}
                  data={[
                    { value: "all", label: t("settings.auditAll") },
                    { value: "medical", label: t("settings.auditMedical") },
                  ]}
                  value={kind}
                  onChange={(value) => setKind(value ?? "all")}
                />
              </div>
              {found.length === 0 ? (
                <EmptyState
                  sign="search"
                  title={t("settings.noEntry.title")}
                  text={t(begins ? "settings.noEntry.text" : "settings.noEntry.older")}
                />
              ) : (
                <DataTable
                  label={t("settings.audit")}
                  rows={found}
                  columns={columns}
                  rowKey={(one) => `${one.number}`}
                />
              )}
              <ErrorNote problem={goingBack.problem} />
              <div className="row-acts">
                <span className="soft" role="status">
                  {t(begins ? "settings.auditAllShown" : "settings.auditShown", { found: found.length })}
                </span>
                {begins ? null : (
                  <Button variant="default" loading={goingBack.busy} onClick={() => void goingBack.run()}>
                    {t("settings.more")}
                  </Button>
                )}
              </div>
            </>
          );
        }}
      </Asking>
    </Section>
  );
}
