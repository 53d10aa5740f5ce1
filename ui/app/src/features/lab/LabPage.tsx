/** The event lab: charts above, the log at the left, what one can do at the right. Holds what is chosen, nothing else. */

import "./lab.css";
import type { TrainingSessionState } from "@dryland/client";
import { useLink, useOutbox, useSession } from "@dryland/client/react";
import { Select, Switch, Tabs } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useAccount, useAsked, useMe } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { Floor } from "../../shared/floor";
import { Asking } from "../../shared/ui/Asking";
import { EmptyState } from "../../shared/ui/EmptyState";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Charts } from "./Charts";
import { Detail } from "./Detail";
import type { LogRow } from "./eventLog";
import { LogPanel } from "./LogPanel";
import { createLab, type Lab } from "./lab";
import { Play } from "./Play";
import { Send } from "./Send";
import { useLabWords } from "./words";

interface Summary {
  sessionId: string;
  workoutName: string;
  workoutType: string;
  status: string;
}

const OVER: ReadonlySet<string> = new Set(["completed", "cancelled"]);

async function openSessions(api: Api, signal: AbortSignal): Promise<Summary[]> {
  const sessions = await api.get<Summary[]>("/api/sessions", { signal });
  return sessions.filter(({ status }) => !OVER.has(status));
}

export function LabPage({ floor }: { floor: Floor }) {
  const { t } = useLabWords();
  const lab = useLab(floor);
  const asked = useAsked(openSessions);
  return (
    <div className="lab">
      <PageHeader title={t("lab.title")} lead={t("lab.lead")} />
      <Asking asked={asked}>
        {(sessions) =>
          sessions.length === 0 ? (
            <EmptyState sign="lab" title={t("lab.noSession.title")} text={t("lab.noSession.text")} />
          ) : lab === null ? null : (
            <Bench lab={lab} floor={floor} sessions={sessions} />
          )
        }
      </Asking>
    </div>
  );
}

/** One lab while the screen is open. */
function useLab(floor: Floor): Lab | null {
  const account = useAccount();
  const { userId } = useMe();
  const [lab, setLab] = useState<Lab | null>(null);
  useEffect(() => {
    const made = createLab({ link: floor.link, token: () => account.freshToken(), name: `lab-${userId}` });
    setLab(made);
    return () => made.close();
  }, [floor, account, userId]);
  return lab;
}

interface BenchProps {
  lab: Lab;
  floor: Floor;
  sessions: readonly Summary[];
}

function Bench({ lab, floor, sessions }: BenchProps) {
  const { t } = useLabWords();
  const [chosen, setChosen] = useState(sessions[0]?.sessionId ?? "");
  const [row, setRow] = useState<LogRow | null>(null);
  const [tab, setTab] = useState<string | null>("send");
  useEffect(() => {
    for (const { sessionId } of sessions) floor.session(sessionId);
  }, [floor, sessions]);
  const { model } = useSession(floor.session(chosen));
  const open = useCallback((next: LogRow) => {
    setRow(next);
    setTab("detail");
  }, []);
  return (
    <>
      <div className="lab-bar">
        <Select
          className="lab-session"
          label={t("lab.session")}
          data={sessions.map((one) => ({ value: one.sessionId, label: `${one.workoutName} · ${one.sessionId}` }))}
          value={chosen}
          allowDeselect={false}
          onChange={(next) => setChosen(next ?? chosen)}
        />
        <LinkSwitch lab={lab} floor={floor} />
      </div>
      <Charts lab={lab} link={floor.link} />
      <div className="lab-bench">
        <LogPanel lab={lab} chosen={row} onOpen={open} />
        <Tabs className="lab-side" value={tab} onChange={setTab}>
          <Tabs.List grow>
            <Tabs.Tab value="send">{t("lab.tab.send")}</Tabs.Tab>
            <Tabs.Tab value="play">{t("lab.tab.play")}</Tabs.Tab>
            <Tabs.Tab value="detail">{t("lab.tab.detail")}</Tabs.Tab>
          </Tabs.List>
          <Tools lab={lab} session={model.state} row={row} />
        </Tabs>
      </div>
    </>
  );
}

function Tools({ lab, session, row }: { lab: Lab; session: TrainingSessionState | null; row: LogRow | null }) {
  return (
    <>
      <Tabs.Panel value="send">
        <Send lab={lab} session={session} />
      </Tabs.Panel>
      <Tabs.Panel value="play">
        <Play lab={lab} session={session} />
      </Tabs.Panel>
      <Tabs.Panel value="detail">
        <Detail row={row} />
      </Tabs.Panel>
    </>
  );
}

/** The connection, the queue, and the hand on the cable. Leaving the lab mends the link. */
function LinkSwitch({ lab, floor }: { lab: Lab; floor: Floor }) {
  const { t } = useLabWords();
  const { link } = floor;
  const { phase, rttMs } = useLink(link);
  const { waiting, refused } = useOutbox(lab.outbox);
  const [cut, setCut] = useState(false);
  useEffect(() => {
    if (!cut) return undefined;
    link.cut();
    return () => link.retry();
  }, [cut, link]);
  return (
    <div className="lab-link">
      <span className="lab-queue" role="status">
        {t(`link.${phase}`)}
        {phase === "live" && rttMs !== null ? ` · ${t("lab.detail.ms", { ms: Math.round(rttMs) })}` : ""} ·{" "}
        {t("lab.queue", { count: waiting })}
        {refused.length === 0 ? "" : ` · ${t("lab.refusedFacts", { count: refused.length })}`}
      </span>
      <Switch
        label={t("lab.link.cut")}
        aria-label={`${t("lab.link")}: ${t("lab.link.cut")}`}
        checked={cut}
        onChange={(event) => setCut(event.currentTarget.checked)}
      />
    </div>
  );
}
