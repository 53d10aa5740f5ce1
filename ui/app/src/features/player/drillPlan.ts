/** What an agility plan says of one drill and of who starts when. Pure. */

import type { AgilityPlan, Drill, DrillPointer } from "@dryland/client";

function planOf(plan: unknown): AgilityPlan | null {
  return typeof plan === "object" && plan !== null && "drills" in plan ? (plan as AgilityPlan) : null;
}

export function drillOf(plan: unknown, pointer: Pick<DrillPointer, "id">): Drill | null {
  return planOf(plan)?.drills.find((drill) => drill.id === pointer.id) ?? null;
}

/** The start list of a drill: its own entries, else those for all drills. */
export function startsOf(plan: unknown, drillId: string) {
  const list = planOf(plan)?.startList ?? [];
  const own = list.filter((entry) => entry.drillId === drillId);
  return own.length > 0 ? own : list.filter((entry) => entry.drillId === undefined);
}
