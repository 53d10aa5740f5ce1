/**
 * Every part that the screens share, side by side in both schemes, with the club's own teams and players where there
 * are some. Whoever makes a screen looks here first.
 */

import { Button, Checkbox, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage, Problem } from "../../shared/api";
import type { Player } from "../../shared/records";
import { Sign, type SignName } from "../../shared/shell/Sign";
import { DARK, LIGHT } from "../../shared/theme/tokens";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Facts, Section, Tag } from "../../shared/ui/Section";
import "./style.css";
import { useStyleWords } from "./words";

const SIGNS: readonly SignName[] = ["board", "plan", "people", "medic", "debrief", "wall", "settings", "warning"];
const askPlayers = (api: Api, signal: AbortSignal) => everyPage<Player>(api, "/api/players", {}, signal);

export function StylePage() {
  const { t } = useStyleWords();
  return (
    <>
      <PageHeader title={t("style.title")} lead={t("style.lead")}>
        <Button variant="default" size="md">
          {t("style.second")}
        </Button>
        <Button size="md">{t("style.first")}</Button>
      </PageHeader>
      <Colours />
      <Controls />
      <People />
      <Section title={t("style.states")}>
        <EmptyState sign="people" title={t("style.empty")} text={t("style.emptyText")}>
          <Button size="lg">{t("style.first")}</Button>
        </EmptyState>
        <div className="style-gap" />
        <ErrorNote problem={new Problem("NOT_CONNECTED")} onRetry={() => undefined} />
      </Section>
    </>
  );
}

function Colours() {
  const { t } = useStyleWords();
  return (
    <Section title={t("style.colours")} lead={t("style.coloursLead")}>
      <div className="style-schemes">
        {[DARK, LIGHT].map((palette) => (
          <div key={palette.ground} className="style-zones" style={{ background: palette.ground }}>
            {palette.zones.map((zone, place) => (
              <span
                key={zone.fill}
                style={{ background: zone.fill, color: zone.ink, outline: `2px solid ${palette.zoneOutline}` }}
              >
                Z{place + 1}
              </span>
            ))}
          </div>
        ))}
      </div>
      <div className="style-signs">
        {SIGNS.map((name) => (
          <Sign key={name} name={name} size={32} />
        ))}
      </div>
    </Section>
  );
}

function Controls() {
  const { t } = useStyleWords();
  const [held, setHeld] = useState(0);
  return (
    <Section title={t("style.controls")}>
      <div className="form">
        <div className="form-row">
          <TextInput label={t("style.field")} description={t("style.hint")} size="md" />
          <TextInput label={t("style.field")} error={t("style.wrong")} size="md" defaultValue="31.12.2006" />
          <Select label={t("style.choice")} data={["A", "B", "C"]} defaultValue="A" size="md" />
        </div>
        <div className="row-acts">
          <Button size="md">{t("style.first")}</Button>
          <Button size="md" variant="default">
            {t("style.second")}
          </Button>
          <Button size="md" disabled>
            {t("style.off")}
          </Button>
          <ConfirmHold onDone={() => setHeld(held + 1)}>{t("style.end")}</ConfirmHold>
          <span role="status">{held > 0 ? t("style.held", { count: held }) : ""}</span>
        </div>
        <div className="row-acts">
          <SegmentedControl aria-label={t("style.choice")} data={["A", "B", "C"]} />
          <Checkbox label={t("style.check")} defaultChecked size="md" />
          <Tag>{t("style.plain")}</Tag>
          <Tag tone="good">{t("style.good")}</Tag>
          <Tag tone="warn">{t("style.warn")}</Tag>
          <Tag tone="bad">{t("style.bad")}</Tag>
        </div>
      </div>
    </Section>
  );
}

function People() {
  const { t } = useStyleWords();
  const asked = useAsked(askPlayers);
  const columns: Column<Player>[] = [
    { key: "name", title: t("style.name"), cell: (player) => player.name, by: (player) => player.name },
    {
      key: "number",
      title: t("style.number"),
      align: "end",
      cell: (player) => player.jerseyNumber ?? "–",
      by: (player) => player.jerseyNumber ?? null,
    },
  ];
  return (
    <Section title={t("style.table")} lead={t("style.tableLead")}>
      <Asking asked={asked}>
        {(players) => (
          <>
            <Facts items={[{ name: t("nav.people"), value: players.length }]} />
            <DataTable
              label={t("style.table")}
              rows={players.slice(0, 8)}
              columns={columns}
              rowKey={(player) => player.id}
              rowTo={(player) => `/people/${player.id}`}
              first="name"
            />
          </>
        )}
      </Asking>
    </Section>
  );
}
