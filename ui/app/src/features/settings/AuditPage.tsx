/** Who looked at or changed guarded data, the newest first, in words. The seals are checked by `dryland audit verify`. */

import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import type { Player, SealedEntry, User } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import { actionText, isMedical, subjectText } from "./auditWords";
import { useSettingsWords } from "./words";

const PAGE = 100;

/** Entries back from a number, or from the end; fewer than a page where the trail begins. */
const askBack = (api: Api, before: number | null, signal?: AbortSignal) =>
  api.get<SealedEntry[]>("/api/audit", {
    query: { newest: true, limit: PAGE, before },
    ...(signal === undefined ? {} : { signal }),
  });

const ask = async (api: Api, signal: AbortSignal) => {
  const [entries, players, users] = await Promise.all([
    askBack(api, null, signal),
    everyPage<Player>(api, "/api/players", {}, signal),
    everyPage<User>(api, "/api/users", {}, signal),
  ]);
  return { entries, players, users };
};

function namesOf(people: readonly { id: string; name: string }[]): (id: string) => string {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

export function AuditPage() {
  const words = useSettingsWords();
  const { t, locale } = words;
  const asked = useAsked(ask);
  const [playerId, setPlayer] = useState<string | null>(null);
  const [kind, setKind] = useState<string>("all");
  const api = useApi();
  const goingBack = useDoing(async () => {
    if (asked.answer === null) return;
    const { entries } = asked.answer;
    const older = await askBack(api, entries.at(-1)?.number ?? null);
    asked.put({ ...asked.answer, entries: [...entries, ...older] });
  });
  const wanted = (entry: SealedEntry) =>
    (playerId === null || entry.entry.playerIds?.includes(playerId) === true) && (kind === "all" || isMedical(entry));
  return (
    <Section title={t("settings.audit")} lead={t("settings.auditLead")}>
      <Asking asked={asked}>
        {({ entries, players, users }) => {
          const found = entries.filter(wanted);
          const nameOf = namesOf([...players, ...users]);
          const begins = (entries.at(-1)?.number ?? 1) <= 1;
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
                <EmptyState sign="search" title={t("settings.noEntry.title")} text={t("settings.noEntry.text")} />
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
                  {t("settings.auditShown", { found: found.length, looked: entries.length })}
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
