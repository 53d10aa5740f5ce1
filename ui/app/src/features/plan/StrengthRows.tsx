/** Exercises × sets: repetitions, load, effort and rest of each set, in place. */

import type { LoadBasis, PlannedExercise, PlannedSet } from "@dryland/client";
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import type { Problem } from "../../shared/api";
import { faultAt, figure, freshId, replaced, without, withValue } from "./editing";
import { usePlanWords } from "./words";

const BASES = ["absolute", "pct1rm", "rpe", "bodyweight"] as const satisfies readonly LoadBasis[];

export interface RowsProps<Item> {
  items: readonly Item[];
  /** Where the list stands in the plan, as the server names places. */
  path: string;
  problem: Problem | null;
  onChange(items: Item[]): void;
}

export function ExerciseRows({ items, path, problem, onChange }: RowsProps<PlannedExercise>) {
  const { t } = usePlanWords();
  const add = () =>
    onChange([
      ...items,
      {
        id: freshId(
          items.map((one) => one.id),
          "exercise",
        ),
        name: t("plan.newExercise"),
        sets: [{ reps: 5 }],
      },
    ]);
  return (
    <>
      {items.map((exercise, place) => (
        <div className="plan-group" key={exercise.id}>
          <div className="tools">
            <TextInput
              className="tools-grow"
              label={t("plan.exercise")}
              value={exercise.name}
              error={exercise.name.trim() === "" ? t("plan.needsName") : null}
              onChange={(event) => onChange(replaced(items, place, { ...exercise, name: event.currentTarget.value }))}
            />
            <Button variant="default" onClick={() => onChange(without(items, place))} disabled={items.length === 1}>
              {t("plan.removeNamed", { name: exercise.name })}
            </Button>
          </div>
          <SetRows
            items={exercise.sets}
            path={`${path}[${place}].sets`}
            problem={problem}
            onChange={(sets) => onChange(replaced(items, place, { ...exercise, sets }))}
          />
        </div>
      ))}
      <Button variant="default" onClick={add}>
        {t("plan.addExercise")}
      </Button>
    </>
  );
}

function SetRows({ items, path, problem, onChange }: RowsProps<PlannedSet>) {
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
            fault={faultAt(problem, `${path}[${place}]`)}
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

interface SetRowProps {
  set: PlannedSet;
  number: number;
  fault: string | null;
  onChange(set: PlannedSet): void;
  onRemove: (() => void) | null;
}

function SetRow({ set, number, fault, onChange, onRemove }: SetRowProps) {
  const { t } = usePlanWords();
  const basis = set.load?.basis ?? null;
  const put = <K extends keyof PlannedSet>(key: K, value: PlannedSet[K] | undefined) =>
    onChange(withValue(set, key, value));
  return (
    <li className="plan-row" data-wrong={fault !== null}>
      {set.hold === undefined ? (
        <NumberInput
          label={t("plan.reps", { set: number })}
          min={0}
          max={100}
          allowDecimal={false}
          value={set.reps ?? ""}
          onChange={(value) => put("reps", figure(value))}
        />
      ) : (
        <NumberInput
          label={t("plan.hold", { set: number })}
          min={1}
          max={3600}
          value={set.hold}
          onChange={(value) => put("hold", figure(value))}
        />
      )}
      <Select
        label={t("plan.basis")}
        clearable
        value={basis}
        data={BASES.map((value) => ({ value, label: t(`plan.basis.${value}`) }))}
        onChange={(value) => {
          const chosen = BASES.find((one) => one === value);
          put("load", chosen === undefined ? undefined : { ...set.load, basis: chosen });
        }}
      />
      <NumberInput
        label={t("plan.load")}
        min={0}
        max={600}
        value={set.load?.value ?? ""}
        disabled={basis === null}
        onChange={(value) => basis !== null && put("load", withValue(set.load ?? { basis }, "value", figure(value)))}
      />
      <NumberInput
        label={t("plan.rpe")}
        min={1}
        max={10}
        step={0.5}
        value={set.targetRpe ?? ""}
        onChange={(value) => put("targetRpe", figure(value))}
      />
      <NumberInput
        label={t("plan.rest")}
        min={0}
        max={3600}
        step={15}
        value={set.rest ?? ""}
        onChange={(value) => put("rest", figure(value))}
      />
      <Button
        variant="default"
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
        aria-label={t("plan.removeSet", { set: number })}
      >
        {t("plan.remove")}
      </Button>
      {fault === null ? null : (
        <p className="plan-wrong" role="alert">
          {fault}
        </p>
      )}
    </li>
  );
}
