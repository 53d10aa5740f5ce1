/**
 * The generated contract under one roof. Nothing here is written by hand but `Cell`, which names what a frame's row is
 * made of.
 */

import type { LiveFrame } from "./generated/contract";

export * from "./generated/contract";
export {
  type Accepted,
  type Ack,
  type AdaptiveRecommendation,
  type ConditioningPlan,
  type Emergency,
  type ErrorBody,
  EVENTS,
  type Fact,
  type HeartRateTarget,
  type Interval,
  type IntervalAnalysis,
  type IntervalKind,
  type IntervalPointer,
  type IntervalProgress,
  type IntervalTransitioned,
  type JoinAck,
  type JoinRole,
  type LiveFrame,
  type MissedEvent,
  type PlanChanged,
  type PlayerJoined,
  type PlayerKicked,
  type PlayerLeft,
  type PlayerSessionStatus,
  type PlayerStatus,
  type PlayerStatusChanged,
  type PowerTarget,
  type Refused,
  type Role,
  type SessionMessaged,
  type SessionStatus,
  type SessionUpdate,
  type Severity,
  type Signal,
  type TargetZone,
  type TrainingSessionState,
  type WorkoutType,
} from "./generated/contract";

/** One value of a frame's row. */
export type Cell = LiveFrame["players"][number][number];
