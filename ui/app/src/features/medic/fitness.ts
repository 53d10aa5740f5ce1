/** Fitness as the log tells it: the newest record of each player, and what a report of an injury says. Pure. */

import type {
  CommandPayloads,
  EVENTS,
  MedicalStatus,
  MedicalStatusChanged,
  Restriction,
  RestrictionLevel,
  ReturnToPlay,
} from "@dryland/client";

/** What is known of one player; `at` is when it was said. */
export interface Fitness {
  status: MedicalStatus;
  restrictions: readonly Restriction[];
  notes: string | null;
  clearedDate: string | null;
  returnToPlay: ReturnToPlay | null;
  at: string | null;
}

export const FIT: Fitness = {
  status: "healthy",
  restrictions: [],
  notes: null,
  clearedDate: null,
  returnToPlay: null,
  at: null,
};

/** A change says the whole record; what it leaves out, there is not. */
export function afterChange(before: Fitness, change: MedicalStatusChanged): Fitness {
  return {
    status: change.newStatus ?? before.status,
    restrictions: change.restrictions ?? [],
    notes: change.notes ?? null,
    clearedDate: change.clearedDate ?? null,
    returnToPlay: change.returnToPlay ?? null,
    at: change.occurredAt ?? before.at,
  };
}

/** The newest of everybody, from changes in their order. */
export function fitnessOf(changes: readonly MedicalStatusChanged[]): ReadonlyMap<string, Fitness> {
  const found = new Map<string, Fitness>();
  for (const change of changes) found.set(change.playerId, afterChange(found.get(change.playerId) ?? FIT, change));
  return found;
}

/** Regions as plans and restrictions name them. */
export const REGIONS = [
  "head",
  "neck",
  "shoulder",
  "elbow",
  "wrist",
  "back",
  "core",
  "hip",
  "groin",
  "thigh",
  "knee",
  "ankle",
  "whole_body",
] as const;
export type Region = (typeof REGIONS)[number];

export const MOVEMENTS = [
  "squat",
  "lunge",
  "hinge",
  "overhead",
  "horizontal_press",
  "vertical_press",
  "horizontal_pull",
  "vertical_pull",
  "jump",
  "run",
  "contact",
] as const;
export const LEVELS = [
  "monitor",
  "modified",
  "no_impact",
  "no_contact",
  "no_training",
] as const satisfies readonly RestrictionLevel[];
export const STATUSES = ["healthy", "limited", "injured", "recovery"] as const satisfies readonly MedicalStatus[];

/** How bad it looks from where one stands; the detail is said later. */
export const SEVERITIES = ["out", "no_impact", "light"] as const;
export type Severity = (typeof SEVERITIES)[number];

const SAYS: Readonly<Record<Severity, { status: MedicalStatus; level: RestrictionLevel }>> = {
  out: { status: "injured", level: "no_training" },
  no_impact: { status: "injured", level: "no_impact" },
  light: { status: "limited", level: "modified" },
};

type Change = CommandPayloads[typeof EVENTS.MEDICAL_STATUS_CHANGED];

/** A report from the floor. It adds to what stands, so it makes nothing milder, also where this device does not know of it. */
export function injury(playerId: string, region: Region, severity: Severity): Change {
  const { status, level } = SAYS[severity];
  return { playerId, newStatus: status, addRestrictions: [{ bodyRegion: region, level }] };
}
