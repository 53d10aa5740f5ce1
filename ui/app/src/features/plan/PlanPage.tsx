/** One plan: its picture above its table. What somebody else saved meanwhile is said and never overwritten. */

import { Button, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api, Problem } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section, Tag } from "../../shared/ui/Section";
import { BlockRows } from "./BlockRows";
import { DrillRows } from "./DrillRows";
import { IntervalRows } from "./IntervalRows";
import { DrillPicture, Timeline } from "./Pictures";
import "./plan.css";
import type { AnyPlan, Layout, PlanShown, Starters } from "./records";
import { ExerciseRows } from "./StrengthRows";
import { blockStretches, exercisesSeconds, intervalStretches, minutesWord } from "./timeline";
import { usePlanWords } from "./words";

export function PlanPage({ planId }: { planId: string }) {
  const ask = useCallback(
    async (api: Api, signal: AbortSignal) => {
      const [plan, starters] = await Promise.all([
        api.get<PlanShown>(`/api/plans/${planId}`, { signal }),
        api.get<Starters>("/api/plan-starters", { signal }),
      ]);
      return { plan, layouts: starters.layouts };
    },
    [planId],
  );
  const asked = useAsked(ask);
  return (
    <Asking asked={asked}>
      {({ plan, layouts }) => (
        <Editor
          key={plan.version}
          plan={plan}
          layouts={layouts}
          onSaved={(saved) => asked.put({ plan: saved, layouts })}
          onAgain={asked.again}
        />
      )}
    </Asking>
  );
}

interface EditorProps {
  plan: PlanShown;
  layouts: readonly Layout[];
  onSaved(plan: PlanShown): void;
  onAgain(): void;
}

function Editor({ plan, layouts, onSaved, onAgain }: EditorProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const [name, setName] = useState(plan.name);
  const [draft, setDraft] = useState<AnyPlan>(plan);
  const changed = name !== plan.name || draft.plan !== plan.plan;
  const saving = useDoing(async () =>
    onSaved(await api.patch<PlanShown>(`/api/plans/${plan.id}`, { version: plan.version, name, plan: draft.plan })),
  );
  const conflict = saving.problem?.code === "CONFLICT";
  return (
    <>
      <PageHeader
        title={plan.name}
        lead={t(`type.${draft.workoutType}`)}
        back={{ to: "/plan/plans", word: t("plan.plans") }}
      >
        <span role="status">
          {changed ? <Tag tone="warn">{t("plan.notSaved")}</Tag> : <Tag tone="good">{t("plan.saved")}</Tag>}
        </span>
        <Button size="md" loading={saving.busy} disabled={!changed} onClick={() => void saving.run()}>
          {t("plan.save")}
        </Button>
      </PageHeader>
      {conflict ? <Conflict onAgain={onAgain} /> : <ErrorNote problem={saving.problem} />}
      <Section title={t("plan.picture")}>
        <Picture draft={draft} layouts={layouts} />
      </Section>
      <Section title={t("plan.content")}>
        <TextInput
          mb="md"
          label={t("plan.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Rows draft={draft} layouts={layouts} problem={saving.problem} onChange={setDraft} />
      </Section>
    </>
  );
}

function Conflict({ onAgain }: { onAgain(): void }) {
  const { t } = usePlanWords();
  return (
    <div className="error-note" role="alert">
      <div>
        <p>{t("plan.conflict")}</p>
      </div>
      <Button variant="default" onClick={onAgain}>
        {t("plan.takeTheirs")}
      </Button>
    </div>
  );
}

function Picture({ draft, layouts }: { draft: AnyPlan; layouts: readonly Layout[] }) {
  const { t } = usePlanWords();
  switch (draft.workoutType) {
    case "strength":
      return (
        <p>
          {t("plan.strengthTotal", {
            exercises: draft.plan.exercises.length,
            sets: draft.plan.exercises.reduce((sum, one) => sum + one.sets.length, 0),
            time: minutesWord(exercisesSeconds(draft.plan.exercises)),
          })}
        </p>
      );
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
    default:
      return <p className="soft">{t("plan.notHere")}</p>;
  }
}

interface AllRowsProps {
  draft: AnyPlan;
  layouts: readonly Layout[];
  problem: Problem | null;
  onChange(draft: AnyPlan): void;
}

function Rows({ draft, layouts, problem, onChange }: AllRowsProps) {
  switch (draft.workoutType) {
    case "strength":
      return (
        <ExerciseRows
          items={draft.plan.exercises}
          path="$.plan.exercises"
          problem={problem}
          onChange={(exercises) => onChange({ ...draft, plan: { ...draft.plan, exercises } })}
        />
      );
    case "conditioning":
      return (
        <IntervalRows
          items={draft.plan.intervals}
          path="$.plan.intervals"
          problem={problem}
          onChange={(intervals) => onChange({ ...draft, plan: { ...draft.plan, intervals } })}
        />
      );
    case "hybrid":
      return (
        <BlockRows
          items={draft.plan.blocks}
          path="$.plan.blocks"
          problem={problem}
          onChange={(blocks) => onChange({ ...draft, plan: { ...draft.plan, blocks } })}
        />
      );
    case "agility":
      return (
        <DrillRows
          items={draft.plan.drills}
          path="$.plan.drills"
          problem={problem}
          layouts={layouts}
          onChange={(drills) => onChange({ ...draft, plan: { ...draft.plan, drills } })}
        />
      );
    default:
      return null;
  }
}
