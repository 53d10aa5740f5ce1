/** The month: what is planned on which day. */

import { Button } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import { Link as RouteLink } from "react-router";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { PlanHead } from "./PlanHead";
import type { BundleListed } from "./records";
import { usePlanWords } from "./words";

interface Entry {
  id: string;
  title: string;
  startTime: string;
}

/** The days of the weeks that a month touches, Monday first. */
export function daysOf(year: number, month: number): Date[] {
  const first = new Date(year, month, 1);
  const back = (first.getDay() + 6) % 7;
  const length = new Date(year, month + 1, 0).getDate();
  const weeks = Math.ceil((back + length) / 7);
  return Array.from({ length: weeks * 7 }, (_, at) => new Date(year, month, 1 - back + at));
}

export function CalendarPage() {
  const { t, locale } = usePlanWords();
  const [month, setMonth] = useState(() => new Date(new Date().getFullYear(), new Date().getMonth(), 1));
  const days = useMemo(() => daysOf(month.getFullYear(), month.getMonth()), [month]);
  const ask = useCallback(async (api: Api, signal: AbortSignal) => {
    const [bundles, entries] = await Promise.all([
      api.get<BundleListed[]>("/api/bundles", { signal }),
      everyPage<Entry>(api, "/api/calendar", {}, signal),
    ]);
    return [
      ...bundles.map((one) => ({
        id: one.bundleId,
        title: one.bundleName,
        at: one.scheduledStart ?? "",
        to: `/plan/bundles/${one.bundleId}`,
      })),
      ...entries.map((one) => ({ id: one.id, title: one.title, at: one.startTime, to: null })),
    ];
  }, []);
  const asked = useAsked(ask);
  const turn = (by: number) => setMonth(new Date(month.getFullYear(), month.getMonth() + by, 1));
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const today = new Date().toDateString();
  return (
    <>
      <PlanHead lead={t("plan.calendarLead")} />
      <div className="tools">
        <Button variant="default" onClick={() => turn(-1)}>
          {t("plan.before")}
        </Button>
        <h2 className="tools-grow" aria-live="polite">
          {new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }).format(month)}
        </h2>
        <Button variant="default" onClick={() => turn(1)}>
          {t("plan.after")}
        </Button>
      </div>
      <Asking asked={asked}>
        {(entries) => (
          <ol className="plan-month">
            {days.map((day) => {
              const here = entries.filter(
                (one) => one.at !== "" && new Date(one.at).toDateString() === day.toDateString(),
              );
              return (
                <li
                  className="plan-day"
                  key={day.toDateString()}
                  data-empty={here.length === 0}
                  data-today={day.toDateString() === today}
                >
                  <span>{new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric" }).format(day)}</span>
                  {here.map((one) => {
                    const words = `${time.format(new Date(one.at))} ${one.title}`;
                    return one.to === null ? (
                      <div key={one.id}>{words}</div>
                    ) : (
                      <RouteLink key={one.id} to={one.to}>
                        {words}
                      </RouteLink>
                    );
                  })}
                </li>
              );
            })}
          </ol>
        )}
      </Asking>
    </>
  );
}
