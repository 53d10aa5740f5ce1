/** A bundle before its start: what is ready, what is not, and what mends it. */

import type { PreflightCheck } from "@dryland/client";
import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section, Tag } from "../../shared/ui/Section";
import { type FixProps, PreflightFix, type Squad } from "./PreflightFix";
import "./plan.css";
import { readyWords } from "./readyWords";
import type { BundleShown, Item, PlanListed } from "./records";
import { type PlanWords, usePlanWords } from "./words";

/** Where the board keeps which sessions this tab shows. */
const CHOSEN = "dryland:board-sessions";

interface Found {
  bundle: BundleShown;
  checks: PreflightCheck[];
  plans: PlanListed[];
  squad: Squad;
}

async function askBefore(api: Api, bundleId: string, signal: AbortSignal): Promise<Found> {
  const [bundle, checks, plans, players, items] = await Promise.all([
    api.get<BundleShown>(`/api/bundles/${bundleId}`, { signal }),
    api.get<PreflightCheck[]>(`/api/bundles/${bundleId}/preflight`, { signal }),
    everyPage<PlanListed>(api, "/api/plans", {}, signal),
    everyPage<{ id: string; name: string }>(api, "/api/players", {}, signal),
    everyPage<Item>(api, "/api/equipment", {}, signal),
  ]);
  const placed = new Set(bundle.sessions.flatMap((session) => session.playerIds));
  const free = players.filter((player) => !placed.has(player.id)).map((player) => player.id);
  const broken = new Map(items.filter((item) => item.outOfServiceSince != null).map((item) => [item.id, item.name]));
  return { bundle, checks, plans, squad: { names: new Map(players.map((one) => [one.id, one.name])), free, broken } };
}

export function BundlePage({ bundleId }: { bundleId: string }) {
  const { t, locale } = usePlanWords();
  const ask = useCallback((api: Api, signal: AbortSignal) => askBefore(api, bundleId, signal), [bundleId]);
  const asked = useAsked(ask, "tab");
  const navigate = useNavigate();
  const open = (bundle: BundleShown) => {
    window.sessionStorage.setItem(CHOSEN, bundle.sessions.map((one) => one.sessionId).join(" "));
    navigate("/board");
  };
  const at = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" });
  return (
    <Asking asked={asked}>
      {({ bundle, checks, plans, squad }) => (
        <>
          <PageHeader
            title={bundle.bundleName}
            lead={bundle.scheduledStart ? at.format(new Date(bundle.scheduledStart)) : t("plan.preflightLead")}
            back={{ to: "/plan", word: t("plan.bundles") }}
          >
            <Button variant="default" size="md" onClick={asked.again}>
              {t("plan.lookAgain")}
            </Button>
            <Button size="lg" onClick={() => open(bundle)}>
              {t("plan.openBoard")}
            </Button>
          </PageHeader>
          <Ready checks={checks} />
          {bundle.sessions.map((session) => (
            <Section
              key={session.sessionId}
              title={session.name}
              acts={<Tag>{t("plan.playersCount", { count: session.playerIds.length })}</Tag>}
            >
              <ul className="plan-rows">
                {checks
                  .filter((one) => one.sessionId === session.sessionId)
                  .map((check) => (
                    <Check
                      key={check.kind}
                      check={check}
                      bundle={bundle}
                      session={session}
                      plans={plans}
                      squad={squad}
                      onMended={asked.again}
                    />
                  ))}
              </ul>
            </Section>
          ))}
        </>
      )}
    </Asking>
  );
}

/** The whole in one line: ready, or how many lines are red. */
function Ready({ checks }: { checks: readonly PreflightCheck[] }) {
  const { t } = usePlanWords();
  const open = checks.filter((check) => !check.passed);
  const blocking = open.some((check) => check.blocking === true);
  return (
    <p role="status">
      {open.length === 0 ? (
        <Tag tone="good">{t("plan.ready")}</Tag>
      ) : (
        <Tag tone={blocking ? "bad" : "warn"}>
          {t(blocking ? "plan.blocked" : "plan.openLines", { count: open.length })}
        </Tag>
      )}
    </p>
  );
}

function Check(props: FixProps) {
  const { t } = usePlanWords();
  const { check } = props;
  return (
    <li className="plan-row plan-check" data-wrong={!check.passed && check.blocking === true}>
      <span className="plan-check-words">
        <Tag tone={check.passed ? "good" : check.blocking ? "bad" : "warn"}>{t(`plan.check.${check.kind}`)}</Tag>{" "}
        {checkWords(props, t)}
      </span>
      {check.passed ? null : <PreflightFix {...props} />}
    </li>
  );
}

/** A line in the reader's language; what is missing is named. */
function checkWords({ check, session, squad }: FixProps, t: PlanWords["t"]): string {
  const words = readyWords(check, t);
  if (check.passed) return words;
  const named = (ids: readonly string[], known: ReadonlyMap<string, string>) =>
    ids.flatMap((id) => known.get(id) ?? []).join(", ");
  const silent = check.kind === "signal" ? named(check.playerIds ?? [], squad.names) : "";
  const broken = check.kind === "equipment" ? named(session.resources?.itemIds ?? [], squad.broken) : "";
  return [
    words,
    ...(silent === "" ? [] : [t("plan.look.silent", { names: silent })]),
    ...(broken === "" ? [] : [t("plan.look.broken", { names: broken })]),
  ].join(". ");
}
