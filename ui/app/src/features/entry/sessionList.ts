/** Asks the node which sessions this sign-in may watch. */

import type { SessionStatus, WorkoutType } from "@dryland/client";
import { type Api, Problem } from "../../shared/api";

export interface SessionSummary {
  sessionId: string;
  workoutName: string;
  workoutType: WorkoutType;
  status: SessionStatus;
  totalPlayers: number;
  bundleId?: string;
}

export type SessionList =
  | { kind: "list"; sessions: SessionSummary[] }
  | { kind: "unauthenticated" }
  | { kind: "failed" };

export async function fetchSessions(api: Api, signal: AbortSignal): Promise<SessionList> {
  try {
    const body = await api.get<unknown>("/api/sessions", { signal });
    return Array.isArray(body) ? { kind: "list", sessions: body.filter(isSummary) } : { kind: "failed" };
  } catch (error) {
    const refused = error instanceof Problem && (error.status === 401 || error.status === 403);
    return refused ? { kind: "unauthenticated" } : { kind: "failed" };
  }
}

function isSummary(value: unknown): value is SessionSummary {
  return (
    typeof value === "object" &&
    value !== null &&
    "sessionId" in value &&
    typeof value.sessionId === "string" &&
    "workoutName" in value &&
    typeof value.workoutName === "string" &&
    "status" in value
  );
}

const OVER = new Set<SessionStatus>(["completed", "cancelled"]);

export const isOver = (session: SessionSummary): boolean => OVER.has(session.status);

/** Running first, then planned, then what is over; by name within. */
export function inOrder(sessions: readonly SessionSummary[]): SessionSummary[] {
  const rank = (session: SessionSummary) => (OVER.has(session.status) ? 2 : session.status === "scheduled" ? 1 : 0);
  return [...sessions].sort((a, b) => rank(a) - rank(b) || a.workoutName.localeCompare(b.workoutName));
}

/** What needs no question: the only session that is not over, or all of the only bundle when nothing else is open. */
export function obvious(sessions: readonly SessionSummary[]): readonly SessionSummary[] | null {
  const open = inOrder(sessions.filter((session) => !OVER.has(session.status)));
  if (open.length === 1) return open;
  const bundles = new Set(open.map(({ bundleId }) => bundleId));
  const [bundleId] = bundles;
  return bundles.size === 1 && bundleId !== undefined ? open : null;
}

/** The bundles that are not over, each with its open sessions. */
export function openBundles(sessions: readonly SessionSummary[]): readonly (readonly SessionSummary[])[] {
  const open = inOrder(sessions.filter((session) => !OVER.has(session.status)));
  const ids = [...new Set(open.flatMap(({ bundleId }) => bundleId ?? []))];
  return ids.map((id) => open.filter(({ bundleId }) => bundleId === id));
}
