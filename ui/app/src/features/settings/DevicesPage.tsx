/** What machines come in with: stations, walls, devices; paired by scanning, taken back at once. */

import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import type { GivenToken } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { QrCard } from "../../shared/ui/QrCard";
import { Section, Tag } from "../../shared/ui/Section";
import { useSettingsWords } from "./words";

interface Session {
  sessionId: string;
  workoutName: string;
}

interface Item {
  id: string;
  name: string;
}

const KINDS = ["station", "wall", "device"] as const;
const ask = async (api: Api, signal: AbortSignal) => ({
  tokens: await everyPage<GivenToken>(api, "/api/tokens", {}, signal),
  sessions: await api.get<Session[]>("/api/sessions", { signal }),
  items: await everyPage<Item>(api, "/api/equipment", {}, signal),
});

export function DevicesPage() {
  const { t, locale } = useSettingsWords();
  const api = useApi();
  const asked = useAsked(ask);
  const [made, setMade] = useState<GivenToken | null>(null);
  const [ended, setEnded] = useState<GivenToken | null>(null);
  const takingBack = useDoing(async (id: string) => {
    setEnded(await api.delete<GivenToken>(`/api/tokens/${id}`));
    if (made?.id === id) setMade(null);
    asked.again();
  });
  const day = (at: string | null | undefined) =>
    at == null ? "–" : new Date(at).toLocaleDateString(locale, { dateStyle: "medium" });
  const columnsWith = (items: readonly Item[]): Column<GivenToken>[] => [
    { key: "name", title: t("settings.name"), cell: (token) => token.name, by: (token) => token.name },
    {
      key: "kind",
      title: t("settings.kind"),
      cell: (token) => t(`settings.kind.${token.kind}`),
      by: (one) => one.kind,
    },
    {
      key: "item",
      title: t("settings.ofItem"),
      cell: (token) => (token.itemId == null ? "–" : (items.find((one) => one.id === token.itemId)?.name ?? "–")),
      wide: true,
    },
    { key: "made", title: t("settings.made"), cell: (token) => day(token.createdAt), by: (one) => one.createdAt },
    { key: "until", title: t("settings.until"), cell: (token) => day(token.expiresAt), wide: true },
    {
      key: "back",
      title: "",
      align: "end",
      cell: (token) =>
        token.revokedAt == null ? (
          <ConfirmHold onDone={() => void takingBack.run(token.id)}>{t("settings.takeBack")}</ConfirmHold>
        ) : (
          <Tag tone="bad">{t("settings.takenBack", { day: day(token.revokedAt) })}</Tag>
        ),
    },
  ];
  return (
    <>
      <ErrorNote problem={takingBack.problem} />
      <div role="status">
        {ended === null ? null : <p>{t("settings.ended", { name: ended.name, count: ended.connectionsEnded ?? 0 })}</p>}
      </div>
      <Asking asked={asked}>
        {({ tokens, sessions, items }) => (
          <>
            <Give
              sessions={sessions}
              items={items}
              onMade={(token) => {
                setMade(token);
                asked.again();
              }}
            />
            {made === null ? null : <Pairing token={made} />}
            {tokens.length === 0 ? (
              <EmptyState sign="wall" title={t("settings.noToken.title")} text={t("settings.noToken.text")} />
            ) : (
              <Section title={t("settings.given")} lead={t("settings.givenLead")}>
                <DataTable
                  label={t("settings.given")}
                  rows={tokens}
                  columns={columnsWith(items)}
                  rowKey={(token) => token.id}
                />
              </Section>
            )}
          </>
        )}
      </Asking>
    </>
  );
}

interface GiveProps {
  sessions: readonly Session[];
  items: readonly Item[];
  onMade(token: GivenToken): void;
}

function Give({ sessions, items, onMade }: GiveProps) {
  const { t } = useSettingsWords();
  const api = useApi();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("station");
  const [sessionId, setSession] = useState<string | null>(null);
  const [itemId, setItem] = useState<string | null>(null);
  const standsAtOne = kind !== "wall" && items.length > 0;
  const giving = useDoing(async () => {
    const at = standsAtOne && itemId !== null ? { itemId } : {};
    const body = { kind, name, sessionId, baseUrl: window.location.origin, ...at };
    onMade(await api.post<GivenToken>("/api/tokens", body, { repeat: false }));
    setName("");
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void giving.run();
  };
  return (
    <Section title={t("settings.give")} lead={t("settings.giveLead")}>
      <ErrorNote problem={giving.problem} />
      <form className="tools" onSubmit={submit}>
        <Select
          label={t("settings.kind")}
          allowDeselect={false}
          data={KINDS.map((one) => ({ value: one, label: t(`settings.kind.${one}`) }))}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? "station")}
        />
        <TextInput
          className="tools-grow"
          label={t("settings.name")}
          placeholder={t("settings.nameExample")}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          className="tools-grow"
          label={t("settings.forSession")}
          placeholder={t("settings.everySession")}
          clearable
          data={sessions.map((session) => ({ value: session.sessionId, label: session.workoutName }))}
          value={sessionId}
          onChange={setSession}
        />
        {standsAtOne ? (
          <Select
            className="tools-grow"
            label={t("settings.ofItem")}
            placeholder={t("settings.noItem")}
            clearable
            searchable
            data={items.map((item) => ({ value: item.id, label: item.name }))}
            value={itemId}
            onChange={setItem}
          />
        ) : null}
        <Button type="submit" loading={giving.busy}>
          {t("settings.give.act")}
        </Button>
      </form>
    </Section>
  );
}

/** Shown once: to scan with the machine's camera, or to copy. */
function Pairing({ token }: { token: GivenToken }) {
  const { t } = useSettingsWords();
  return (
    <Section title={t("settings.pair", { name: token.name })} lead={t("settings.pairLead")}>
      {token.qrSvg == null ? null : <QrCard title={token.name} svg={token.qrSvg} alt={t("settings.pairAlt")} />}
      <TextInput label={t("settings.pairLink")} readOnly value={token.url ?? token.token ?? ""} mt="md" />
    </Section>
  );
}
