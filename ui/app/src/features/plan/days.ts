/** Days of weeks and months, Monday first, and what stands on them. Knows no screen. */

import type { WorkoutType } from "@dryland/client";
import type { BundleListed } from "./records";

/** The days of the weeks that a month touches. */
export function daysOf(year: number, month: number): Date[] {
  const first = new Date(year, month, 1);
  const back = (first.getDay() + 6) % 7;
  const length = new Date(year, month + 1, 0).getDate();
  const weeks = Math.ceil((back + length) / 7);
  return Array.from({ length: weeks * 7 }, (_, at) => new Date(year, month, 1 - back + at));
}

/** The seven days of the week of a day. */
export function weekOf(day: Date): Date[] {
  const back = (day.getDay() + 6) % 7;
  return Array.from({ length: 7 }, (_, at) => new Date(day.getFullYear(), day.getMonth(), day.getDate() - back + at));
}

/** From the first of these days to the end of the last. */
export function spanOf(days: readonly Date[]): [Date, Date] {
  const first = days[0] ?? new Date();
  const last = days.at(-1) ?? first;
  return [first, new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1)];
}

export type EntryState = BundleListed["status"] | "over";

export interface Entry {
  id: string;
  title: string;
  at: Date;
  until: Date | null;
  kind: "bundle" | "session" | "event";
  type: WorkoutType | null;
  state: EntryState | null;
  players: number | null;
  /** Where it leads; null for what has no page. */
  to: string | null;
}

export interface SessionPast {
  id: string;
  name: string;
  workoutType: WorkoutType;
  createdAt: string;
  scheduledAt?: string | null;
  scheduledMinutes?: number | null;
  playerIds: readonly string[];
  bundleId?: string | null;
}

export interface SessionOpen {
  sessionId: string;
  status: BundleListed["status"];
}

export interface CalendarEvent {
  id: string;
  title: string;
  startTime: string;
  endTime: string;
  bundleId?: string | null;
  sessionId?: string | null;
}

export interface Known {
  bundles: readonly BundleListed[];
  sessions: readonly SessionPast[];
  open: readonly SessionOpen[];
  events: readonly CalendarEvent[];
}

const isOver = (state: EntryState): boolean => state === "completed" || state === "cancelled" || state === "over";
const after = (at: Date, minutes: number | null | undefined): Date | null =>
  minutes == null ? null : new Date(at.getTime() + minutes * 60_000);

/** Everything that has a time, each once, in the order of its start. */
export function entriesOf({ bundles, sessions, open, events }: Known): Entry[] {
  const states = new Map(open.map((one) => [one.sessionId, one.status]));
  const listed = new Set(bundles.map((one) => one.bundleId));
  const found = [
    ...bundles.map((one) => bundleEntry(one, sessions)),
    ...sessions.filter((one) => one.bundleId == null).map((one) => sessionEntry(one, states.get(one.id) ?? "over")),
    ...oldBundles(sessions, listed, states),
    ...events.filter((one) => one.bundleId == null && one.sessionId == null).map(eventEntry),
  ];
  return found.filter((one) => one !== null).sort((one, other) => one.at.getTime() - other.at.getTime());
}

function bundleEntry(bundle: BundleListed, sessions: readonly SessionPast[]): Entry | null {
  const start = bundle.scheduledStart ?? sessions.find((one) => one.bundleId === bundle.bundleId)?.createdAt;
  if (start === undefined) return null;
  const at = new Date(start);
  return {
    id: bundle.bundleId,
    title: bundle.bundleName,
    at,
    until: after(at, bundle.estimatedDuration),
    kind: "bundle",
    type: null,
    state: bundle.status,
    players: bundle.totalParticipants,
    to: `/${isOver(bundle.status) ? "debrief" : "plan"}/bundles/${bundle.bundleId}`,
  };
}

function sessionEntry(session: SessionPast, state: EntryState): Entry {
  const at = new Date(session.scheduledAt ?? session.createdAt);
  return {
    id: session.id,
    title: session.name,
    at,
    until: after(at, session.scheduledMinutes),
    kind: "session",
    type: session.workoutType,
    state,
    players: session.playerIds.length,
    to: isOver(state) ? `/debrief/sessions/${session.id}` : `/session/${session.id}`,
  };
}

/** Bundles that are known only by their sessions: one entry for each, named after what was done. */
function oldBundles(
  sessions: readonly SessionPast[],
  listed: ReadonlySet<string>,
  states: ReadonlyMap<string, EntryState>,
): Entry[] {
  const byBundle = new Map<string, SessionPast[]>();
  for (const session of sessions)
    if (session.bundleId != null && !listed.has(session.bundleId))
      byBundle.set(session.bundleId, [...(byBundle.get(session.bundleId) ?? []), session]);
  return [...byBundle].flatMap(([bundleId, its]) => {
    const [first] = its;
    if (first === undefined) return [];
    const state = its.every((one) => isOver(states.get(one.id) ?? "over")) ? "over" : "active";
    const entry = sessionEntry(first, state);
    const title = its.map((one) => one.name).join(" · ");
    const players = its.reduce((sum, one) => sum + one.playerIds.length, 0);
    return [
      {
        ...entry,
        id: bundleId,
        title,
        kind: "bundle" as const,
        type: null,
        players,
        to: `/debrief/bundles/${bundleId}`,
      },
    ];
  });
}

const eventEntry = (event: CalendarEvent): Entry => ({
  id: event.id,
  title: event.title,
  at: new Date(event.startTime),
  until: new Date(event.endTime),
  kind: "event",
  type: null,
  state: null,
  players: null,
  to: null,
});

export const onDay = (entries: readonly Entry[], day: Date): Entry[] =>
  entries.filter((one) => one.at.toDateString() === day.toDateString());
