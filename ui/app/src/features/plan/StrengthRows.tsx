/** Exercises in order, each with its sets; those that are done in turn share the letter of a superset. */

import type { PlannedExercise, PlannedSet } from "@dryland/client";
import { Button, Select, TextInput } from "@mantine/core";
import { ExerciseMore } from "./ExerciseMore";
import { freshId, replaced, without, withValue } from "./editing";
import { Faults } from "./FaultNotes";
import { faultsAt } from "./faults";
import type { RowsProps } from "./rows";
import { SetRow } from "./SetRow";
import { usePlanWords } from "./words";

const SUPERSETS = ["A", "B", "C", "D", "E"];

export function ExerciseRows({ items, path, faults, onChange }: RowsProps<PlannedExercise>) {
  const { t } = usePlanWords();
  const id = freshId(
    items.map((one) => one.id),
    "exercise",
  );
  return (
    <>
      {items.map((exercise, place) => (
        <div className="plan-group" key={exercise.id}>
          <ExerciseHead
            exercise={exercise}
            onChange={(next) => onChange(replaced(items, place, next))}
            onRemove={items.length === 1 ? null : () => onChange(without(items, place))}
          />
          <ExerciseMore exercise={exercise} onChange={(next) => onChange(replaced(items, place, next))} />
          <Faults faults={faultsAt(faults, `${path}[${place}]`, ["sets"])} />
          <SetRows
            items={exercise.sets}
            path={`${path}[${place}].sets`}
            faults={faults}
            onChange={(sets) => onChange(replaced(items, place, { ...exercise, sets }))}
          />
        </div>
      ))}
      <Button
        variant="default"
        onClick={() => onChange([...items, { id, name: t("plan.newExercise"), sets: [{ reps: 5 }] }])}
      >
        {t("plan.addExercise")}
      </Button>
    </>
  );
}

interface ExerciseHeadProps {
  exercise: PlannedExercise;
  onChange(exercise: PlannedExercise): void;
  onRemove: (() => void) | null;
}

function ExerciseHead({ exercise, onChange, onRemove }: ExerciseHeadProps) {
  const { t } = usePlanWords();
  const letters = [...new Set([...SUPERSETS, ...(exercise.superset === undefined ? [] : [exercise.superset])])];
  return (
    <div className="tools">
      <TextInput
        className="tools-grow"
        label={t("plan.exercise")}
        value={exercise.name}
        onChange={(event) => onChange({ ...exercise, name: event.currentTarget.value })}
      />
      <Select
        className="plan-superset"
        label={t("plan.superset")}
        clearable
        placeholder={t("plan.noSuperset")}
        value={exercise.superset ?? null}
        data={letters}
        onChange={(value) => onChange(withValue(exercise, "superset", value ?? undefined))}
      />
      <Button variant="default" onClick={() => onRemove?.()} disabled={onRemove === null}>
        {t("plan.removeNamed", { name: exercise.name })}
      </Button>
    </div>
  );
}

function SetRows({ items, path, faults, onChange }: RowsProps<PlannedSet>) {
  const { t } = usePlanWords();
  return (
    <>
      <ol className="plan-rows">
        {items.map((set, place) => (
          <SetRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a set has no name but its place
            key={place}
            set={set}
            number={place + 1}
            faults={faultsAt(faults, `${path}[${place}]`)}
            onChange={(next) => onChange(replaced(items, place, next))}
            onRemove={items.length === 1 ? null : () => onChange(without(items, place))}
          />
        ))}
      </ol>
      <Button variant="default" size="sm" onClick={() => onChange([...items, items.at(-1) ?? { reps: 5 }])}>
        {t("plan.addSet")}
      </Button>
    </>
  );
}
