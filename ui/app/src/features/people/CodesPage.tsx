/** Codes with which players join: one for a team on a sheet to hang up; what is good can be taken back. */

import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { JoinCode, Team } from "../../shared/records";
import { Sign } from "../../shared/shell/Sign";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { QrCard } from "../../shared/ui/QrCard";
import { Section } from "../../shared/ui/Section";
import "./people.css";
import { PeopleHead } from "./PeopleHead";
import { usePeopleWords } from "./words";

const ask = async (api: Api, signal: AbortSignal) => ({
  codes: await api.get<JoinCode[]>("/api/join-codes", { signal }),
  teams: await api.get<Team[]>("/api/teams", { signal }),
});

const LASTS_S = { day: 86_400, week: 604_800, month: 2_592_000 } as const;
const LASTING = ["day", "week", "month"] as const;

export function CodesPage() {
  const { t, locale } = usePeopleWords();
  const api = useApi();
  const asked = useAsked(ask);
  const [made, setMade] = useState<JoinCode | null>(null);
  const takingBack = useDoing(async (id: string) => {
    await api.delete(`/api/join-codes/${id}`);
    if (made?.id === id) setMade(null);
    asked.again();
  });
  const when = (at: string) => new Date(at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  const columns = (teams: readonly Team[]): Column<JoinCode>[] => [
    {
      key: "for",
      title: t("people.codeFor"),
      cell: (code) => teams.find((team) => team.id === code.teamId)?.name ?? t("people.codeSession"),
    },
    { key: "until", title: t("people.codeUntil"), cell: (code) => when(code.expiresAt), by: (code) => code.expiresAt },
    { key: "uses", title: t("people.codeUses"), cell: (code) => code.uses, by: (code) => code.uses },
    {
      key: "back",
      title: "",
      align: "end",
      cell: (code) => (
        <Button size="xs" variant="default" onClick={() => void takingBack.run(code.id)}>
          {t("people.takeBack")}
        </Button>
      ),
    },
  ];
  return (
    <>
      <PeopleHead lead={t("people.codesLead")} />
      <ErrorNote problem={takingBack.problem} />
      <Asking asked={asked}>
        {({ codes, teams }) => (
          <>
            <MakeCode
              teams={teams}
              onMade={(code) => {
                setMade(code);
                asked.again();
              }}
            />
            {made === null ? null : <Sheet code={made} team={teams.find((team) => team.id === made.teamId)} />}
            {codes.length === 0 ? (
              <EmptyState sign="link" title={t("people.noCode.title")} text={t("people.noCode.text")} />
            ) : (
              <Section title={t("people.goodCodes")} lead={t("people.goodCodesLead")}>
                <DataTable
                  label={t("people.goodCodes")}
                  rows={codes}
                  columns={columns(teams)}
                  rowKey={(code) => code.id}
                />
              </Section>
            )}
          </>
        )}
      </Asking>
    </>
  );
}

function MakeCode({ teams, onMade }: { teams: readonly Team[]; onMade(code: JoinCode): void }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const [chosen, setChosen] = useState<string | null>(null);
  const [lasts, setLasts] = useState<(typeof LASTING)[number]>("day");
  const teamId = chosen ?? teams[0]?.id ?? null;
  const making = useDoing(async () => {
    const body = { teamId, expiresIn: LASTS_S[lasts], baseUrl: window.location.origin };
    onMade(await api.post<JoinCode>("/api/join-codes", body, { repeat: false }));
  });
  return (
    <>
      <ErrorNote problem={making.problem} />
      <div className="tools">
        <Select
          className="tools-grow"
          size="md"
          label={t("people.team")}
          allowDeselect={false}
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={teamId}
          onChange={setChosen}
        />
        <Select
          size="md"
          label={t("people.codeLasts")}
          allowDeselect={false}
          data={LASTING.map((value) => ({ value, label: t(`people.lasts.${value}`) }))}
          value={lasts}
          onChange={(value) => setLasts(LASTING.find((one) => one === value) ?? "day")}
        />
        <Button size="md" disabled={teamId === null} loading={making.busy} onClick={() => void making.run()}>
          {t("people.makeCode")}
        </Button>
      </div>
    </>
  );
}

function Sheet({ code, team }: { code: JoinCode; team: Team | undefined }) {
  const { t } = usePeopleWords();
  return (
    <Section
      title={t("people.sheet")}
      lead={t("people.sheetLead")}
      acts={
        <Button
          variant="default"
          size="md"
          leftSection={<Sign name="print" size={20} />}
          onClick={() => window.print()}
        >
          {t("people.print")}
        </Button>
      }
    >
      <div className="sheet-one">
        <QrCard title={team?.name ?? ""} svg={code.qrSvg ?? ""} alt={t("people.qrAlt")} code={code.code ?? ""}>
          <p>{t("people.sheetText", { address: `${window.location.origin}/join` })}</p>
        </QrCard>
      </div>
    </Section>
  );
}
