/** One plan: its picture above its table. What somebody else saved meanwhile is shown beside one's own, never overwritten. */

import { Button, TextInput } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useAgain, useApi, useAsked, useDoing, useDraft } from "../../shared/AccountContext";
import { type Api, asProblem } from "../../shared/api";
import { isAway } from "../../shared/kept";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { DraftNote } from "../../shared/ui/DraftNote";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section, Tag } from "../../shared/ui/Section";
import { Conflict } from "./Conflict";
import { type Fault, faultsOf } from "./faults";
import { planDifferences } from "./lines";
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
  const asked = useAsked(ask, "device");
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

/** What is typed over a version of the plan; `wanted` once it was to be saved and the server was away. */
interface Typed {
  base: number;
  name: string;
  draft: AnyPlan;
  wanted: boolean;
}

const isSame = (mine: Typed, theirs: PlanShown): boolean =>
  mine.name === theirs.name && JSON.stringify(mine.draft.plan) === JSON.stringify(theirs.plan);

/** The draft over the version it was begun on; it outlives this page, and the device's being switched off. */
function useTyping(plan: PlanShown) {
  const { first, keep, drop } = useDraft<Typed>("device", `plan:${plan.id}`);
  const [begun] = useState<Typed>(
    () => first?.value ?? { base: plan.version, name: plan.name, draft: plan, wanted: false },
  );
  const [typed, setTyped] = useState(begun);
  const changed = useMemo(() => !isSame(typed, plan), [typed, plan]);
  return {
    typed,
    changed,
    keptAtMs: first?.atMs ?? null,
    change(part: Partial<Typed>) {
      const next = { ...typed, ...part };
      if (isSame(next, plan)) drop();
      else keep(next);
      setTyped(next);
    },
    /** Begins anew on a version as it is. */
    follow(version: PlanShown) {
      drop();
      setTyped({ base: version.version, name: version.name, draft: version, wanted: false });
    },
  };
}

type Typing = ReturnType<typeof useTyping>;

/** Saving a draft over a version, what is to be done when there is a newer one, and that it waits for the server. */
function useSaving(plan: PlanShown, typing: Typing, onSaved: (plan: PlanShown) => void) {
  const api = useApi();
  const navigate = useNavigate();
  const { typed, change, follow } = typing;
  const [theirs, setTheirs] = useState<PlanShown | null>(
    typed.base < plan.version && !isSame(typed, plan) ? plan : null,
  );
  const done = (saved: PlanShown) => {
    setTheirs(null);
    follow(saved);
    onSaved(saved);
  };
  const saving = useDoing(async (version: number) => {
    const { name, draft } = typed;
    try {
      done(await api.patch<PlanShown>(`/api/plans/${plan.id}`, { version, name, plan: draft.plan }));
    } catch (error) {
      const problem = asProblem(error);
      if (isAway(problem)) change({ wanted: true });
      else if (typed.wanted) change({ wanted: false });
      if (problem.code !== "CONFLICT") throw error;
      const newest = await api.get<PlanShown>(`/api/plans/${plan.id}`);
      if (isSame(typed, newest)) done(newest);
      else setTheirs(newest);
    }
  });
  const copying = useDoing(async (copyName: string) => {
    const { workoutType, plan: content } = typed.draft;
    const body = { name: copyName, workoutType, plan: content, template: plan.template };
    const made = await api.post<PlanShown>("/api/plans", body);
    if (theirs !== null) follow(theirs);
    navigate(`/plan/plans/${made.id}`);
  });
  const waits = typed.wanted && theirs === null;
  useSendOnReturn(waits && !saving.busy, () => void saving.run(typed.base));
  return { saving, copying, theirs, waits, done };
}

/** Once when it opens, and from time to time as long as it waits. */
function useSendOnReturn(waits: boolean, send: () => void): void {
  const newest = useRef(send);
  useEffect(() => {
    newest.current = send;
  });
  const again = useCallback(() => newest.current(), []);
  const first = useRef(waits);
  useEffect(() => {
    if (first.current) again();
    first.current = false;
  }, [again]);
  useAgain(waits, again);
}

function Editor({ plan, known, usedBy, onSaved }: EditorProps) {
  const { t } = usePlanWords();
  const typing = useTyping(plan);
  const { name, draft } = typing.typed;
  const removal = useRemoval<AnyPlan>();
  const { saving, copying, theirs, waits, done } = useSaving(plan, typing, onSaved);
  const change = (next: AnyPlan) => {
    removal.watch(draft, next);
    saving.clear();
    typing.change({ draft: next });
  };
  const problem = waits ? null : saving.problem;
  const faults = faultsOf(draft, problem, t);
  const copyName = t("plan.copyOf", { name });
  return (
    <>
      <PageHeader
        title={plan.name}
        lead={t(`type.${draft.workoutType}`)}
        back={{ to: "/plan/plans", word: t("plan.plans") }}
      >
        <SaveState changed={typing.changed} faults={faults} />
        <Button variant="default" size="md" loading={copying.busy} onClick={() => void copying.run(copyName)}>
          {t("plan.copy")}
        </Button>
        <Button
          size="md"
          loading={saving.busy && !waits}
          disabled={!typing.changed || waits || faults.some((one) => !one.soft && one.words !== problem?.message)}
          onClick={() => void saving.run(typing.typed.base)}
        >
          {t("plan.save")}
        </Button>
      </PageHeader>
      <ErrorNote problem={problem ?? copying.problem} />
      {theirs !== null || !typing.changed || (typing.keptAtMs === null && !waits) ? null : (
        <DraftNote atMs={typing.keptAtMs ?? 0} waits={waits} onDiscard={() => typing.follow(plan)} />
      )}
      {theirs === null ? null : (
        <Conflict
          what="plan"
          rows={planDifferences({ ...draft, name }, theirs, t)}
          savedAt={theirs.updatedAt}
          busy={saving.busy || copying.busy}
          onTheirs={() => done(theirs)}
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
          onChange={(event) => typing.change({ name: event.currentTarget.value })}
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
            if (removal.before !== null) typing.change({ draft: removal.before });
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
