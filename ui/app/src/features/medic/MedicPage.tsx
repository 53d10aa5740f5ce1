/** The medic's first screen: an injury at once, and everybody with what they may do. */

import "./medic.css";
import { EVENTS } from "@dryland/client";
import { Button } from "@mantine/core";
import { useCallback, useEffect } from "react";
import { Link as RouteLink } from "react-router";
import { useAgain, useAsked, useMe, useShelf } from "../../shared/AccountContext";
import { isStaff } from "../../shared/account";
import type { Api } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import type { Fitness } from "./fitness";
import { Report } from "./Report";
import { restrictionText, Status } from "./Status";
import { askSquad, type Member } from "./squad";
import { useDesk } from "./useDesk";
import { useOpenSessions } from "./useOpenSessions";
import { type MedicWords, useMedicWords } from "./words";

export function MedicPage() {
  const words = useMedicWords();
  const { t, whenText } = words;
  const desk = useDesk();
  const staff = isStaff(useMe());
  const sessions = useOpenSessions(desk);
  const shelf = useShelf("tab");
  const ask = useCallback((api: Api, signal: AbortSignal) => askSquad(api, shelf, signal), [shelf]);
  const asked = useAsked(ask);
  useAgain(!asked.loading && asked.answer !== null && asked.answer.asOfMs !== null, asked.again);
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
            <EmptyState sign="people" title={t("medic.none.title")} text={t("medic.none.text")}>
              {staff ? (
                <Button component={RouteLink} to="/people/import" size="md">
                  {t("medic.none.act")}
                </Button>
              ) : undefined}
            </EmptyState>
          ) : (
            <>
              {desk === null ? null : <Report desk={desk} sessions={sessions} members={members} />}
              <Section title={t("medic.everybody")} lead={t("medic.everybodyLead")}>
                {asOfMs === null ? null : <p role="status">{t("medic.asOf", { time: whenText(asOfMs) })}</p>}
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
