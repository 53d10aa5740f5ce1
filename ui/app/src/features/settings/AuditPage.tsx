/** Who looked at or changed guarded data, the newest first, in words. The seals are checked by `dryland audit verify`. */

import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import type { Player, SealedEntry, User } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Section } from "../../shared/ui/Section";
import { actionText, isMedical, subjectText } from "./auditWords";
import { useSettingsWords } from "./words";

const PAGE = 200;
const SHOWN_AT_ONCE = 50;

async function everyEntry(api: Api, signal: AbortSignal): Promise<SealedEntry[]> {
  const found: SealedEntry[] = [];
  for (;;) {
    const query = { after: found.at(-1)?.number ?? 0, limit: PAGE };
    const page = await api.get<SealedEntry[]>("/api/audit", { query, signal });
    found.push(...page);
    if (page.length < PAGE) return found.reverse();
  }
}

const ask = async (api: Api, signal: AbortSignal) => {
  const [entries, players, users] = await Promise.all([
    everyEntry(api, signal),
    everyPage<Player>(api, "/api/players", {}, signal),
    everyPage<User>(api, "/api/users", {}, signal),
  ]);
  const names = new Map([...players, ...users].map((one) => [one.id, one.name]));
  return { entries, players, nameOf: (id: string) => names.get(id) ?? id };
};

export function AuditPage() {
  const words = useSettingsWords();
  const { t, locale } = words;
  const asked = useAsked(ask);
  const [playerId, setPlayer] = useState<string | null>(null);
  const [kind, setKind] = useState<string>("all");
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const wanted = (entry: SealedEntry) =>
    (playerId === null || entry.entry.playerIds?.includes(playerId) === true) && (kind === "all" || isMedical(entry));
  return (
    <Section title={t("settings.audit")} lead={t("settings.auditLead")}>
      <Asking asked={asked}>
        {({ entries, players, nameOf }) => {
          const found = entries.filter(wanted);
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
                  rows={found.slice(0, shown)}
                  columns={columns}
                  rowKey={(one) => `${one.number}`}
                />
              )}
              {found.length > shown ? (
                <Button variant="default" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
                  {t("settings.more")}
                </Button>
              ) : null}
            </>
          );
        }}
      </Asking>
    </Section>
  );
}
