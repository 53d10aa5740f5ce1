/**
 * Interval plans as a screen needs them: reading the plan and moving a pointer along it.
 * Pure. Targets relative to a person's own figures are resolved by the node only; here they are left open.
 */

import type {
  ConditioningPlan,
  HeartRateTarget,
  Interval,
  IntervalPointer,
  IntervalTransitioned,
  PowerTarget,
  TargetZone,
} from "./wire";

/** The session's plan as an interval plan; null when it is of another kind. */
export function intervalPlan(plan: unknown): ConditioningPlan | null {
  if (typeof plan !== "object" || plan === null || !("intervals" in plan) || !Array.isArray(plan.intervals))
    return null;
  return plan as ConditioningPlan;
}

const ABSOLUTE = new Set(["bpm", "watts"]);

/** A target that needs nobody's figures; undefined when it is relative. */
function absolute(target: HeartRateTarget | PowerTarget | undefined): TargetZone | undefined {
  if (target === undefined || !ABSOLUTE.has(target.basis)) return undefined;
  return { min: target.min, max: target.max, name: target.name ?? `${target.min}–${target.max}` };
}

/** True when the interval's targets can only be resolved with a person's own figures. */
export function hasRelativeTarget(interval: Interval): boolean {
  return [interval.heartRate, interval.power].some((target) => target !== undefined && !ABSOLUTE.has(target.basis));
}

/** Where a player stands after a transition; null past the end of the plan. */
export function pointerAfter(
  plan: unknown,
  before: IntervalPointer | undefined,
  fact: IntervalTransitioned,
): IntervalPointer | null {
  if (fact.finished === true || fact.transition.toInterval === undefined) return null;
  const intervals = intervalPlan(plan)?.intervals ?? [];
  const index = fact.index ?? (before === undefined ? 0 : before.index + 1);
  const here = intervals[index];
  const next = intervals[index + 1];
  const to = fact.transition.toInterval;
  const zone = absolute(here?.heartRate);
  const told = before !== undefined && index === before.index + 1 ? before : undefined;
  const power = told?.nextTargetPower ?? absolute(here?.power);
  const change = told?.nextIntensityChange;
  return {
    index,
    id: here?.id ?? `${index}`,
    name: to.name,
    type: to.type,
    startedAt: fact.occurredAt ?? fact.recordedAt ?? "",
    total: Math.max(intervals.length, index + 1),
    ...(fact.endsAt === undefined ? {} : { endsAt: fact.endsAt }),
    ...(next === undefined ? {} : { nextName: next.name, nextType: next.type, nextDuration: next.duration }),
    ...(zone === undefined ? {} : { targetZone: zone }),
    ...(power === undefined ? {} : { targetPower: power }),
    ...(change === undefined ? {} : { intensityChange: change }),
  };
}
