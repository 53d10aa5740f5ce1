/** What planning asks for by HTTP, as `docs/reference/http.md` describes it. Types only, and the kinds of plans. */

import type {
  AgilityPlan,
  ConditioningPlan,
  Cone,
  DrillPattern,
  DrillStep,
  EquipmentNeed,
  HybridPlan,
  PlyometricsPlan,
  ResourceAllocation,
  ResourceUpdate,
  Saying,
  StrengthPlan,
  WorkoutType,
} from "@dryland/client";

export type AnyPlan =
  | { workoutType: "strength"; plan: StrengthPlan }
  | { workoutType: "conditioning"; plan: ConditioningPlan }
  | { workoutType: "hybrid"; plan: HybridPlan }
  | { workoutType: "agility"; plan: AgilityPlan }
  | { workoutType: "plyometrics"; plan: PlyometricsPlan };

export const PLAN_KINDS = ["strength", "conditioning", "hybrid", "agility", "plyometrics"] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

export interface PlanListed {
  id: string;
  name: string;
  workoutType: WorkoutType;
  template: boolean;
  version: number;
  updatedAt: string;
}

export type PlanShown = PlanListed & AnyPlan;

export interface Layout {
  pattern: DrillPattern;
  cones: readonly Cone[];
  steps: readonly DrillStep[];
  path: readonly (readonly [number, number])[];
  lengthM?: number | null;
}

export interface Starters {
  plans: readonly AnyPlan[];
  layouts: readonly Layout[];
  lifts: readonly string[];
  standIns: readonly { lift: string; name: string }[];
}

export const DISTRIBUTIONS = ["evenly", "line", "ability"] as const;
export type DistributeBy = (typeof DISTRIBUTIONS)[number];

export interface TemplateSession {
  workoutType: WorkoutType;
  planId: string;
  name?: string | null;
  facilityId?: string | null;
  equipment?: readonly EquipmentNeed[];
  startOffset?: number | null;
}

export interface TemplateBody {
  sessions: readonly TemplateSession[];
  /** Evenly where it is not said. */
  distributeBy?: DistributeBy;
  pins?: Readonly<Record<string, number>> | null;
  teamId?: string | null;
  estimatedDuration?: number | null;
}

export interface Template extends TemplateBody {
  id: string;
  name: string;
  version: number;
  updatedAt: string;
}

export interface Facility {
  id: string;
  name: string;
  kind: string;
  capacity: number;
  closed?: boolean | null;
  archived?: boolean | null;
}

/** One machine or piece of gear. */
export interface Item {
  id: string;
  type: string;
  name: string;
  facilityId?: string | null;
  archived?: boolean | null;
  outOfServiceSince?: string | null;
  outOfServiceReason?: string | null;
  usedMinutes: number;
  uses: number;
  /** What became of the sessions that had it, in the answer to its going out or coming back. */
  hits?: readonly GearHit[] | null;
}

/** A session whose gear changed because an item broke or came back. */
export interface GearHit {
  bundleId: string;
  bundleName: string;
  sessionId: string;
  sessionName: string;
  missing: number;
  playersOver: number;
  givenItemId?: string | null;
}

/** A task of the maker's plan of service, and when it is due. */
export interface CareTask {
  task: string;
  source: string;
  overdue: boolean;
  everyHours?: number | null;
  everyDays?: number | null;
  remainingHours?: number | null;
  remainingDays?: number | null;
}

interface Use {
  sessionId: string;
  sessionName: string;
  beganAt: string;
  minutes: number;
  measured: boolean;
}

/** How an item was used. */
export interface Usage {
  type: string;
  minutes: number;
  uses: number;
  hoursPerDay: number;
  lastUsedAt?: string | null;
  machine?: string | null;
  service: readonly CareTask[];
  now: readonly Use[];
  sessions: { items: readonly Use[] };
}

/** One session of a machine: power above what its players' hearts say, %, with its smoothed mean and limits. */
export interface CalibrationPoint {
  sessionId: string;
  at: string;
  residual: number;
  machines: number;
  smoothed?: number | null;
  lower?: number | null;
  upper?: number | null;
}

export interface Calibration {
  state: "learning" | "steady" | "high" | "low";
  sessions: number;
  needed: number;
  points: readonly CalibrationPoint[];
  usual?: number | null;
  since?: string | null;
  shift?: number | null;
  calibratedAt?: string | null;
}

export type Resources = ResourceUpdate;

export interface PreviewedPlayer {
  playerId: string;
  name: string;
  reason: "named" | "pinned" | "line" | "ability" | "not_tested" | "evenly";
  line?: string | null;
  ability?: number | null;
}

export interface Preview {
  sessions: readonly { name: string; players: readonly PreviewedPlayer[]; gear: Readonly<Record<string, number>> }[];
  conflicts: readonly {
    kind: string;
    resource: string;
    wanted: number;
    available: number;
    places: readonly number[];
    withOthers: boolean;
    wordsSayings?: readonly Saying[];
    words: string;
  }[];
  totalParticipants: number;
}

export interface BundleListed {
  bundleId: string;
  bundleName: string;
  status: "scheduled" | "active" | "paused" | "completed" | "cancelled";
  sessionIds: readonly string[];
  totalParticipants: number;
  scheduledStart?: string | null;
  estimatedDuration?: number | null;
}

export interface BundleShown extends BundleListed {
  sessions: readonly {
    sessionId: string;
    name: string;
    workoutType: WorkoutType;
    status?: BundleListed["status"];
    playerIds: readonly string[];
    resources?: ResourceAllocation;
    isOver?: boolean;
    scheduledStart?: string | null;
  }[];
}
