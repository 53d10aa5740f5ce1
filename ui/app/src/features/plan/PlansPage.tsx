/** Plans by name, and a new one of each kind that begins with something sensible. */

import { Button } from "@mantine/core";
import { useNavigate } from "react-router";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PlanHead } from "./PlanHead";
import { PLAN_KINDS, type PlanKind, type PlanListed, type PlanShown, type Starters, type Template } from "./records";
import { usePlanWords } from "./words";

const askPlans = async (api: Api, signal: AbortSignal) => {
  const [plans, templates] = await Promise.all([
    everyPage<PlanListed>(api, "/api/plans", {}, signal),
    api.get<Template[]>("/api/bundle-templates", { signal }),
  ]);
  return { plans, templates };
};

export function PlansPage() {
  const { t, locale } = usePlanWords();
  const api = useApi();
  const asked = useAsked(askPlans, "device");
  const navigate = useNavigate();
  const making = useDoing(async (kind: PlanKind) => {
    const starters = await api.get<Starters>("/api/plan-starters");
    const starter = starters.plans.find((one) => one.workoutType === kind);
    const made = await api.post<PlanShown>("/api/plans", { name: t(`type.${kind}`), template: true, ...starter });
    navigate(`/plan/plans/${made.id}`);
  });
  const deleting = useDoing(async (id: string) => {
    await api.delete(`/api/plans/${id}`);
    asked.again();
  });
  return (
    <>
      <PlanHead lead={t("plan.plansLead")}>
        {PLAN_KINDS.map((kind) => (
          <Button key={kind} variant="default" size="md" disabled={making.busy} onClick={() => void making.run(kind)}>
            {t("plan.newOf", { kind: t(`type.${kind}`) })}
          </Button>
        ))}
      </PlanHead>
      <ErrorNote problem={making.problem ?? deleting.problem} />
      <Asking asked={asked}>
        {({ plans, templates }) =>
          plans.length === 0 ? (
            <EmptyState sign="plan" title={t("plan.noPlans.title")} text={t("plan.noPlans.text")} />
          ) : (
            <DataTable
              label={t("plan.plans")}
              rows={plans}
              rowKey={(plan) => plan.id}
              rowTo={(plan) => `/plan/plans/${plan.id}`}
              first="name"
              columns={[
                { key: "name", title: t("plan.name"), cell: (plan) => plan.name, by: (plan) => plan.name },
                {
                  key: "kind",
                  title: t("plan.kind"),
                  cell: (plan) => t(`type.${plan.workoutType}`),
                  by: (plan) => plan.workoutType,
                },
                {
                  key: "changed",
                  title: t("plan.changed"),
                  cell: (plan) => new Date(plan.updatedAt).toLocaleDateString(locale, { dateStyle: "medium" }),
                  by: (plan) => plan.updatedAt,
                },
                {
                  key: "delete",
                  title: "",
                  align: "end",
                  cell: (plan) => <DeletePlan plan={plan} usedBy={using(templates, plan.id)} onDone={deleting.run} />,
                },
              ]}
            />
          )
        }
      </Asking>
    </>
  );
}

/** The names of the templates that a plan is part of. */
const using = (templates: readonly Template[], planId: string): string[] =>
  templates.filter((one) => one.sessions.some((session) => session.planId === planId)).map((one) => one.name);

interface DeletePlanProps {
  plan: PlanListed;
  usedBy: readonly string[];
  onDone(id: string): void;
}

/** Held to delete; a plan that templates use says which instead. */
function DeletePlan({ plan, usedBy, onDone }: DeletePlanProps) {
  const { t } = usePlanWords();
  return usedBy.length > 0 ? (
    <span className="soft">{t("plan.usedIn", { names: usedBy.join(", ") })}</span>
  ) : (
    <span className="above">
      <ConfirmHold onDone={() => onDone(plan.id)}>
        {t("plan.delete")}
        <span className="sr-only"> {plan.name}</span>
      </ConfirmHold>
    </span>
  );
}
