/** The medic's first screen: an injury at once, and everybody with what they may do. */

import "./medic.css";
import { EVENTS } from "@dryland/client";
import { useEffect } from "react";
import { useAccount, useAsked, useMe } from "../../shared/AccountContext";
import { floorOfAccount } from "../../shared/pageFloor";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section, Tag, type Tone } from "../../shared/ui/Section";
import { deskFor, type MedicDesk } from "./desk";
import type { Fitness } from "./fitness";
import { Report } from "./Report";
import { askSquad, type Member } from "./squad";
import { type MedicWords, useMedicWords } from "./words";

const TONES: Readonly<Record<Fitness["status"], Tone>> = {
  healthy: "good",
  limited: "warn",
  recovery: "warn",
  injured: "bad",
};

/** The desk of whoever is signed in; null while nobody is. */
export function useDesk(): MedicDesk | null {
  const account = useAccount();
  const me = useMe();
  const floor = floorOfAccount(account);
  return floor === null ? null : deskFor(floor, me.userId);
}

export function MedicPage() {
  const words = useMedicWords();
  const { t, timeOfDay } = words;
  const desk = useDesk();
  const asked = useAsked(askSquad);
  const { again } = asked;
  useEffect(() => {
    if (desk === null) return;
    const { link } = desk.floor;
    const endings = [
      link.onOpen(again),
      link.onEvent(({ event }) => {
        if (event === EVENTS.MEDICAL_STATUS_CHANGED) again();
      }),
    ];
    return () => {
      for (const end of endings) end();
    };
  }, [desk, again]);
  return (
    <>
      <PageHeader title={t("nav.medic")} lead={t("medic.lead")} />
      <Asking asked={asked}>
        {({ members, asOfMs }) =>
          members.length === 0 ? (
            <EmptyState sign="people" title={t("medic.none.title")} text={t("medic.none.text")} />
          ) : (
            <>
              {desk === null ? null : <Report desk={desk} members={members} />}
              <Section title={t("medic.everybody")} lead={t("medic.everybodyLead")}>
                {asOfMs === null ? null : <p role="status">{t("medic.asOf", { time: timeOfDay(asOfMs) })}</p>}
                <DataTable
                  label={t("medic.everybody")}
                  rows={members}
                  columns={columnsOf(words)}
                  rowKey={({ id }) => id}
                  rowTo={({ id }) => `/medic/${id}`}
                />
              </Section>
            </>
          )
        }
      </Asking>
    </>
  );
}

const ORDER: readonly Fitness["status"][] = ["injured", "limited", "recovery", "healthy"];

function columnsOf(words: MedicWords): Column<Member>[] {
  const { t } = words;
  return [
    { key: "name", title: t("medic.name"), cell: ({ name }) => name, by: ({ name }) => name },
    { key: "number", title: t("medic.number"), cell: ({ number }) => number ?? "–", by: ({ number }) => number },
    {
      key: "status",
      title: t("medic.status"),
      cell: ({ fitness }) => <Status fitness={fitness} />,
      by: ({ fitness }) => ORDER.indexOf(fitness.status),
    },
    {
      key: "limits",
      title: t("medic.restrictions"),
      cell: ({ fitness }) => fitness.restrictions.map((one) => restrictionText(one, words)).join("; ") || "–",
      by: ({ fitness }) => -fitness.restrictions.length,
    },
  ];
}

export function Status({ fitness }: { fitness: Pick<Fitness, "status" | "returnToPlay"> }) {
  const { t } = useMedicWords();
  const { status, returnToPlay } = fitness;
  const stage = returnToPlay === null ? "" : ` · ${t("medic.stageShort", { stage: returnToPlay.stage })}`;
  return (
    <Tag tone={TONES[status]}>
      {t(`medic.status.${status}`)}
      {stage}
    </Tag>
  );
}

/** One restriction in one line. */
export function restrictionText(one: Fitness["restrictions"][number], { t }: MedicWords): string {
  const region = t(`medic.region.${one.bodyRegion}` as "medic.region.knee");
  const parts = [
    t(`medic.level.${one.level}`),
    ...(one.bannedMovements ?? []).map((name) => t("medic.no", { what: t(`medic.move.${name}` as "medic.move.run") })),
    ...(one.maxLoadPct === undefined ? [] : [t("medic.loadTo", { pct: one.maxLoadPct })]),
    ...(one.maxHeartRatePct === undefined ? [] : [t("medic.heartTo", { pct: one.maxHeartRatePct })]),
    ...(one.validTo === undefined ? [] : [t("medic.until", { day: one.validTo.slice(0, 10) })]),
  ];
  return `${region}: ${parts.join(", ")}`;
}
