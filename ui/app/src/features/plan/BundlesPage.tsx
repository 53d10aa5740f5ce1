/** What begins a training day: templates of bundles, and the bundles that are planned or under way. */

import { Button } from "@mantine/core";
import { Link as RouteLink } from "react-router";
import { useAsked } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Section } from "../../shared/ui/Section";
import { bundlesNotOver } from "./bundleList";
import { PlanHead } from "./PlanHead";
import type { Template } from "./records";
import { usePlanWords } from "./words";

const askBoth = async (api: Api, signal: AbortSignal) => {
  const [templates, bundles] = await Promise.all([
    api.get<Template[]>("/api/bundle-templates", { signal }),
    bundlesNotOver(api, signal),
  ]);
  return { templates, bundles };
};

export function BundlesPage() {
  const { t, locale } = usePlanWords();
  const asked = useAsked(askBoth, "tab");
  const at = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
  return (
    <>
      <PlanHead lead={t("plan.bundlesLead")}>
        <Button component={RouteLink} to="/plan/templates/new" size="md">
          {t("plan.newTemplate")}
        </Button>
      </PlanHead>
      <Asking asked={asked}>
        {({ templates, bundles }) => (
          <>
            {templates.length === 0 ? (
              <EmptyState sign="plan" title={t("plan.noTemplates.title")} text={t("plan.noTemplates.text")}>
                <Button component={RouteLink} to="/plan/plans" size="md" variant="default">
                  {t("plan.plans")}
                </Button>
              </EmptyState>
            ) : (
              <Section title={t("plan.templates")}>
                <ul className="plan-rows">
                  {templates.map((template) => (
                    <li className="plan-row" key={template.id}>
                      <span className="plan-name">
                        <b>{template.name}</b>
                        <br />
                        <span className="soft">
                          {template.sessions.map((one) => one.name ?? t(`type.${one.workoutType}`)).join(" · ")}
                        </span>
                      </span>
                      <Button component={RouteLink} variant="default" to={`/plan/templates/${template.id}`}>
                        {t("plan.editNamed", { name: template.name })}
                      </Button>
                      <Button component={RouteLink} size="md" to={`/plan/make/${template.id}`}>
                        {t("plan.useNamed", { name: template.name })}
                      </Button>
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            {bundles.length === 0 ? null : (
              <Section title={t("plan.planned")}>
                <DataTable
                  label={t("plan.planned")}
                  rows={bundles}
                  rowKey={(bundle) => bundle.bundleId}
                  rowTo={(bundle) => `/plan/bundles/${bundle.bundleId}`}
                  columns={[
                    { key: "name", title: t("plan.name"), cell: (one) => one.bundleName },
                    { key: "state", title: t("plan.state"), cell: (one) => t(`status.${one.status}`) },
                    { key: "players", title: t("plan.players"), cell: (one) => one.totalParticipants },
                    {
                      key: "start",
                      title: t("plan.start"),
                      cell: (one) => (one.scheduledStart ? at.format(new Date(one.scheduledStart)) : "–"),
                    },
                  ]}
                />
              </Section>
            )}
          </>
        )}
      </Asking>
    </>
  );
}
