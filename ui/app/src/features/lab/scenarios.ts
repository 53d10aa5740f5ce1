/**
 * Stories that the lab can play: real commands to a real session, each at its time. The same seed and the same session
 * give the same story. Pure; what only the running floor can know (an alert's identifier) is read when its turn comes.
 */

import { type CommandName, type Drill, EVENTS, type TrainingSessionState } from "@dryland/client";

/** Reads the newest event of that name since the story began; undefined while none has come. */
export type Heard = (event: string) => Readonly<Record<string, unknown>> | undefined;

export interface Step {
  /** After the one before, at ×1. */
  readonly afterMs: number;
  readonly event: CommandName;
  /** null when what it needs has not happened: the step is passed over. */
  payload(heard: Heard): object | null;
}

export const SCENARIOS = ["strength", "zones", "agility", "bulk", "medical"] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** Which sessions a story can be played in; null: any. */
export const SCENARIO_TYPE: Readonly<Record<ScenarioName, string | null>> = {
  strength: "strength",
  zones: "conditioning",
  agility: "agility",
  bulk: null,
  medical: null,
};

/** Numbers from 0 up to 1, always the same for a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PLAYERS = 6;

const step = (afterMs: number, event: CommandName, payload: object): Step => ({
  afterMs,
  event,
  payload: () => payload,
});

const STORIES: Readonly<Record<ScenarioName, (session: TrainingSessionState, random: () => number) => Step[]>> = {
  strength: strengthProgression,
  zones: zoneTransitions,
  agility: agilityDrills,
  bulk: bulkOperation,
  medical: medicalEmergency,
};

export function scenario(name: ScenarioName, seed: number, session: TrainingSessionState): Step[] {
  return [...opening(name, session), ...STORIES[name](session, seededRandom(seed))];
}

/** A story of work needs a session under way. */
function opening(name: ScenarioName, { sessionId, status }: TrainingSessionState): Step[] {
  if (name === "bulk") return [];
  if (status === "scheduled") return [step(0, EVENTS.SESSION_START, { sessionId })];
  return status === "paused" ? [step(0, EVENTS.SESSION_RESUME, { sessionId })] : [];
}

/** Each set a little heavier and harder than the one before. */
function strengthProgression(session: TrainingSessionState, random: () => number): Step[] {
  const { sessionId, plan } = session;
  const exercise = plan !== undefined && "exercises" in plan ? plan.exercises[0] : undefined;
  if (exercise === undefined || typeof exercise.sets === "number") return [];
  const { sets } = exercise;
  const people = session.players.slice(0, PLAYERS).map(({ playerId, exercise: at }) => ({
    playerId,
    first: at?.id === exercise.id ? at.setNumber : 1,
    startKg: 50 + 2.5 * Math.floor(random() * 6),
  }));
  const total = sets.length;
  const steps: Step[] = [];
  for (let setNumber = 1; setNumber <= total; setNumber += 1) {
    for (const { playerId, first, startKg } of people) {
      const rpe = Math.min(9.5, 6 + setNumber * 0.5 + Math.floor(random() * 2) * 0.5);
      if (setNumber < first) continue;
      const weight = startKg + 2.5 * (setNumber - 1);
      const reps = sets[setNumber - 1]?.reps ?? 5;
      const setData = { setNumber, totalSets: total, reps, weight, weightUnit: "kg", rpe };
      const about = { sessionId, playerId, exerciseId: exercise.id, exerciseName: exercise.name };
      steps.push(step(6_000, EVENTS.STRENGTH_SET_COMPLETION, { ...about, setData }));
    }
  }
  return steps;
}

/** Three minutes: up through the zones, held, and down again; a heart follows with some noise. */
function zoneTransitions({ sessionId, players }: TrainingSessionState, random: () => number): Step[] {
  const people = players.slice(0, PLAYERS).map(({ playerId }) => ({ playerId, rest: 95 + Math.floor(random() * 15) }));
  const steps: Step[] = [];
  for (let second = 0; second < 180; second += 1) {
    const effort = second < 90 ? second / 90 : second < 120 ? 1 : (180 - second) / 60;
    for (const [place, { playerId, rest }] of people.entries()) {
      const heartRate = Math.round(rest + effort * 85 + (random() - 0.5) * 4);
      const metrics = { heartRate, power: Math.round(90 + effort * 190 + random() * 12) };
      steps.push(step(place === 0 ? 1_000 : 0, EVENTS.PLAYER_METRICS_UPDATE, { sessionId, playerId, metrics }));
    }
  }
  return steps;
}

const FAULTS = ["cone_contact", "line_contact", "wrong_foot"] as const;

/** Each player through the attempts of the first drill; the same player makes the same mistake again and again. */
function agilityDrills(session: TrainingSessionState, random: () => number): Step[] {
  const { sessionId, plan } = session;
  const drill = plan !== undefined && "drills" in plan ? plan.drills[0] : undefined;
  if (drill === undefined) return [];
  return session.players.slice(0, PLAYERS).flatMap(({ playerId }, place) => {
    const fault = place % 2 === 0 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
    return attempts(drill).flatMap(({ attemptNumber, side }) => {
      const completionTime = Math.round(9_400 + random() * 1_600);
      const about = { sessionId, playerId, drillId: drill.id, attemptNumber };
      const error = { type: fault, atMs: Math.round(completionTime * 0.6) };
      const run = {
        attemptNumber,
        completionTime,
        totalAttempts: drill.attempts,
        ...(side === undefined ? {} : { side }),
      };
      const drillResult = {
        ...{ drillId: drill.id, drillName: drill.name, pattern: drill.pattern, source: "gates", ...run },
        errors: fault === undefined ? [] : [error],
      };
      // Gates are believed when somebody was seen to start.
      const begun = { ...about, currentPhase: "execution", patternProgress: { currentStep: 0 } };
      const start = step(4_000, EVENTS.AGILITY_PATTERN_PROGRESS, begun);
      const done = step(6_000, EVENTS.AGILITY_DRILL_COMPLETION, { sessionId, playerId, drillResult });
      return fault === undefined
        ? [start, done]
        : [start, step(5_000, EVENTS.AGILITY_ERROR_TRACKING, { ...about, error }), done];
    });
  });
}

function attempts(drill: Drill): { attemptNumber: number; side: string | undefined }[] {
  const sides = drill.sides ?? [];
  return Array.from({ length: drill.attempts }, (_, place) => ({
    attemptNumber: place + 1,
    side: sides.length === 0 ? undefined : sides[place % sides.length],
  }));
}

const OPERATIONS = ["start_all", "pause_all", "resume_all", "emergency_stop_all", "release_stop_all", "resume_all"];

/** One order after the other to every session of a bundle; without one, a bundle of two is made first. */
function bulkOperation({ bundleId }: TrainingSessionState, random: () => number): Step[] {
  const sessions = [{ workoutType: "strength" }, { workoutType: "conditioning" }];
  const bundleName = `Lab ${Math.floor(random() * 900) + 100}`;
  const made = bundleId === undefined ? [step(0, EVENTS.BULK_SESSION_CREATED, { bundleName, sessions })] : [];
  const orders = OPERATIONS.map((operation) => ({
    afterMs: 8_000,
    event: EVENTS.BULK_OPERATION_STATUS,
    payload: (heard: Heard) => {
      const whose = bundleId ?? heard(EVENTS.BULK_SESSION_CREATED)?.bundleId;
      return typeof whose === "string" ? { bundleId: whose, operation } : null;
    },
  }));
  return [...made, ...orders];
}

/** A player calls for help, is answered, examined, limited, and is well again in the end. */
function medicalEmergency(session: TrainingSessionState, random: () => number): Step[] {
  const { sessionId, players } = session;
  const playerId = players[Math.floor(random() * players.length)]?.playerId;
  if (playerId === undefined) return [];
  const about = { sessionId, playerId };
  const pain = { bodyRegion: "knee", level: 7, side: "left" };
  const restrictions = [{ bodyRegion: "knee", level: "modified", side: "left", maxLoadPct: 60 }];
  const withAlert = (more: object) => (heard: Heard) => {
    const alertId = heard(EVENTS.ALERT_RAISED)?.alertId;
    return typeof alertId === "string" ? { alertId, sessionId, ...more } : null;
  };
  return [
    step(1_000, EVENTS.ALERT_RAISED, { ...about, type: "injury_risk", severity: "high", message: "Knee", pain }),
    step(2_000, EVENTS.SESSION_PAUSE, { sessionId }),
    { afterMs: 4_000, event: EVENTS.ALERT_ACKNOWLEDGED, payload: withAlert({}) },
    step(20_000, EVENTS.MEDICAL_STATUS_CHANGED, { ...about, newStatus: "limited", restrictions }),
    step(5_000, EVENTS.SESSION_RESUME, { sessionId }),
    { afterMs: 10_000, event: EVENTS.ALERT_CLEARED, payload: withAlert({ reason: "Examined" }) },
    step(60_000, EVENTS.MEDICAL_STATUS_CHANGED, { ...about, newStatus: "healthy", restrictions: [] }),
  ];
}
