/** A week or a month: what is planned, under way and over on which day. */

import { Button, SegmentedControl } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import { Link as RouteLink } from "react-router";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Tag, type Tone } from "../../shared/ui/Section";
import { bundlesBetween } from "./bundleList";
import {
  type CalendarEvent,
  daysOf,
  type Entry,
  type EntryState,
  entriesOf,
  onDay,
  type SessionOpen,
  type SessionPast,
  spanOf,
  weekOf,
} from "./days";
import { PlanHead } from "./PlanHead";
import { usePlanWords } from "./words";

type View = "week" | "month";

/** What is asked for a span: bundles, sessions of any age, the calendar's own entries. */
async function askSpan(api: Api, days: readonly Date[], signal: AbortSignal): Promise<Entry[]> {
  const [from, to] = spanOf(days);
  const span = { from_time: from.toISOString(), to_time: to.toISOString() };
  const [bundles, sessions, open, events] = await Promise.all([
    bundlesBetween(api, from, to, signal),
    everyPage<SessionPast>(api, "/api/sessions/history", {}, signal),
    api.get<SessionOpen[]>("/api/sessions", { signal }),
    everyPage<CalendarEvent>(api, "/api/calendar", span, signal),
  ]);
  return entriesOf({ bundles, sessions, open, events }).filter((one) => one.at >= from && one.at < to);
}

const startOfDay = (day: Date): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate());

export function CalendarPage() {
  const { t, locale } = usePlanWords();
  const [view, setView] = useState<View>("week");
  const [day, setDay] = useState(() => startOfDay(new Date()));
  const days = useMemo(() => (view === "week" ? weekOf(day) : daysOf(day.getFullYear(), day.getMonth())), [view, day]);
  const ask = useCallback((api: Api, signal: AbortSignal) => askSpan(api, days, signal), [days]);
  const asked = useAsked(ask, "tab");
  const turn = (by: number) =>
    setDay(
      view === "week"
        ? new Date(day.getFullYear(), day.getMonth(), day.getDate() + 7 * by)
        : new Date(day.getFullYear(), day.getMonth() + by, 1),
    );
  return (
    <>
      <PlanHead lead={t("plan.calendarLead")} />
      <div className="tools">
        <SegmentedControl
          aria-label={t("plan.view")}
          value={view}
          onChange={(value) => setView(value === "month" ? "month" : "week")}
          data={[
            { value: "week", label: t("plan.view.week") },
            { value: "month", label: t("plan.view.month") },
          ]}
        />
        <h2 className="tools-grow plan-span" aria-live="polite">
          <SpanWords view={view} days={days} day={day} />
        </h2>
        <Button variant="default" onClick={() => turn(-1)}>
          {t(view === "week" ? "plan.weekBefore" : "plan.before")}
        </Button>
        <Button variant="default" onClick={() => setDay(startOfDay(new Date()))}>
          {t("plan.today")}
        </Button>
        <Button variant="default" onClick={() => turn(1)}>
          {t(view === "week" ? "plan.weekAfter" : "plan.after")}
        </Button>
      </div>
      <Asking asked={asked}>
        {(entries) => (
          <>
            {entries.length === 0 ? <NothingHere view={view} /> : null}
            <ol className="plan-month" data-view={view}>
              {days.map((one) => (
                <Day
                  key={one.toDateString()}
                  day={one}
                  entries={onDay(entries, one)}
                  outside={view === "month" && one.getMonth() !== day.getMonth()}
                  locale={locale}
                />
              ))}
            </ol>
          </>
        )}
      </Asking>
    </>
  );
}

function SpanWords({ view, days, day }: { view: View; days: readonly Date[]; day: Date }) {
  const { locale } = usePlanWords();
  if (view === "month") return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }).format(day);
  const whole = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
  return whole.formatRange(days[0] ?? day, days.at(-1) ?? day);
}

function NothingHere({ view }: { view: View }) {
  const { t } = usePlanWords();
  return (
    <EmptyState sign="plan" title={t(`plan.nothing.${view}`)} text={t("plan.nothing.text")}>
      <Button component={RouteLink} to="/plan" size="md">
        {t("plan.nothing.act")}
      </Button>
    </EmptyState>
  );
}

interface DayProps {
  day: Date;
  entries: readonly Entry[];
  outside: boolean;
  locale: string;
}

function Day({ day, entries, outside, locale }: DayProps) {
  const { t } = usePlanWords();
  const today = day.toDateString() === new Date().toDateString();
  return (
    <li className="plan-day" data-empty={entries.length === 0} data-today={today} data-outside={outside}>
      <span className="plan-date">
        {new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric" }).format(day)}
        {today ? <span className="sr-only"> {t("plan.today")}</span> : null}
      </span>
      {entries.map((entry) => (
        <EntryCard key={entry.id} entry={entry} locale={locale} />
      ))}
    </li>
  );
}

const TONES: Readonly<Record<EntryState, Tone>> = {
  scheduled: "plain",
  active: "good",
  paused: "warn",
  completed: "plain",
  cancelled: "bad",
  over: "plain",
};

function EntryCard({ entry, locale }: { entry: Entry; locale: string }) {
  const { t } = usePlanWords();
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const words = (
    <>
      <span className="plan-time">
        {time.format(entry.at)}
        {entry.until === null ? null : `–${time.format(entry.until)}`}
      </span>{" "}
      <b>{entry.title}</b>
    </>
  );
  return (
    <div
      className="plan-entry"
      data-kind={entry.kind}
      data-over={entry.state === "over" || entry.state === "completed"}
    >
      {entry.to === null ? <div>{words}</div> : <RouteLink to={entry.to}>{words}</RouteLink>}
      <small className="plan-more soft">
        {entry.type === null ? t(`plan.entry.${entry.kind}`) : t(`type.${entry.type}`)}
        {entry.players === null ? "" : ` · ${t("plan.playersCount", { count: entry.players })}`}
      </small>
      {entry.state === null || entry.state === "scheduled" ? null : (
        <Tag tone={TONES[entry.state]}>
          {entry.state === "over" ? t("status.completed") : t(`status.${entry.state}`)}
        </Tag>
      )}
    </div>
  );
}
