/** Two trainers changed one plan: both versions beside each other where they differ, and every way on. */

import { Button } from "@mantine/core";
import { Sign } from "../../shared/shell/Sign";
import { DataTable } from "../../shared/ui/DataTable";
import { type Difference, differences, planLines, wholeLines } from "./lines";
import type { AnyPlan, PlanShown } from "./records";
import { usePlanWords } from "./words";

export interface Mine {
  name: string;
  draft: AnyPlan;
}

interface ConflictProps {
  mine: Mine;
  theirs: PlanShown;
  busy: boolean;
  onTheirs(): void;
  onMine(): void;
  onCopy(): void;
}

export function Conflict({ mine, theirs, busy, onTheirs, onMine, onCopy }: ConflictProps) {
  const { t, locale } = usePlanWords();
  const at = new Date(theirs.updatedAt).toLocaleTimeString(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const named: Difference[] =
    mine.name === theirs.name ? [] : [{ id: "", name: t("plan.name"), mine: mine.name, theirs: theirs.name }];
  const rows = [
    ...named,
    ...differences(
      [...wholeLines(mine.draft, t), ...planLines(mine.draft, t, "all")],
      [...wholeLines(theirs, t), ...planLines(theirs, t, "all")],
    ),
  ];
  return (
    <section className="error-note plan-conflict" role="alert" aria-label={t("plan.conflict.title")}>
      <Sign name="warning" />
      <div>
        <p>
          <b>{t("plan.conflict.title")}</b>
        </p>
        <p>{t("plan.conflict.text", { at })}</p>
      </div>
      {rows.length === 0 ? (
        <p>{t("plan.conflict.same")}</p>
      ) : (
        <div className="plan-versions">
          <DataTable
            label={t("plan.conflict.both")}
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              { key: "where", title: t("plan.conflict.where"), cell: (row) => row.name },
              { key: "mine", title: t("plan.conflict.mine"), cell: (row) => row.mine ?? t("plan.conflict.without") },
              {
                key: "theirs",
                title: t("plan.conflict.theirs"),
                cell: (row) => row.theirs ?? t("plan.conflict.without"),
              },
            ]}
          />
        </div>
      )}
      <div className="row-acts">
        <Button variant="default" disabled={busy} onClick={onTheirs}>
          {t("plan.takeTheirs")}
        </Button>
        <Button variant="default" loading={busy} onClick={onCopy}>
          {t("plan.conflict.copy")}
        </Button>
        <Button loading={busy} onClick={onMine}>
          {t("plan.conflict.keepMine")}
        </Button>
      </div>
    </section>
  );
}
