/** One plan: its picture above its table. What somebody else saved meanwhile is shown beside one's own, never overwritten. */

import { Button, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import { type Api, asProblem } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section, Tag } from "../../shared/ui/Section";
import { Conflict } from "./Conflict";
import { type Fault, faultsOf } from "./faults";
import { PlanPicture } from "./PlanPicture";
import { PlanRows } from "./PlanRows";
import { PlanSettings } from "./PlanSettings";
import "./plan.css";
import type { AnyPlan, PlanShown, Starters, Template } from "./records";
import { useRemoval } from "./removal";
import { type Known, StartersContext } from "./starters";
import { usePlanWords } from "./words";

interface Found {
  plan: PlanShown;
  known: Known;
  usedBy: readonly string[];
}

export function PlanPage({ planId }: { planId: string }) {
  const ask = useCallback(
    async (api: Api, signal: AbortSignal): Promise<Found> => {
      const [plan, starters, templates] = await Promise.all([
        api.get<PlanShown>(`/api/plans/${planId}`, { signal }),
        api.get<Starters>("/api/plan-starters", { signal }),
        api.get<Template[]>("/api/bundle-templates", { signal }),
      ]);
      const using = templates.filter((one) => one.sessions.some((session) => session.planId === planId));
      return { plan, known: starters, usedBy: using.map((one) => one.name) };
    },
    [planId],
  );
  const asked = useAsked(ask);
  return (
    <Asking asked={asked}>
      {(found) => (
        <Editor key={found.plan.version} {...found} onSaved={(saved) => asked.put({ ...found, plan: saved })} />
      )}
    </Asking>
  );
}

interface EditorProps extends Found {
  onSaved(plan: PlanShown): void;
}

/** Saving a draft over a version, and what is to be done when there is a newer one. */
function useSaving(plan: PlanShown, name: string, draft: AnyPlan, onSaved: (plan: PlanShown) => void) {
  const api = useApi();
  const navigate = useNavigate();
  const [theirs, setTheirs] = useState<PlanShown | null>(null);
  const saving = useDoing(async (version: number) => {
    try {
      onSaved(await api.patch<PlanShown>(`/api/plans/${plan.id}`, { version, name, plan: draft.plan }));
    } catch (error) {
      if (asProblem(error).code !== "CONFLICT") throw error;
      setTheirs(await api.get<PlanShown>(`/api/plans/${plan.id}`));
    }
  });
  const copying = useDoing(async (copyName: string) => {
    const { workoutType, plan: content } = draft;
    const body = { name: copyName, workoutType, plan: content, template: plan.template };
    const made = await api.post<PlanShown>("/api/plans", body);
    navigate(`/plan/plans/${made.id}`);
  });
  return { saving, copying, theirs };
}

function Editor({ plan, known, usedBy, onSaved }: EditorProps) {
  const { t } = usePlanWords();
  const [name, setName] = useState(plan.name);
  const [draft, setDraft] = useState<AnyPlan>(plan);
  const removal = useRemoval<AnyPlan>();
  const { saving, copying, theirs } = useSaving(plan, name, draft, onSaved);
  const change = (next: AnyPlan) => {
    removal.watch(draft, next);
    saving.clear();
    setDraft(next);
  };
  const changed = name !== plan.name || draft.plan !== plan.plan;
  const faults = faultsOf(draft, saving.problem, t);
  const copyName = t("plan.copyOf", { name });
  return (
    <>
      <PageHeader
        title={plan.name}
        lead={t(`type.${draft.workoutType}`)}
        back={{ to: "/plan/plans", word: t("plan.plans") }}
      >
        <SaveState changed={changed} faults={faults} />
        <Button variant="default" size="md" loading={copying.busy} onClick={() => void copying.run(copyName)}>
          {t("plan.copy")}
        </Button>
        <Button
          size="md"
          loading={saving.busy}
          disabled={!changed || faults.some((one) => !one.soft && one.words !== saving.problem?.message)}
          onClick={() => void saving.run(plan.version)}
        >
          {t("plan.save")}
        </Button>
      </PageHeader>
      <ErrorNote problem={saving.problem ?? copying.problem} />
      {theirs === null ? null : (
        <Conflict
          mine={{ name, draft }}
          theirs={theirs}
          busy={saving.busy || copying.busy}
          onTheirs={() => onSaved(theirs)}
          onMine={() => void saving.run(theirs.version)}
          onCopy={() => void copying.run(name === theirs.name ? copyName : name)}
        />
      )}
      <Section title={t("plan.picture")}>
        <PlanPicture draft={draft} layouts={known.layouts} />
      </Section>
      <Section title={t("plan.content")}>
        <TextInput
          mb="md"
          label={t("plan.name")}
          value={name}
          error={name.trim() === "" ? t("plan.wrong.name") : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <StartersContext value={known}>
          <PlanRows draft={draft} layouts={known.layouts} faults={faults} onChange={change} />
        </StartersContext>
      </Section>
      {draft.workoutType === "plyometrics" ? null : (
        <Section title={t("plan.whole")} lead={t(`plan.whole.${draft.workoutType}`)}>
          <PlanSettings draft={draft} onChange={change} />
        </Section>
      )}
      <Deletion plan={plan} usedBy={usedBy} />
      {removal.before === null ? null : (
        <Undo
          onUndo={() => {
            if (removal.before !== null) setDraft(removal.before);
            removal.forget();
          }}
        />
      )}
    </>
  );
}

function SaveState({ changed, faults }: { changed: boolean; faults: readonly Fault[] }) {
  const { t } = usePlanWords();
  const wrong = faults.filter((fault) => !fault.soft).length;
  return (
    <span role="status">
      {wrong > 0 ? (
        <Tag tone="bad">{t("plan.toMend", { count: wrong })}</Tag>
      ) : changed ? (
        <Tag tone="warn">{t("plan.notSaved")}</Tag>
      ) : (
        <Tag tone="good">{t("plan.saved")}</Tag>
      )}
    </span>
  );
}

function Undo({ onUndo }: { onUndo(): void }) {
  const { t } = usePlanWords();
  return (
    <div className="plan-undo" role="status">
      <span>{t("plan.removed")}</span>
      <Button variant="default" onClick={onUndo}>
        {t("plan.undo")}
      </Button>
    </div>
  );
}

/** Deleting a plan, with the templates that would be left without it. */
function Deletion({ plan, usedBy }: { plan: PlanShown; usedBy: readonly string[] }) {
  const { t } = usePlanWords();
  const api = useApi();
  const navigate = useNavigate();
  const deleting = useDoing(async () => {
    await api.delete(`/api/plans/${plan.id}`);
    navigate("/plan/plans");
  });
  return (
    <Section
      title={t("plan.delete")}
      lead={usedBy.length === 0 ? t("plan.deleteLead") : t("plan.deleteUsed", { names: usedBy.join(", ") })}
    >
      <ErrorNote problem={deleting.problem} />
      <ConfirmHold disabled={deleting.busy || usedBy.length > 0} onDone={() => void deleting.run()}>
        {t("plan.deleteNamed", { name: plan.name })}
      </ConfirmHold>
    </Section>
  );
}
