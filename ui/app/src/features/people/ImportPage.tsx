/**
 * A roster from a file: read first, shown line by line with what is wrong where it is, mended on the spot, then taken
 * in. Nothing is written before the last step.
 */

import { Button, FileButton, Select, Textarea } from "@mantine/core";
import { useCallback, useState } from "react";
import { Link as RouteLink, useSearchParams } from "react-router";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { ImportReport, Team } from "../../shared/records";
import { Sign } from "../../shared/shell/Sign";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import { ImportReportView } from "./ImportReportView";
import { PeopleHead } from "./PeopleHead";
import { readSheet, writeSheet } from "./sheet";
import { usePeopleWords } from "./words";

const askTeams = (api: Api, signal: AbortSignal) => api.get<Team[]>("/api/teams", { signal });
const EXAMPLE =
  "name,jersey,line,birthdate,hrmax,ftp\nElin Wikström,7,A,2006-03-09,196,255\nSofia Lund,12,B,2007-11-21,201,";

export function ImportPage() {
  const { t } = usePeopleWords();
  const api = useApi();
  const [parameters] = useSearchParams();
  const teams = useAsked(askTeams).answer ?? [];
  const [chosen, setChosen] = useState<string | null>(parameters.get("team"));
  const teamId = chosen ?? (teams.length === 1 ? (teams[0]?.id ?? null) : null);
  const [text, setText] = useState("");
  const [report, setReport] = useState<ImportReport | null>(null);
  const send = useCallback(
    (csv: string, dryRun: boolean) =>
      api.post<ImportReport>("/api/players/import", undefined, {
        query: { dry_run: dryRun, team_id: teamId },
        raw: { body: csv, type: "text/csv" },
      }),
    [api, teamId],
  );
  const reading = useDoing(async (csv: string) => setReport(await send(csv, true)));
  const taking = useDoing(async () => setReport(await send(text, false)));
  const read = (csv: string) => {
    setText(csv);
    void reading.run(csv);
  };
  const open = async (file: File | null) => {
    if (file !== null) read(decodeCsv(await file.arrayBuffer()));
  };
  const mend = (line: number, cells: string[]) => {
    const sheet = readSheet(text);
    read(writeSheet({ ...sheet, rows: sheet.rows.map((row) => (row.line === line ? { ...row, cells } : row)) }));
  };
  return (
    <>
      <PeopleHead lead={t("people.importLead")} />
      <ErrorNote problem={reading.problem ?? taking.problem} />
      {report === null ? (
        <Section title={t("people.importFile")} lead={t("people.importFileLead")}>
          <div className="form">
            <Select
              label={t("people.importTeam")}
              description={t("people.importTeamHint")}
              size="md"
              clearable
              data={teams.map((team) => ({ value: team.id, label: team.name }))}
              value={teamId}
              onChange={setChosen}
            />
            <div className="row-acts">
              <FileButton accept=".csv,.txt,text/csv" onChange={(file) => void open(file)}>
                {(props) => (
                  <Button {...props} size="lg" leftSection={<Sign name="upload" />} loading={reading.busy}>
                    {t("people.importChoose")}
                  </Button>
                )}
              </FileButton>
            </div>
            <Textarea
              label={t("people.importPaste")}
              placeholder={EXAMPLE}
              autosize
              minRows={5}
              maxRows={16}
              size="md"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <div className="row-acts">
              <Button size="md" variant="default" disabled={text.trim() === ""} onClick={() => read(text)}>
                {t("people.importRead")}
              </Button>
            </div>
          </div>
        </Section>
      ) : (
        <ImportReportView
          report={report}
          sheet={readSheet(text)}
          busy={reading.busy || taking.busy}
          onMend={mend}
          onTake={() => void taking.run()}
          onAgain={() => setReport(null)}
          done={
            <Button component={RouteLink} to="/people" size="md">
              {t("people.importDone")}
            </Button>
          }
        />
      )}
    </>
  );
}

/** A file's text: UTF-8, or else Windows-1252, as spreadsheets write it. */
export function decodeCsv(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
