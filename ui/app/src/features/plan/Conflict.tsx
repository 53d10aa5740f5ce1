/** Two people changed one thing: both versions beside each other where they differ, and every way on. */

import { Button } from "@mantine/core";
import { Sign } from "../../shared/shell/Sign";
import { DataTable } from "../../shared/ui/DataTable";
import type { Difference } from "./lines";
import { usePlanWords } from "./words";

interface ConflictProps {
  what: "plan" | "template";
  rows: readonly Difference[];
  /** When the other version was saved. */
  savedAt: string;
  busy: boolean;
  onTheirs(): void;
  onMine(): void;
  onCopy(): void;
}

export function Conflict({ what, rows, savedAt, busy, onTheirs, onMine, onCopy }: ConflictProps) {
  const { t, locale } = usePlanWords();
  const at = new Date(savedAt).toLocaleTimeString(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (
    <section className="error-note plan-conflict" role="alert" aria-label={t(`plan.conflict.title.${what}`)}>
      <Sign name="warning" />
      <div>
        <p>
          <b>{t(`plan.conflict.title.${what}`)}</b>
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
          {t(`plan.conflict.copy.${what}`)}
        </Button>
        <Button loading={busy} onClick={onMine}>
          {t("plan.conflict.keepMine")}
        </Button>
      </div>
    </section>
  );
}
