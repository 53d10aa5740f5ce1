/** Asks the node which sessions this sign-in may watch. */

import type { SessionStatus, WorkoutType } from "@dryland/client";
import { type Api, Problem } from "../../shared/api";

export interface SessionSummary {
  sessionId: string;
  workoutName: string;
  workoutType: WorkoutType;
  status: SessionStatus;
  totalPlayers: number;
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

/** Running first, then planned, then what is over; by name within. */
export function inOrder(sessions: readonly SessionSummary[]): SessionSummary[] {
  const rank = (session: SessionSummary) => (OVER.has(session.status) ? 2 : session.status === "scheduled" ? 1 : 0);
  return [...sessions].sort((a, b) => rank(a) - rank(b) || a.workoutName.localeCompare(b.workoutName));
}

/** The one session that needs no question: the only one that is not over. */
export function obvious(sessions: readonly SessionSummary[]): SessionSummary | null {
  const open = sessions.filter((session) => !OVER.has(session.status));
  return open.length === 1 ? (open[0] ?? null) : null;
}
