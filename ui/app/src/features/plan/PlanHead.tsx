/** The head that the parts of planning share. */

import type { ReactNode } from "react";
import { PageHeader } from "../../shared/ui/PageHeader";
import { SubNav } from "../../shared/ui/SubNav";
import { usePlanWords } from "./words";
import "./plan.css";

export function PlanHead({ lead, children }: { lead: string; children?: ReactNode }) {
  const { t } = usePlanWords();
  return (
    <>
      <PageHeader title={t("nav.plan")} lead={lead}>
        {children}
      </PageHeader>
      <SubNav
        label={t("plan.parts")}
        items={[
          { to: "/plan", word: t("plan.bundles"), end: true },
          { to: "/plan/plans", word: t("plan.plans") },
          { to: "/plan/calendar", word: t("plan.calendar") },
          { to: "/plan/places", word: t("plan.places") },
        ]}
      />
    </>
  );
}
