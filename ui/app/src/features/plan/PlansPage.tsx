/** Plans by name, and a new one of each kind that begins with something sensible. */

import { Button } from "@mantine/core";
import { useNavigate } from "react-router";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PlanHead } from "./PlanHead";
import { PLAN_KINDS, type PlanKind, type PlanListed, type PlanShown, type Starters } from "./records";
import { usePlanWords } from "./words";

const askPlans = (api: Api, signal: AbortSignal) => everyPage<PlanListed>(api, "/api/plans", {}, signal);

export function PlansPage() {
  const { t } = usePlanWords();
  const api = useApi();
  const asked = useAsked(askPlans);
  const navigate = useNavigate();
  const making = useDoing(async (kind: PlanKind) => {
    const starters = await api.get<Starters>("/api/plan-starters");
    const starter = starters.plans.find((one) => one.workoutType === kind);
    const made = await api.post<PlanShown>("/api/plans", { name: t(`type.${kind}`), template: true, ...starter });
    navigate(`/plan/plans/${made.id}`);
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
      <ErrorNote problem={making.problem} />
      <Asking asked={asked}>
        {(plans) =>
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
                { key: "version", title: t("plan.version"), cell: (plan) => plan.version, by: (plan) => plan.version },
              ]}
            />
          )
        }
      </Asking>
    </>
  );
}
