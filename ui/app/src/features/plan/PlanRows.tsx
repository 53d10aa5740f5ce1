/** The rows of a plan of any kind. */

import { BlockRows } from "./BlockRows";
import { DrillRows } from "./DrillRows";
import type { Fault } from "./faults";
import { IntervalRows } from "./IntervalRows";
import { JumpRows } from "./JumpRows";
import type { AnyPlan, Layout } from "./records";
import { ExerciseRows } from "./StrengthRows";

interface PlanRowsProps {
  draft: AnyPlan;
  layouts: readonly Layout[];
  faults: readonly Fault[];
  onChange(draft: AnyPlan): void;
}

export function PlanRows({ draft, layouts, faults, onChange }: PlanRowsProps) {
  switch (draft.workoutType) {
    case "strength":
      return (
        <ExerciseRows
          items={draft.plan.exercises}
          path="$.plan.exercises"
          faults={faults}
          onChange={(exercises) => onChange({ ...draft, plan: { ...draft.plan, exercises } })}
        />
      );
    case "conditioning":
      return (
        <IntervalRows
          items={draft.plan.intervals}
          path="$.plan.intervals"
          faults={faults}
          onChange={(intervals) => onChange({ ...draft, plan: { ...draft.plan, intervals } })}
        />
      );
    case "hybrid":
      return (
        <BlockRows
          items={draft.plan.blocks}
          path="$.plan.blocks"
          faults={faults}
          onChange={(blocks) => onChange({ ...draft, plan: { ...draft.plan, blocks } })}
        />
      );
    case "agility":
      return (
        <DrillRows
          items={draft.plan.drills}
          path="$.plan.drills"
          faults={faults}
          layouts={layouts}
          onChange={(drills) => onChange({ ...draft, plan: { ...draft.plan, drills } })}
        />
      );
    case "plyometrics":
      return (
        <JumpRows
          items={draft.plan.exercises}
          path="$.plan.exercises"
          faults={faults}
          onChange={(exercises) => onChange({ ...draft, plan: { ...draft.plan, exercises } })}
        />
      );
  }
}
