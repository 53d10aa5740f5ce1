/** Small makers of wire shapes for the tests of the session model. */

import type { JoinAck, PlayerSessionStatus, TrainingSessionState } from "../src/wire";

export const T0 = Date.parse("2026-01-10T18:00:00.000Z");
export const iso = (ms: number): string => new Date(ms).toISOString();

export function player(playerId: string, change: Partial<PlayerSessionStatus> = {}): PlayerSessionStatus {
  return { playerId, playerName: `Player ${playerId}`, status: "waiting", joinedAt: iso(T0), ...change };
}

export function state(change: Partial<TrainingSessionState> = {}): TrainingSessionState {
  return {
    sessionId: "s",
    workoutName: "Intervals",
    workoutType: "conditioning",
    status: "scheduled",
    duration: 0,
    players: [player("a"), player("b")],
    totalPlayers: 2,
    activePlayers: 0,
    completedPlayers: 0,
    epoch: "e1",
    seq: 10,
    ...change,
  };
}

export function joinAck(change: Partial<JoinAck> = {}): JoinAck {
  const session = change.session ?? state();
  return {
    ok: true,
    role: "trainer",
    epoch: session.epoch,
    seq: session.seq,
    recovered: false,
    live: "frames",
    columns: ["playerId", "heartRate", "zone", "inZone", "signal", "ageMs"],
    serverTime: iso(T0),
    session,
    ...change,
  };
}
