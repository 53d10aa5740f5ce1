/**
 * A made-up floor for tests of the screens: plans, players and heart rates computed from time alone, so that every run
 * looks the same. It never leaves the tests and stands for nothing real.
 */

import type {
  ConditioningPlan,
  Interval,
  PlayerSessionStatus,
  Signal,
  TrainingSessionState,
  WorkoutType,
} from "@dryland/client";
import { BLOCKS, working } from "./fakeWork";

export const COLUMNS = [
  "playerId",
  "heartRate",
  "power",
  "cadence",
  "speed",
  "distance",
  "zone",
  "percentOfMax",
  "percentOfFtp",
  "powerZone",
  "compliance",
  "inZone",
  "outOfZoneS",
  "wBalancePercent",
  "calories",
  "signal",
  "ageMs",
  "intervalIndex",
  "intervalEndsAtMs",
];

const NAMES = [
  "Elin Wikström",
  "Maja Lindqvist",
  "Sara Holm",
  "Klara Åberg",
  "Ida Sandström",
  "Nora Ek",
  "Tuva Bergman",
  "Alva Forsgren",
  "Wilma Nyström",
  "Ebba Hedlund",
  "Lova Sjöberg",
  "Stina Dahl",
  "Moa Engström",
  "Freja Lund",
  "Saga Blomqvist",
  "Agnes Ström",
  "Vera Gustavsson",
  "Juni Falk",
  "Signe Öberg",
  "Iris Hallberg",
  "Lykke Norén",
  "Hedda Sundin",
  "Tilde Vikander-Johansson",
  "Molly Roos",
]; // prettier-ignore

const work = (id: string, name: string, duration: number): Interval => ({
  id,
  name,
  type: "work",
  duration,
  intensity: 8,
  heartRate: { basis: "pctHrMax", min: 85, max: 92, name: "VO₂max" },
});
const rest = (id: string, duration: number): Interval => ({
  id,
  name: "Easy",
  type: "rest",
  duration,
  intensity: 3,
  heartRate: { basis: "pctHrMax", min: 60, max: 72, name: "Recovery" },
});

export const PLAN: ConditioningPlan = {
  intervals: [
    { id: "w", name: "Warm-up", type: "warmup", duration: 480, heartRate: { basis: "pctHrMax", min: 60, max: 75 } },
    work("i1", "Interval 1", 240),
    rest("r1", 150),
    work("i2", "Interval 2", 240),
    rest("r2", 150),
    work("i3", "Interval 3", 240),
    rest("r3", 150),
    work("i4", "Interval 4", 240),
    { id: "c", name: "Cool-down", type: "cooldown", duration: 300 },
  ],
};

/** Interval 2, a minute and a half in. */
const INDEX = 3;
const INTO_MS = 92_000;

export interface FakePlayer {
  status: PlayerSessionStatus;
  maxHr: number;
  ftp: number;
  /** How this one reacts to the work, −1 tired … 1 strong. */
  form: number;
  signal: Signal;
  silentMs: number;
}

/** A repeatable number in [0, 1) for a player. */
function chance(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

export function makePlayers(count: number, startMs: number, offset = 0): FakePlayer[] {
  return Array.from({ length: count }, (_, at) => makePlayer(at + offset, startMs));
}

const TROUBLES: Readonly<Record<number, { signal: Signal; silentMs: number }>> = {
  5: { signal: "lost", silentMs: 47_000 },
  11: { signal: "stale", silentMs: 14_000 },
  16: { signal: "late", silentMs: 4_000 },
  19: { signal: "implausible", silentMs: 0 },
};

function makePlayer(at: number, startMs: number): FakePlayer {
  const maxHr = 186 + Math.floor(chance(at + 1) * 18);
  const zone = (min: number, max: number) => ({
    min: Math.round((maxHr * min) / 100),
    max: Math.round((maxHr * max) / 100),
  });
  const interval = PLAN.intervals[INDEX];
  const advice =
    at % 4 === 0
      ? {
          recommendations: {
            intensityAdjustment: at % 8 === 0 ? -5 : 0,
            recoveryNeeded: at % 8 === 0 ? 30 : 0,
            performanceTrend: at % 8 === 0 ? ("declining" as const) : ("stable" as const),
            reason:
              at % 8 === 0
                ? "Heart rate fell only 18 bpm in the first minute of rest (24 before) and power faded 6 % in the last interval."
                : "Time in target, recovery and power are as in the interval before.",
            confidence: 0.72,
            adviceId: `advice-${at}`,
            inputs: { heartRateRecoveryBpm: 18, previousRecoveryBpm: 24, powerFadePct: 6.1, zoneCompliancePct: 71 },
          },
        }
      : {};
  return {
    maxHr,
    ftp: 190 + Math.floor(chance(at + 7) * 70),
    form: chance(at + 31) * 2 - 1,
    signal: TROUBLES[at]?.signal ?? "live",
    silentMs: TROUBLES[at]?.silentMs ?? 0,
    status: {
      playerId: `p${at + 1}`,
      playerName: NAMES[at % NAMES.length] ?? `Player ${at + 1}`,
      jerseyNumber: ((at * 13) % 97) + 2,
      status: "active",
      joinedAt: new Date(startMs).toISOString(),
      interval: {
        index: INDEX,
        id: interval?.id ?? "",
        name: interval?.name ?? "",
        type: "work",
        startedAt: new Date(startMs - INTO_MS).toISOString(),
        endsAt: new Date(startMs - INTO_MS + 240_000).toISOString(),
        total: PLAN.intervals.length,
        nextName: "Easy",
        nextType: "rest",
        nextDuration: 150,
        targetZone: { ...zone(85, 92), name: "VO₂max" },
      },
      ...advice,
    },
  };
}

/** Heart rate at a time: climbs through the interval, higher for who is tired, with a little breathing. */
function heartRate(player: FakePlayer, atMs: number, seed: number): number {
  const breath = Math.sin(atMs / 9_000 + seed) * 2.2 + Math.sin(atMs / 2_300 + seed * 3) * 0.8;
  const swing = Math.sin(atMs / 47_000 + seed) * 3;
  return Math.round(player.maxHr * (0.875 - player.form * 0.055) + breath + swing);
}

function zoneOf(percent: number): number {
  return [50, 60, 70, 80, 90].filter((bound) => percent >= bound).length;
}

/** A frame's row for a player. */
export function row(
  player: FakePlayer,
  seed: number,
  nowMs: number,
  startMs: number,
): (string | number | boolean | null)[] {
  const silent =
    player.signal === "live"
      ? (seed * 137) % 900
      : player.silentMs + (player.signal === "implausible" ? 400 : nowMs - startMs);
  const bpm = player.signal === "implausible" ? 232 : heartRate(player, nowMs - silent, seed);
  const percent = (bpm / player.maxHr) * 100;
  const inZone = percent >= 85 && percent <= 92;
  const watts = Math.round(player.ftp * (1.04 + 0.05 * Math.sin(nowMs / 5_000 + seed)));
  const offS = inZone ? 0 : 8 + Math.floor(((seed * 53) % 90) + (nowMs - startMs) / 1000);
  const endsAtMs = startMs - INTO_MS + 240_000;
  return [
    player.status.playerId,
    bpm,
    watts,
    88 + (seed % 7),
    9.6,
    8_400 + seed * 31,
    zoneOf(percent),
    percent,
    (watts / player.ftp) * 100,
    5,
    62 + ((seed * 11) % 35),
    inZone,
    offS,
    38 + ((seed * 17) % 55),
    240 + ((seed * 29) % 130),
    player.signal,
    silent,
    INDEX,
    endsAtMs,
  ]; // prettier-ignore
}

export interface FakeSession {
  state: TrainingSessionState;
  players: FakePlayer[];
  startMs: number;
}

export interface SessionDraft {
  sessionId: string;
  name: string;
  count: number;
  offset?: number;
  status?: TrainingSessionState["status"];
  emergency?: TrainingSessionState["emergency"];
  bundleId?: string;
  type?: WorkoutType;
}

export function makeSession(draft: SessionDraft, startMs: number): FakeSession {
  const type = draft.type ?? "conditioning";
  const players = makePlayers(draft.count, startMs, draft.offset ?? 0).map((player, at) => ({
    ...player,
    status: working(player.status, type, at, startMs),
  }));
  const status = draft.status ?? "active";
  const started = status !== "scheduled";
  const state: TrainingSessionState = {
    sessionId: draft.sessionId,
    workoutName: draft.name,
    workoutType: type,
    status,
    duration: started ? 480 + 240 + 150 + INTO_MS / 1000 : 0,
    trainerName: "Anna Berg",
    players: players.map((player) => (started ? player.status : waiting(player.status))),
    totalPlayers: players.length,
    activePlayers: started ? players.length : 0,
    completedPlayers: 0,
    ...planOf(type),
    epoch: "e1",
    seq: 1,
    ...(started ? { startTime: new Date(startMs - 962_000).toISOString() } : {}),
    ...(draft.bundleId === undefined ? {} : { bundleId: draft.bundleId }),
    ...(draft.emergency === undefined ? {} : { emergency: draft.emergency }),
  };
  return { state, players, startMs };
}

function planOf(type: WorkoutType): Pick<TrainingSessionState, "plan"> {
  if (type === "conditioning") return { plan: PLAN };
  return type === "hybrid" ? { plan: { blocks: BLOCKS } } : {};
}

function waiting({
  interval: _interval,
  recommendations: _advice,
  exercise: _exercise,
  block: _block,
  drill: _drill,
  ...player
}: PlayerSessionStatus): PlayerSessionStatus {
  return { ...player, status: "waiting" };
}

/** A frame of the whole session. */
export function frame(session: FakeSession, nowMs: number) {
  const live = session.state.status !== "scheduled";
  return {
    sessionId: session.state.sessionId,
    at: new Date(nowMs).toISOString(),
    players: live
      ? session.players
          .map((player, seed) => ({ player, seed }))
          .filter(({ player }) => player.status.interval !== undefined)
          .map(({ player, seed }) => row(player, seed, nowMs, session.startMs))
      : [],
  };
}
