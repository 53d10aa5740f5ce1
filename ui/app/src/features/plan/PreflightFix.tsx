/** One tap that mends a red line before the start; what cannot be mended from here leads to where it can. */

import { EVENTS, type PreflightCheck } from "@dryland/client";
import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { Link as RouteLink } from "react-router";
import { useApi, useDoing } from "../../shared/AccountContext";
import type { JoinCode } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { QrCard } from "../../shared/ui/QrCard";
import type { BundleShown, PlanListed, PlanShown, Starters } from "./records";
import { usePlanWords } from "./words";

export interface Squad {
  /** Everybody's name, by id. */
  names: ReadonlyMap<string, string>;
  /** Who is in no session of the bundle. */
  free: readonly string[];
  /** The names of what is out of service, by id. */
  broken: ReadonlyMap<string, string>;
}

export interface FixProps {
  bundle: BundleShown;
  session: BundleShown["sessions"][number];
  check: PreflightCheck;
  plans: readonly PlanListed[];
  squad: Squad;
  onMended(): void;
}

export function PreflightFix(props: FixProps) {
  const { t } = usePlanWords();
  switch (props.check.fix) {
    case "give_plan":
      return <GivePlan {...props} />;
    case "open_screen":
      return <ShowCode {...props} />;
    case "replace_equipment":
      return (
        <Button component={RouteLink} to="/plan/places" variant="default">
          {t("plan.fix.replace_equipment")}
        </Button>
      );
    case "rebalance":
    case "add_players":
    case "pair_sensor":
      return <Mend {...props} fix={props.check.fix} />;
    case undefined:
      return null;
  }
}

/** What is mended by sending something, once. */
function Mend({
  bundle,
  session,
  check,
  squad,
  fix,
  onMended,
}: FixProps & { fix: "rebalance" | "add_players" | "pair_sensor" }) {
  const { t } = usePlanWords();
  const api = useApi();
  const { bundleId } = bundle;
  const { sessionId } = session;
  const send = (event: string, payload: object) => api.post("/api/events", { event, payload });
  const act = {
    rebalance: () => send(EVENTS.BULK_OPERATION_STATUS, { bundleId, operation: "rebalance_participants" }),
    add_players: () => api.post(`/api/bundles/${bundleId}/players`, { sessionId, playerIds: squad.free }),
    pair_sensor: () =>
      send(EVENTS.SESSION_MESSAGE, {
        sessionId,
        message: t("plan.fix.strapMessage"),
        targetPlayers: check.playerIds ?? [],
      }),
  };
  const [done, setDone] = useState(false);
  const mending = useDoing(async () => {
    await act[fix]();
    setDone(true);
    onMended();
  });
  const nobody = fix === "add_players" && squad.free.length === 0;
  return (
    <>
      {nobody ? (
        <Button component={RouteLink} to="/people" variant="default">
          {t("plan.fix.nobodyLeft")}
        </Button>
      ) : (
        <Button variant="default" loading={mending.busy} onClick={() => void mending.run()}>
          {t(`plan.fix.${fix}`, { count: squad.free.length })}
        </Button>
      )}
      {done && fix === "pair_sensor" ? (
        <span className="soft" role="status">
          {t("plan.fix.told")}
        </span>
      ) : null}
      <ErrorNote problem={mending.problem} />
    </>
  );
}

/** One of the club's own plans of that kind, or the one to begin with. */
function GivePlan({ session, plans, onMended }: FixProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const own = plans.filter((plan) => plan.workoutType === session.workoutType);
  const giving = useDoing(async (planId: string | null) => {
    const payload = { sessionId: session.sessionId, plan: await contentOf(planId) };
    await api.post("/api/events", { event: EVENTS.SESSION_PLAN, payload });
    onMended();
  });
  const contentOf = async (planId: string | null) => {
    if (planId !== null) return (await api.get<PlanShown>(`/api/plans/${planId}`)).plan;
    const starters = await api.get<Starters>("/api/plan-starters");
    return starters.plans.find((one) => one.workoutType === session.workoutType)?.plan;
  };
  return (
    <>
      {own.length === 0 ? (
        <Button variant="default" loading={giving.busy} onClick={() => void giving.run(null)}>
          {t("plan.fix.starter")}
        </Button>
      ) : (
        <Select
          aria-label={t("plan.fix.give_plan")}
          placeholder={t("plan.fix.give_plan")}
          disabled={giving.busy}
          value={null}
          data={own.map((plan) => ({ value: plan.id, label: plan.name }))}
          onChange={(planId) => planId !== null && void giving.run(planId)}
        />
      )}
      <ErrorNote problem={giving.problem} />
    </>
  );
}

/** A code of this session, to hold up to a tablet or a phone. */
function ShowCode({ session }: FixProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const [code, setCode] = useState<JoinCode | null>(null);
  const making = useDoing(async () => {
    const body = { sessionId: session.sessionId, baseUrl: window.location.origin };
    setCode(await api.post<JoinCode>("/api/join-codes", body, { repeat: false }));
  });
  return (
    <>
      {code === null ? (
        <Button variant="default" loading={making.busy} onClick={() => void making.run()}>
          {t("plan.fix.open_screen")}
        </Button>
      ) : (
        <div className="plan-whole">
          <QrCard title={session.name} svg={code.qrSvg ?? ""} alt={t("plan.fix.codeAlt")} code={code.code ?? ""}>
            <p className="soft">{t("plan.fix.codeText", { place: `${window.location.host}/join` })}</p>
          </QrCard>
        </div>
      )}
      <ErrorNote problem={making.problem} />
    </>
  );
}
