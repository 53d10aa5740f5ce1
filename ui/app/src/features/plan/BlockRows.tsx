/** Blocks of a hybrid plan in order, with what is done in each. */

import type { HybridBlock } from "@dryland/client";
import { Button, NumberInput, TextInput } from "@mantine/core";
import { Section, Tag } from "../../shared/ui/Section";
import { faultAt, figure, freshId, replaced, without, withValue } from "./editing";
import { IntervalRows } from "./IntervalRows";
import { ExerciseRows, type RowsProps } from "./StrengthRows";
import { usePlanWords } from "./words";

export function BlockRows({ items, path, problem, onChange }: RowsProps<HybridBlock>) {
  const { t } = usePlanWords();
  const id = freshId(
    items.map((one) => one.id),
    "block",
  );
  const exercises: HybridBlock = {
    id,
    type: "exercise",
    name: t("plan.block.exercise"),
    exercises: [{ id: `${id}-1`, name: t("plan.newExercise"), sets: [{ reps: 5 }] }],
  };
  const intervals: HybridBlock = {
    id,
    type: "interval",
    name: t("plan.block.interval"),
    rounds: 1,
    intervals: [{ id: `${id}-1`, name: t("kind.work"), type: "work", duration: 60 }],
  };
  const transition: HybridBlock = { id, type: "transition", name: t("plan.block.transition"), duration: 120 };
  return (
    <>
      {items.map((block, place) => (
        <Block
          key={block.id}
          block={block}
          path={`${path}[${place}]`}
          problem={problem}
          onChange={(next) => onChange(replaced(items, place, next))}
          onRemove={items.length === 1 ? null : () => onChange(without(items, place))}
        />
      ))}
      <div className="row-acts">
        {[exercises, intervals, transition].map((block) => (
          <Button key={block.type} variant="default" onClick={() => onChange([...items, block])}>
            {t("plan.addBlock", { kind: t(`plan.block.${block.type}`) })}
          </Button>
        ))}
      </div>
    </>
  );
}

type BlockProps = Pick<RowsProps<HybridBlock>, "path" | "problem"> & {
  block: HybridBlock;
  onChange(block: HybridBlock): void;
  onRemove: (() => void) | null;
};

function Block({ block, path, problem, onChange, onRemove }: BlockProps) {
  const { t } = usePlanWords();
  const fault = faultAt(problem, path);
  return (
    <Section
      title={block.name}
      acts={
        <>
          <Tag>{t(`plan.block.${block.type}`)}</Tag>
          <Button variant="default" disabled={onRemove === null} onClick={() => onRemove?.()}>
            {t("plan.removeNamed", { name: block.name })}
          </Button>
        </>
      }
    >
      {fault === null ? null : (
        <p className="plan-wrong" role="alert">
          {fault}
        </p>
      )}
      <div className="form-row">
        <TextInput
          label={t("plan.block")}
          value={block.name}
          onChange={(event) => onChange({ ...block, name: event.currentTarget.value })}
        />
        <NumberInput
          label={t("plan.blockSeconds")}
          min={1}
          max={21600}
          value={block.duration ?? ""}
          onChange={(value) => onChange(withValue(block, "duration", figure(value)))}
        />
        <NumberInput
          label={t("plan.rounds")}
          min={1}
          max={100}
          value={block.rounds ?? ""}
          onChange={(value) => onChange(withValue(block, "rounds", figure(value)))}
        />
      </div>
      {block.exercises === undefined ? null : (
        <ExerciseRows
          items={block.exercises}
          path={`${path}.exercises`}
          problem={problem}
          onChange={(exercises) => onChange({ ...block, exercises })}
        />
      )}
      {block.intervals === undefined ? null : (
        <IntervalRows
          items={block.intervals}
          path={`${path}.intervals`}
          problem={problem}
          onChange={(intervals) => onChange({ ...block, intervals })}
        />
      )}
    </Section>
  );
}
