/** Blocks of a hybrid plan in order, with what is done in each. */

import type { BlockScheme, HybridBlock } from "@dryland/client";
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { Section, Tag } from "../../shared/ui/Section";
import { figure, freshId, replaced, without, withValue } from "./editing";
import { Faults } from "./FaultNotes";
import { faultsAt } from "./faults";
import { IntervalRows } from "./IntervalRows";
import type { RowsProps } from "./rows";
import { ExerciseRows } from "./StrengthRows";
import { usePlanWords } from "./words";

const SCHEMES = ["sets", "amrap", "emom", "for_time"] as const satisfies readonly BlockScheme[];

/** The block under another scheme, with the time or the rounds that the scheme needs. */
export function asScheme(block: HybridBlock, scheme: BlockScheme): HybridBlock {
  const { scheme: _, ...kept } = block;
  if (scheme === "sets") return kept;
  if (scheme === "amrap") return { ...kept, scheme, duration: block.duration ?? 600 };
  return { ...kept, scheme, rounds: block.rounds ?? (scheme === "emom" ? 10 : 3) };
}

export function BlockRows({ items, path, faults, onChange }: RowsProps<HybridBlock>) {
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
          faults={faults}
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

type BlockProps = Pick<RowsProps<HybridBlock>, "path" | "faults"> & {
  block: HybridBlock;
  onChange(block: HybridBlock): void;
  onRemove: (() => void) | null;
};

function Block({ block, path, faults, onChange, onRemove }: BlockProps) {
  const { t } = usePlanWords();
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
      <Faults faults={faultsAt(faults, path, ["exercises", "intervals"])} />
      <div className="form-row">
        <TextInput
          label={t("plan.block")}
          value={block.name}
          onChange={(event) => onChange({ ...block, name: event.currentTarget.value })}
        />
        {block.type === "exercise" ? (
          <Select
            label={t("plan.scheme")}
            allowDeselect={false}
            value={block.scheme ?? "sets"}
            data={SCHEMES.map((value) => ({ value, label: t(`plan.scheme.${value}`) }))}
            onChange={(value) => onChange(asScheme(block, SCHEMES.find((one) => one === value) ?? "sets"))}
          />
        ) : null}
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
        {block.type === "exercise" ? (
          <NumberInput
            label={t("plan.blockAbout")}
            min={0}
            max={86400}
            step={60}
            value={block.estimatedDuration ?? ""}
            onChange={(value) => onChange(withValue(block, "estimatedDuration", figure(value)))}
          />
        ) : null}
        <TextInput
          label={t("plan.note")}
          maxLength={500}
          value={block.note ?? ""}
          onChange={(event) => onChange(withValue(block, "note", event.currentTarget.value || undefined))}
        />
      </div>
      {block.exercises === undefined ? null : (
        <ExerciseRows
          items={block.exercises}
          path={`${path}.exercises`}
          faults={faults}
          onChange={(exercises) => onChange({ ...block, exercises })}
        />
      )}
      {block.intervals === undefined ? null : (
        <IntervalRows
          items={block.intervals}
          path={`${path}.intervals`}
          faults={faults}
          onChange={(intervals) => onChange({ ...block, intervals })}
        />
      )}
    </Section>
  );
}
