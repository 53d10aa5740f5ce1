/** A template of a bundle: its sessions with plan, place and gear, and how players are spread over them. */

import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { Link as RouteLink, useNavigate } from "react-router";
import { useApi, useAsked, useDoing, useDraft } from "../../shared/AccountContext";
import { type Api, asProblem, everyPage, type Problem } from "../../shared/api";
import type { Team } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { DraftNote } from "../../shared/ui/DraftNote";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import { Conflict } from "./Conflict";
import { faultAt, figure, replaced, without } from "./editing";
import { gearWord } from "./gear";
import "./plan.css";
import {
  DISTRIBUTIONS,
  type Facility,
  type PlanListed,
  type Template,
  type TemplateBody,
  type TemplateSession,
} from "./records";
import { templateDifferences } from "./templateLines";
import { usePlanWords } from "./words";

export interface Around {
  plans: PlanListed[];
  facilities: Facility[];
  teams: Team[];
  gear: string[];
}

export async function askAround(api: Api, signal: AbortSignal): Promise<Around> {
  const [plans, facilities, teams, items] = await Promise.all([
    everyPage<PlanListed>(api, "/api/plans", {}, signal),
    api.get<Facility[]>("/api/facilities", { signal }),
    api.get<Team[]>("/api/teams", { signal }),
    everyPage<{ type: string }>(api, "/api/equipment", {}, signal),
  ]);
  return { plans, facilities, teams, gear: [...new Set(items.map((item) => item.type))].sort() };
}

export function TemplatePage({ templateId }: { templateId: string | null }) {
  const ask = useCallback(
    async (api: Api, signal: AbortSignal) => {
      const [around, template] = await Promise.all([
        askAround(api, signal),
        templateId === null ? null : api.get<Template>(`/api/bundle-templates/${templateId}`, { signal }),
      ]);
      return { around, template };
    },
    [templateId],
  );
  const asked = useAsked(ask, "device");
  return (
    <Asking asked={asked}>
      {({ around, template }) => (
        <Editor
          key={template?.version ?? 0}
          around={around}
          template={template}
          onTheirs={(theirs) => asked.put({ around, template: theirs })}
        />
      )}
    </Asking>
  );
}

function beginning(around: Around): TemplateBody {
  return {
    sessions: around.plans.slice(0, 2).map(sessionOf),
    distributeBy: "evenly",
    teamId: around.teams[0]?.id ?? null,
    estimatedDuration: 60,
  };
}

const sessionOf = (plan: PlanListed): TemplateSession => ({
  workoutType: plan.workoutType,
  planId: plan.id,
  name: plan.name,
});

interface EditorProps {
  around: Around;
  template: Template | null;
  onTheirs(template: Template): void;
}

/** What is typed, and the version of the template it was begun on. */
interface Typed {
  name: string;
  body: TemplateBody;
  version: number;
}

/** Saving over a version, what is to be done when there is a newer one, and keeping one's own beside it. */
function useSaving(template: Template | null, name: string, body: TemplateBody, onSaved: () => void) {
  const api = useApi();
  const navigate = useNavigate();
  const [theirs, setTheirs] = useState<Template | null>(null);
  const { sessions, distributeBy, pins, teamId, estimatedDuration } = body;
  const sent = { name, sessions, distributeBy, pins, teamId, estimatedDuration };
  const copying = useDoing(async (copyName: string) => {
    const made = await api.post<Template>("/api/bundle-templates", { ...sent, name: copyName });
    onSaved();
    navigate(`/plan/make/${made.id}`);
  });
  const saving = useDoing(async (version: number) => {
    if (template === null) return copying.run(name).then(() => undefined);
    const at = `/api/bundle-templates/${template.id}`;
    try {
      const made = await api.put<Template>(at, { ...sent, version });
      onSaved();
      navigate(`/plan/make/${made.id}`);
    } catch (error) {
      if (asProblem(error).code !== "CONFLICT") throw error;
      setTheirs(await api.get<Template>(at));
    }
  });
  return { saving, copying, theirs, forget: () => setTheirs(null) };
}

/** What is typed, kept on the device until it is saved. */
function useTyping(around: Around, template: Template | null) {
  const { t } = usePlanWords();
  const first: Typed = {
    name: template?.name ?? t("plan.newTemplateName"),
    body: template ?? beginning(around),
    version: template?.version ?? 0,
  };
  const draft = useDraft<Typed>("device", `template:${template?.id ?? "new"}`);
  const [keptAtMs, setKeptAt] = useState(draft.first?.atMs ?? null);
  const [typed, setTyped] = useState<Typed>(draft.first?.value ?? first);
  const follow = (next: Typed) => {
    draft.drop();
    setKeptAt(null);
    setTyped(next);
  };
  return {
    typed,
    keptAtMs,
    drop: draft.drop,
    write(part: Partial<Typed>) {
      const next = { ...typed, ...part };
      draft.keep(next);
      setTyped(next);
    },
    /** Begins anew on a version as it is. */
    follow: (version: Template) => follow({ name: version.name, body: version, version: version.version }),
    discard: () => follow(first),
  };
}

function Editor({ around, template, onTheirs }: EditorProps) {
  const { t } = usePlanWords();
  const { typed, keptAtMs, drop, write, follow, discard } = useTyping(around, template);
  const { name, body } = typed;
  const set = (part: Partial<TemplateBody>) => write({ body: { ...body, ...part } });
  const { saving, copying, theirs, forget } = useSaving(template, name, body, drop);
  const take = (other: Template) => {
    forget();
    follow(other);
    onTheirs(other);
  };
  const plan = around.plans[0];
  return (
    <>
      <PageHeader
        title={name || t("plan.newTemplate")}
        lead={t("plan.templateLead")}
        back={{ to: "/plan", word: t("plan.bundles") }}
      >
        <Button
          size="md"
          loading={saving.busy || copying.busy}
          disabled={body.sessions.length < 2 || name.trim() === ""}
          onClick={() => void saving.run(typed.version)}
        >
          {t("plan.saveTemplate")}
        </Button>
      </PageHeader>
      <ErrorNote problem={saving.problem ?? copying.problem} />
      {theirs === null ? null : (
        <Conflict
          what="template"
          rows={templateDifferences({ ...body, name }, theirs, around, t)}
          savedAt={theirs.updatedAt}
          busy={saving.busy || copying.busy}
          onTheirs={() => take(theirs)}
          onMine={() => void saving.run(theirs.version)}
          onCopy={() => void copying.run(theirs.name === name ? t("plan.copyOf", { name }) : name)}
        />
      )}
      {keptAtMs === null ? null : (
        <DraftNote
          atMs={keptAtMs}
          isOvertaken={template !== null && template.version > typed.version}
          onDiscard={discard}
        />
      )}
      <Section title={t("plan.spread")}>
        <div className="form-row">
          <TextInput
            label={t("plan.name")}
            value={name}
            onChange={(event) => write({ name: event.currentTarget.value })}
          />
          <Select
            label={t("plan.team")}
            clearable
            value={body.teamId ?? null}
            data={around.teams.map((team) => ({ value: team.id, label: team.name }))}
            onChange={(teamId) => set({ teamId })}
          />
          <Select
            label={t("plan.by")}
            allowDeselect={false}
            value={body.distributeBy ?? "evenly"}
            data={DISTRIBUTIONS.map((value) => ({ value, label: t(`plan.by.${value}`) }))}
            onChange={(value) => set({ distributeBy: DISTRIBUTIONS.find((one) => one === value) ?? "evenly" })}
          />
          <NumberInput
            label={t("plan.minutes")}
            min={1}
            max={480}
            value={body.estimatedDuration ?? ""}
            onChange={(value) => set({ estimatedDuration: figure(value) ?? null })}
          />
        </div>
      </Section>
      <Section title={t("plan.sessions")} lead={t("plan.sessionsLead")}>
        {around.facilities.length > 0 && around.gear.length > 0 ? null : (
          <p>
            {t("plan.placesFirst")} <RouteLink to="/plan/places">{t("plan.toPlaces")}</RouteLink>
          </p>
        )}
        <SessionRows
          sessions={body.sessions}
          around={around}
          problem={saving.problem}
          onChange={(sessions) => set({ sessions })}
        />
        {plan === undefined ? (
          <p>{t("plan.plansFirst")}</p>
        ) : (
          <Button
            variant="default"
            disabled={body.sessions.length >= 8}
            onClick={() => set({ sessions: [...body.sessions, sessionOf(plan)] })}
          >
            {t("plan.addSession")}
          </Button>
        )}
      </Section>
      {template === null ? null : <Deletion template={template} />}
    </>
  );
}

function Deletion({ template }: { template: Template }) {
  const { t } = usePlanWords();
  const api = useApi();
  const navigate = useNavigate();
  const deleting = useDoing(async () => {
    await api.delete(`/api/bundle-templates/${template.id}`);
    navigate("/plan");
  });
  return (
    <Section title={t("plan.delete")} lead={t("plan.deleteTemplateLead")}>
      <ErrorNote problem={deleting.problem} />
      <ConfirmHold disabled={deleting.busy} onDone={() => void deleting.run()}>
        {t("plan.deleteNamed", { name: template.name })}
      </ConfirmHold>
    </Section>
  );
}

interface SessionRowsProps {
  sessions: readonly TemplateSession[];
  around: Around;
  problem: Problem | null;
  onChange(sessions: TemplateSession[]): void;
}

function SessionRows({ sessions, around, problem, onChange }: SessionRowsProps) {
  const { t } = usePlanWords();
  return (
    <ol className="plan-rows">
      {sessions.map((session, place) => {
        const fault = faultAt(problem, `$.sessions[${place}]`);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a session to be has no name but its place
          <li className="plan-row" key={place} data-wrong={fault !== null}>
            <SessionFields
              session={session}
              around={around}
              onChange={(next) => onChange(replaced(sessions, place, next))}
            />
            <Button
              variant="default"
              disabled={sessions.length <= 2}
              onClick={() => onChange(without(sessions, place))}
              aria-label={t("plan.removeNamed", { name: session.name ?? `${place + 1}` })}
            >
              {t("plan.remove")}
            </Button>
            {fault === null ? null : (
              <p className="plan-wrong" role="alert">
                {fault}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

interface FieldsProps {
  session: TemplateSession;
  around: Pick<Around, "plans" | "facilities" | "gear">;
  onChange(session: TemplateSession): void;
}

function SessionFields({ session, around, onChange }: FieldsProps) {
  const { t } = usePlanWords();
  const need = session.equipment?.[0];
  const choose = (planId: string | null) => {
    const plan = around.plans.find((one) => one.id === planId);
    if (plan !== undefined) onChange({ ...session, ...sessionOf(plan) });
  };
  return (
    <>
      <Select
        label={t("plan.plan")}
        allowDeselect={false}
        value={session.planId}
        onChange={choose}
        data={around.plans.map((plan) => ({ value: plan.id, label: plan.name }))}
      />
      <TextInput
        label={t("plan.sessionName")}
        value={session.name ?? ""}
        onChange={(event) => onChange({ ...session, name: event.currentTarget.value || null })}
      />
      <PlaceSelect session={session} facilities={around.facilities} onChange={onChange} />
      <Select
        label={t("plan.gear")}
        clearable
        value={need?.type ?? null}
        data={around.gear.map((value) => ({ value, label: gearWord(value, t) }))}
        disabled={around.gear.length === 0}
        onChange={(type) =>
          onChange({ ...session, equipment: type === null ? [] : [{ type, count: need?.count ?? 1 }] })
        }
      />
      <NumberInput
        label={t("plan.count")}
        min={0}
        max={500}
        value={need?.count ?? ""}
        disabled={need === undefined}
        onChange={(value) =>
          need !== undefined && onChange({ ...session, equipment: [{ ...need, count: figure(value) ?? 0 }] })
        }
      />
    </>
  );
}

export function PlaceSelect({
  session,
  facilities,
  onChange,
}: {
  session: TemplateSession;
  facilities: readonly Facility[];
  onChange(session: TemplateSession): void;
}) {
  const { t } = usePlanWords();
  return (
    <Select
      label={t("plan.place")}
      clearable
      value={session.facilityId ?? null}
      disabled={facilities.length === 0}
      data={facilities.map((one) => ({ value: one.id, label: `${one.name} (${one.capacity})` }))}
      onChange={(facilityId) => onChange({ ...session, facilityId })}
    />
  );
}
