/** A page to take along: on paper by the server, as a table, or straight to the printer. */

import { Button } from "@mantine/core";
import { useApi, useDoing } from "../../shared/AccountContext";
import { saveBlob } from "../../shared/saveFile";
import { Sign } from "../../shared/shell/Sign";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { useDebriefWords } from "./words";

export interface TakeAlongProps {
  /** Where the page comes from, e.g. `/api/sessions/s1/debrief`. */
  path: string;
  /** What files are called, without an ending. */
  name: string;
  sheets?: boolean;
}

export function TakeAlong({ path, name, sheets = false }: TakeAlongProps) {
  const { t, locale } = useDebriefWords();
  const api = useApi();
  const taking = useDoing(async (ending: string, query: Record<string, string>, called: string) => {
    saveBlob(`${name}${called}.${ending}`, await api.file(`${path}.${ending}`, { query }));
  });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const take = (ending: string, query: Record<string, string>, called = "") => void taking.run(ending, query, called);
  return (
    <>
      <Button variant="default" size="md" leftSection={<Sign name="print" size={18} />} onClick={() => window.print()}>
        {t("debrief.print")}
      </Button>
      {sheets ? (
        <>
          <Button
            variant="default"
            size="md"
            onClick={() => take("csv", { rows: "players", lang: locale }, "-players")}
          >
            {t("debrief.csv")}
          </Button>
          <Button variant="default" size="md" onClick={() => take("csv", { rows: "steps", lang: locale }, "-steps")}>
            {t("debrief.csvSteps")}
          </Button>
        </>
      ) : null}
      <Button size="md" loading={taking.busy} onClick={() => take("pdf", { lang: locale, zone })}>
        {t("debrief.pdf")}
      </Button>
      <ErrorNote problem={taking.problem} />
    </>
  );
}
