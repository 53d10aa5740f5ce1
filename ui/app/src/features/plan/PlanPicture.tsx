/** A plan at a glance: a table of what is lifted or jumped, a line of time, drills with their ways. */

import { DataTable } from "../../shared/ui/DataTable";
import { planLines } from "./lines";
import { DrillPicture, Timeline } from "./Pictures";
import type { AnyPlan, Layout } from "./records";
import { blockStretches, exercisesSeconds, intervalStretches, minutesWord } from "./timeline";
import { usePlanWords } from "./words";

export function PlanPicture({ draft, layouts }: { draft: AnyPlan; layouts: readonly Layout[] }) {
  const { t } = usePlanWords();
  switch (draft.workoutType) {
    case "strength": {
      const { exercises } = draft.plan;
      const sets = exercises.reduce((sum, one) => sum + one.sets.length, 0);
      const time = minutesWord(exercisesSeconds(exercises));
      return <Lines draft={draft} total={t("plan.strengthTotal", { exercises: exercises.length, sets, time })} />;
    }
    case "plyometrics": {
      const { exercises } = draft.plan;
      const landings = exercises.reduce((sum, one) => sum + one.sets * one.jumps, 0);
      return <Lines draft={draft} total={t("plan.jumpTotal", { exercises: exercises.length, landings })} />;
    }
    case "conditioning":
      return <Timeline stretches={intervalStretches(draft.plan.intervals)} />;
    case "hybrid":
      return <Timeline stretches={blockStretches(draft.plan.blocks)} />;
    case "agility":
      return (
        <div className="plan-drills">
          {draft.plan.drills.map((drill) => (
            <DrillPicture key={drill.id} drill={drill} layouts={layouts} />
          ))}
        </div>
      );
  }
}

function Lines({ draft, total }: { draft: AnyPlan; total: string }) {
  const { t } = usePlanWords();
  return (
    <>
      <DataTable
        label={t("plan.picture")}
        rows={planLines(draft, t)}
        rowKey={(line) => line.id}
        columns={[
          { key: "name", title: t("plan.exercise"), cell: (line) => <b>{line.name}</b> },
          { key: "words", title: t("plan.prescribed"), cell: (line) => line.words },
        ]}
      />
      <p className="soft">{total}</p>
    </>
  );
}
