/** A bundle before its start: what is ready, what is not, and what mends it. */

import type { PreflightCheck } from "@dryland/client";
import { Button } from "@mantine/core";
import { useCallback } from "react";
import { Link as RouteLink, useNavigate } from "react-router";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section, Tag } from "../../shared/ui/Section";
import "./plan.css";
import { readyWords } from "./readyWords";
import type { BundleShown } from "./records";
import { usePlanWords } from "./words";

/** Where the board keeps which sessions this tab shows. */
const CHOSEN = "dryland:board-sessions";

export function BundlePage({ bundleId }: { bundleId: string }) {
  const { t } = usePlanWords();
  const ask = useCallback(
    async (api: Api, signal: AbortSignal) => {
      const [bundle, checks] = await Promise.all([
        api.get<BundleShown>(`/api/bundles/${bundleId}`, { signal }),
        api.get<PreflightCheck[]>(`/api/bundles/${bundleId}/preflight`, { signal }),
      ]);
      return { bundle, checks };
    },
    [bundleId],
  );
  const asked = useAsked(ask);
  const navigate = useNavigate();
  const open = (bundle: BundleShown) => {
    window.sessionStorage.setItem(CHOSEN, bundle.sessions.map((one) => one.sessionId).join(" "));
    navigate("/board");
  };
  return (
    <Asking asked={asked}>
      {({ bundle, checks }) => (
        <>
          <PageHeader
            title={bundle.bundleName}
            lead={t("plan.preflightLead")}
            back={{ to: "/plan", word: t("plan.bundles") }}
          >
            <Button variant="default" size="md" onClick={asked.again}>
              {t("plan.lookAgain")}
            </Button>
            <Button size="lg" onClick={() => open(bundle)}>
              {t("plan.openBoard")}
            </Button>
          </PageHeader>
          {bundle.sessions.map((session) => (
            <Section
              key={session.sessionId}
              title={session.name}
              acts={<Tag>{t("plan.playersCount", { count: session.playerIds.length })}</Tag>}
            >
              <Checks
                bundle={bundle}
                checks={checks.filter((one) => one.sessionId === session.sessionId)}
                onMended={asked.again}
              />
            </Section>
          ))}
        </>
      )}
    </Asking>
  );
}

function Checks({
  bundle,
  checks,
  onMended,
}: {
  bundle: BundleShown;
  checks: readonly PreflightCheck[];
  onMended(): void;
}) {
  const { t } = usePlanWords();
  return (
    <ul className="plan-rows">
      {checks.map((check) => (
        <li
          className="plan-row"
          key={`${check.kind} ${check.words}`}
          data-wrong={!check.passed && check.blocking === true}
        >
          <span className="plan-name">
            <Tag tone={check.passed ? "good" : check.blocking ? "bad" : "warn"}>{t(`plan.check.${check.kind}`)}</Tag>{" "}
            {readyWords(check, t)}
          </span>
          {check.passed || check.fix === undefined ? null : <Fix bundle={bundle} fix={check.fix} onMended={onMended} />}
        </li>
      ))}
    </ul>
  );
}

/** Rebalancing is done here; everything else leads to where it is done. */
const PLACES: Readonly<Record<Exclude<NonNullable<PreflightCheck["fix"]>, "rebalance">, string>> = {
  give_plan: "/plan/plans",
  add_players: "/board",
  replace_equipment: "/plan/places",
  pair_sensor: "/settings/devices",
  open_screen: "/settings/devices",
};

function Fix({
  bundle,
  fix,
  onMended,
}: {
  bundle: BundleShown;
  fix: NonNullable<PreflightCheck["fix"]>;
  onMended(): void;
}) {
  const { t } = usePlanWords();
  const api = useApi();
  const mending = useDoing(async () => {
    const payload = { bundleId: bundle.bundleId, operation: "rebalance_participants" };
    await api.post("/api/events", { event: "training:bulk:operation:status", payload });
    onMended();
  });
  if (fix !== "rebalance")
    return (
      <Button component={RouteLink} to={PLACES[fix]} variant="default">
        {t(`plan.fix.${fix}`)}
      </Button>
    );
  return (
    <>
      <Button variant="default" loading={mending.busy} onClick={() => void mending.run()}>
        {t("plan.fix.rebalance")}
      </Button>
      <ErrorNote problem={mending.problem} />
    </>
  );
}
