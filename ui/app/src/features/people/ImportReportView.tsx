/** What would become of each line, or became of it; wrong lines come first, open to be mended. */

import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import type { ImportReport, ImportRow } from "../../shared/records";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { Section, Tag, type Tone } from "../../shared/ui/Section";
import type { Sheet } from "./sheet";
import "./people.css";
import { usePeopleWords } from "./words";

const TONES: Readonly<Record<ImportRow["outcome"], Tone>> = {
  created: "good",
  updated: "good",
  unchanged: "plain",
  refused: "bad",
};

export interface ImportReportViewProps {
  report: ImportReport;
  sheet: Sheet;
  busy: boolean;
  /** Where to go when all is taken in. */
  done: ReactNode;
  onMend(line: number, cells: string[]): void;
  onTake(): void;
  onAgain(): void;
}

export function ImportReportView(props: ImportReportViewProps) {
  const { t } = usePeopleWords();
  const { report, sheet } = props;
  const good = report.created + report.updated + report.unchanged;
  const wrong = report.rows.filter((row) => row.outcome === "refused");
  const fresh = report.created + report.updated;
  const counts = { created: report.created, updated: report.updated, unchanged: report.unchanged };
  const columns: Column<ImportRow>[] = [
    { key: "name", title: t("people.name"), cell: (row) => row.name || "–", by: (row) => row.name },
    { key: "line", title: t("people.fileLine"), cell: (row) => row.line, by: (row) => row.line },
    {
      key: "outcome",
      title: t("people.outcome"),
      cell: (row) => <Tag tone={TONES[row.outcome]}>{t(`people.outcome.${row.outcome}`)}</Tag>,
      by: (row) => row.outcome,
    },
  ];
  return (
    <>
      <Section
        title={t(report.dryRun ? "people.report" : "people.reportDone")}
        lead={t("people.reportCounts", counts)}
        acts={
          report.dryRun ? (
            <>
              <Button variant="default" size="md" onClick={props.onAgain}>
                {t("people.importOther")}
              </Button>
              <Button size="md" disabled={fresh === 0} loading={props.busy} onClick={props.onTake}>
                {t("people.importTake", { count: good })}
              </Button>
            </>
          ) : (
            props.done
          )
        }
      >
        {(report.unknownColumns ?? []).length === 0 ? null : (
          <p className="soft">{t("people.unknownColumns", { columns: (report.unknownColumns ?? []).join(", ") })}</p>
        )}
        {wrong.length === 0 ? null : (
          <>
            <h3 className="mend-title">{t("people.mend", { count: wrong.length })}</h3>
            <p className="soft">{t("people.mendLead")}</p>
            <ul className="mend">
              {wrong.map((row) => (
                <Mend
                  key={`${row.line} ${(row.problems ?? []).map((one) => one.message).join()}`}
                  row={row}
                  headings={sheet.headings}
                  cells={sheet.rows.find((one) => one.line === row.line)?.cells ?? []}
                  open={report.dryRun}
                  onMend={props.onMend}
                />
              ))}
            </ul>
          </>
        )}
      </Section>
      {good === 0 ? null : (
        <Section title={t("people.reportGood")}>
          <DataTable
            label={t("people.reportGood")}
            rows={report.rows.filter((row) => row.outcome !== "refused")}
            columns={columns}
            rowKey={(row) => `${row.line}`}
          />
        </Section>
      )}
    </>
  );
}

interface MendProps {
  row: ImportRow;
  headings: string[];
  cells: string[];
  open: boolean;
  onMend(line: number, cells: string[]): void;
}

function Mend({ row, headings, cells: given, open, onMend }: MendProps) {
  const { t } = usePeopleWords();
  const [cells, setCells] = useState(given);
  const problems = row.problems ?? [];
  const about = (heading: string) => problems.filter((one) => one.column === heading).map((one) => one.message);
  const onFields = problems.filter((one) => headings.includes(one.column));
  const elsewhere = problems.filter((one) => !headings.includes(one.column));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onMend(row.line, cells);
  };
  return (
    <li>
      <form onSubmit={submit}>
        <div className="mend-head">
          <b>{t("people.lineNumber", { line: row.line })}</b>
          <span>{row.name}</span>
          {elsewhere.map((one) => (
            <Tag key={one.message} tone="bad">
              {one.message}
            </Tag>
          ))}
        </div>
        {open ? (
          <div className="mend-cells">
            {headings.map((heading, place) => (
              <TextInput
                key={heading}
                label={heading}
                value={cells[place] ?? ""}
                error={about(heading).join(" ") || undefined}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setCells((before) => headings.map((_, at) => (at === place ? value : (before[at] ?? ""))));
                }}
              />
            ))}
            <Button type="submit" variant="default">
              {t("people.checkAgain")}
            </Button>
          </div>
        ) : (
          <p className="soft">{onFields.map((one) => one.message).join(" ")}</p>
        )}
      </form>
    </li>
  );
}
