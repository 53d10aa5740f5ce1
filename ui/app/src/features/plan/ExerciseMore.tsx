/** What an exercise seldom says: its lift, its goal, sides, steps of a machine, its own rack, what may replace it. */

import type { PlannedExercise, StrengthGoal } from "@dryland/client";
import { MultiSelect, NumberInput, Switch, Textarea } from "@mantine/core";
import { withUnknown } from "./codes";
import { figure, withValue } from "./editing";
import { exerciseExtras } from "./lines";
import { Choice, CodeChoice, DemandFields, More } from "./More";
import { RackFields } from "./RackFields";
import { useStarters } from "./starters";
import { usePlanWords } from "./words";

const GOALS = ["max_strength", "hypertrophy", "power", "endurance"] as const satisfies readonly StrengthGoal[];

interface ExerciseMoreProps {
  exercise: PlannedExercise;
  onChange(exercise: PlannedExercise): void;
}

export function ExerciseMore({ exercise, onChange }: ExerciseMoreProps) {
  const { t } = usePlanWords();
  const { lifts, standIns } = useStarters();
  const names = new Map(standIns.map((one) => [one.lift, one.name]));
  return (
    <More
      of={exercise.name}
      said={exerciseExtras(exercise, t).join(", ")}
      fields={() => (
        <>
          <CodeChoice
            label={t("plan.lift")}
            none={t("plan.byName")}
            known={lifts}
            value={exercise.lift}
            onChange={(lift) => onChange(withValue(exercise, "lift", lift))}
          />
          <Choice
            label={t("plan.goal")}
            none={t("plan.notSaid")}
            values={GOALS}
            word={(one) => t(`plan.goal.${one}`)}
            value={exercise.goal}
            onChange={(goal) => onChange(withValue(exercise, "goal", goal))}
          />
          <NumberInput
            label={t("plan.stackStep")}
            min={0.5}
            max={50}
            step={0.5}
            value={exercise.step ?? ""}
            onChange={(value) => onChange(withValue(exercise, "step", figure(value)))}
          />
          <NumberInput
            label={t("plan.bodyShare")}
            min={0}
            max={100}
            value={exercise.bodyweightShare === undefined ? "" : Math.round(exercise.bodyweightShare * 100)}
            onChange={(value) => {
              const percent = figure(value);
              onChange(withValue(exercise, "bodyweightShare", percent === undefined ? undefined : percent / 100));
            }}
          />
          <MultiSelect
            label={t("plan.alternatives")}
            placeholder={exercise.alternatives === undefined ? t("plan.nearest") : ""}
            value={[...(exercise.alternatives ?? [])]}
            data={withUnknown([...names.keys()], exercise.alternatives, (lift) => names.get(lift) ?? lift)}
            onChange={(chosen) =>
              onChange(withValue(exercise, "alternatives", chosen.length === 0 ? undefined : chosen))
            }
          />
          <DemandFields item={exercise} onChange={onChange} />
          <Switch
            className="plan-switch"
            label={t("plan.unilateral")}
            checked={exercise.unilateral ?? false}
            onChange={(event) => onChange(withValue(exercise, "unilateral", event.currentTarget.checked || undefined))}
          />
          <Textarea
            className="plan-whole"
            label={t("plan.note")}
            autosize
            maxLength={500}
            value={exercise.note ?? ""}
            onChange={(event) => onChange(withValue(exercise, "note", event.currentTarget.value || undefined))}
          />
          <RackFields
            rack={exercise.rack}
            unit="kg"
            add={t("plan.ownRack")}
            onChange={(rack) => onChange(withValue(exercise, "rack", rack))}
          />
        </>
      )}
    />
  );
}
