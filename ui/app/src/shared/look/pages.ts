/** What the server tells of sessions, bundles and weeks that are looked back at, as `docs/reference/http.md` has it. Types only. */

import type {
  BlockKind,
  BlockResult,
  BulkOperation,
  BulkStatus,
  EstimatedOneRepMax,
  FaultKind,
  IntervalAnalysis,
  PersonalRecord,
  PlayerStatus,
  Saying,
  SessionStatus,
  SetData,
  Side,
  WorkoutType,
} from "@dryland/client";

export interface Steps {
  done: number;
  planned: number;
}

export interface Tally {
  given: number;
  accepted: number;
  refused: number;
}

export interface Flag {
  code: string;
  value: number;
  limit?: number;
}

export interface Bounds {
  min?: number;
  max?: number;
}

export interface WantedBand {
  start: string;
  end: string;
  heartRate?: Bounds;
  power?: Bounds;
}

/** Means over equal steps of `step` seconds; null where there was no data. */
export interface Trace {
  start: string;
  step: number;
  heartRate?: (number | null)[];
  power?: (number | null)[];
}

export interface DataQuality {
  samples: number;
  completeness?: number;
  gaps: number;
  longestGaps: { start: string; seconds: number }[];
  implausible: number;
  questioned: number;
}

export interface DoneSet {
  exerciseId: string;
  exerciseName: string;
  at: string;
  setData: SetData;
  loadKg: number;
  questioned?: boolean;
}

export interface Lift {
  lift: string;
  sets: number;
  reps: number;
  tonnageKg: number;
  estimatedOneRepMax?: EstimatedOneRepMax;
}

export interface Lifted {
  sets: DoneSet[];
  lifts: Lift[];
  tonnageKg: number;
}

export interface Attempt {
  number: number;
  at: string;
  time: number;
  side?: Side;
  splits?: number[];
  faults?: FaultKind[];
  voidReasons?: FaultKind[];
  questioned?: boolean;
}

export interface DoneDrill {
  drillId: string;
  name: string;
  attempts: Attempt[];
  bestTime?: number;
  averageTime?: number;
  asymmetry?: number;
}

export interface DoneBlock {
  blockId: string;
  name: string;
  type: BlockKind;
  start: string;
  end?: string;
  result?: BlockResult;
  strength?: Lifted;
}

/** What a player did, by the kind of workout. */
export type Work = Partial<Lifted> & { drills?: DoneDrill[]; blocks?: DoneBlock[] };

export interface BestTime {
  name: string;
  bestTime: number;
  averageTime?: number;
  attempts: number;
}

export interface PlayerPage {
  playerId: string;
  playerName: string;
  jerseyNumber?: number;
  status: PlayerStatus;
  steps: Steps;
  quality: DataQuality;
  advice: Tally;
  flags: Flag[];
  zoneCompliance?: number;
  averageHeartRate?: number;
  maximumHeartRate?: number;
  averagePower?: number;
  trimp?: number;
  energyKcal?: number;
  tonnageKg?: number;
  /** The player's own rating of the whole session, CR10, and that times its minutes. */
  sessionRpe?: number;
  srpeLoad?: number;
  bestTimes: BestTime[];
  personalRecords: PersonalRecord[];
  intervals: IntervalAnalysis[];
  bands: WantedBand[];
  trace?: Trace;
  work?: Work;
}

export type IncidentKind =
  | "paused"
  | "resumed"
  | "emergency_stop"
  | "released"
  | "cancelled"
  | "came_late"
  | "moved_away"
  | "dropped"
  | "taken_out"
  | "disconnected"
  | "plan_changed"
  | "message"
  | "entry_questioned";

export interface Incident {
  kind: IncidentKind;
  at: string;
  playerId?: string;
  by?: string;
  detail?: string;
  detailSayings?: readonly Saying[];
}

export interface SessionPage {
  sessionId: string;
  workoutName: string;
  workoutType: WorkoutType;
  status: SessionStatus;
  startTime?: string;
  endTime?: string;
  duration: number;
  bundleId?: string;
  trainerName?: string;
  seq: number;
  steps: Steps;
  advice: Tally;
  dataCompleteness?: number;
  incidents: Incident[];
  players: PlayerPage[];
}

export interface SessionLine {
  sessionId: string;
  workoutName: string;
  workoutType: WorkoutType;
  status: SessionStatus;
  duration: number;
  players: number;
  steps: Steps;
  incidents: number;
  dataCompleteness?: number;
}

export interface BundlePage {
  bundle: {
    bundleId: string;
    bundleName: string;
    scheduledStart?: string;
    sessions: SessionLine[];
    moves: { at: string; playerId: string; fromSessionId: string; toSessionId: string }[];
    operations: {
      at: string;
      operation: BulkOperation;
      status: BulkStatus;
      reason?: string;
      reachedScreens?: number;
      totalScreens?: number;
    }[];
  };
  sessions: SessionPage[];
}

export interface PlayerWeek {
  playerId: string;
  sessions: number;
  minutes: number;
  dailyMinutes: number[];
  knownDays: number;
  /** %, against the last four weeks; absent before 28 known days. */
  change?: number;
  trimp?: number;
  tonnageKg?: number;
  srpeLoad?: number;
  ratedSessions: number;
  stepsDone: number;
  stepsPlanned: number;
  dataCompleteness?: number;
}

export interface SquadWeek {
  start: string;
  end: string;
  sessions: number;
  complete: number;
  players: PlayerWeek[];
}
