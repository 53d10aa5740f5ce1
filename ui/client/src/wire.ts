/**
 * The part of the contract that this client reads, as it travels: ISO-8601 times, camelCase, absent means unknown.
 * Knows nothing of sockets or screens.
 */

export type SessionStatus = "scheduled" | "active" | "paused" | "completed" | "cancelled";
export type PlayerStatus = "waiting" | "active" | "paused" | "completed" | "dropped";
export type WorkoutType = "strength" | "conditioning" | "hybrid" | "agility";
export type Signal = "none" | "live" | "late" | "stale" | "lost" | "implausible";
export type IntervalKind = "warmup" | "work" | "rest" | "cooldown";
export type Severity = "info" | "warning" | "error" | "critical";
export type LiveMode = "events" | "frames" | "none";
export type JoinRole = "trainer" | "player" | "observer" | "wall" | "medical";

export interface TargetZone {
  min: number;
  max: number;
  name: string;
}

export interface Target {
  basis: string;
  min: number;
  max: number;
  name?: string;
}

export interface Interval {
  id: string;
  name: string;
  type: IntervalKind;
  /** s */
  duration: number;
  intensity?: number;
  heartRate?: Target;
  power?: Target;
  manual?: boolean;
}

export interface ConditioningPlan {
  intervals: Interval[];
  equipment?: string;
}

export interface IntervalPointer {
  index: number;
  id: string;
  name: string;
  type: IntervalKind;
  startedAt: string;
  endsAt?: string;
  total: number;
  nextName?: string;
  nextType?: IntervalKind;
  nextDuration?: number;
  targetZone?: TargetZone;
  targetPower?: TargetZone;
}

export interface IntervalRef {
  name: string;
  type: IntervalKind;
  intensity?: number;
  duration?: number;
}

export interface IntervalAnalysis {
  intervalId: string;
  index: number;
  name: string;
  type: IntervalKind;
  start: string;
  end: string;
  duration: number;
  samples: number;
  dataCompleteness: number;
  avgHeartRate?: number;
  maxHeartRate?: number;
  zoneCompliance?: number;
  powerCompliance?: number;
  avgPower?: number;
  normalizedPower?: number;
  heartRateRecovery?: number;
  wBalanceEnd?: number;
}

export interface AdaptiveRecommendation {
  intensityAdjustment: number;
  recoveryNeeded: number;
  performanceTrend: "improving" | "stable" | "declining" | "unknown";
  reason: string;
  confidence?: number;
  inputs?: Record<string, number>;
}

export interface Metrics {
  heartRate?: number;
  power?: number;
  pace?: number;
  speed?: number;
  cadence?: number;
  distance?: number;
  calories?: number;
}

export interface Restriction {
  bodyRegion: string;
  level: string;
}

export interface PlayerSessionStatus {
  playerId: string;
  playerName?: string;
  jerseyNumber?: number;
  status: PlayerStatus;
  joinedAt: string;
  lastActivity?: string;
  interval?: IntervalPointer;
  metrics?: Metrics;
  signal?: Signal;
  recommendations?: AdaptiveRecommendation;
  restrictions?: Restriction[];
  medicalNotes?: string;
}

export interface Emergency {
  by: string;
  at: string;
  reason?: string;
}

export interface TrainingSessionState {
  sessionId: string;
  bundleId?: string;
  workoutId?: string;
  workoutName: string;
  workoutType: WorkoutType;
  status: SessionStatus;
  emergency?: Emergency;
  startTime?: string;
  endTime?: string;
  pausedAt?: string;
  /** s, pauses excluded */
  duration: number;
  trainerId?: string;
  trainerName?: string;
  players: PlayerSessionStatus[];
  totalPlayers: number;
  activePlayers: number;
  completedPlayers: number;
  plan?: unknown;
  epoch: string;
  seq: number;
}

/** What every stored fact carries beside its own fields. */
export interface Fact {
  sessionId: string;
  seq?: number;
  epoch?: string;
  eventId?: string;
  occurredAt?: string;
  recordedAt?: string;
  by?: string;
}

export interface SessionUpdates extends Partial<Omit<TrainingSessionState, "sessionId" | "players" | "epoch" | "seq">> {
  cleared?: string[];
}

export interface IntervalTransitioned extends Fact {
  intervalId: string;
  transition: { fromInterval?: IntervalRef; toInterval?: IntervalRef };
  transitionType: "automatic" | "manual" | "early_completion";
  playerId?: string;
  index?: number;
  endsAt?: string;
  analysis?: IntervalAnalysis;
  adaptiveRecommendations?: AdaptiveRecommendation;
  finished?: boolean;
}

export type Cell = string | number | boolean | null;

export interface LiveFrame {
  sessionId: string;
  at: string;
  players: Cell[][];
}

export interface MissedEvent {
  event: string;
  payload: unknown;
}

export interface JoinAck {
  ok: true;
  session?: TrainingSessionState;
  role: string;
  epoch: string;
  seq: number;
  recovered: boolean;
  live: LiveMode;
  columns: string[];
  events?: MissedEvent[];
  serverTime: string;
}

export interface ErrorContext {
  sessionId?: string;
  playerId?: string;
  path?: string;
  state?: string;
  allowed?: string[];
}

export interface ErrorBody {
  number?: number;
  code: string;
  message: string;
  severity: Severity;
  retryable: boolean;
  retryAfterMs?: number;
  suggestedActions?: string[];
  automaticRecovery?: string;
  context?: ErrorContext;
}

export interface Accepted {
  ok: true;
  eventId?: string;
  seq?: number;
  duplicate?: boolean;
}

export interface Refused {
  ok: false;
  error: ErrorBody;
}

export type Ack = Accepted | Refused;

/** Names on the wire that this client speaks or understands. */
export const EVENT = {
  join: "training:session:join",
  leave: "training:session:leave",
  joined: "training:session:joined",
  left: "training:session:left",
  start: "training:session:start",
  pause: "training:session:pause",
  resume: "training:session:resume",
  end: "training:session:end",
  forceEnd: "training:session:force:end",
  update: "training:session:update",
  progress: "training:session:progress",
  message: "training:session:message",
  playerJoin: "training:player:join",
  playerLeave: "training:player:leave",
  playerStatus: "training:player:status",
  playerKick: "training:player:kick",
  plan: "training:session:plan",
  metrics: "training:player:metrics",
  intervalProgress: "training:player:interval:progress",
  frame: "training:live:frame",
  position: "training:position",
  clock: "training:clock",
  intervalTransition: "training:conditioning:interval:transition",
  bulkOperation: "training:bulk:operation:status",
  error: "training:error",
} as const;
