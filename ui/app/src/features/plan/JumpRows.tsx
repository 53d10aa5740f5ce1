/** Jumps in order: kind, sets, jumps a set, the box of a drop jump, rest. */

import type { JumpKind, PlannedJumps } from "@dryland/client";
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { figure, freshId, replaced, without, withValue } from "./editing";
import { Faults, isWrong } from "./FaultNotes";
import { type Fault, faultsAt } from "./faults";
import { demandExtras } from "./lines";
import { DemandFields, More } from "./More";
import type { RowsProps } from "./rows";
import { usePlanWords } from "./words";

const KINDS = ["countermovement", "squat", "drop", "repeated"] as const satisfies readonly JumpKind[];
const CM_PER_M = 100;
const USUAL_BOX_M = 0.3;

export function JumpRows({ items, path, faults, onChange }: RowsProps<PlannedJumps>) {
  const { t } = usePlanWords();
  const add = () => {
    const id = freshId(
      items.map((one) => one.id),
      "jumps",
    );
    onChange([
      ...items,
      { id, name: t("plan.jump.countermovement"), kind: "countermovement", sets: 3, jumps: 3, rest: 90 },
    ]);
  };
  return (
    <>
      <ol className="plan-rows">
        {items.map((jumps, place) => (
          <JumpRow
            key={jumps.id}
            jumps={jumps}
            faults={faultsAt(faults, `${path}[${place}]`)}
            onChange={(next) => onChange(replaced(items, place, next))}
            onRemove={items.length === 1 ? null : () => onChange(without(items, place))}
          />
        ))}
      </ol>
      <Button variant="default" onClick={add}>
        {t("plan.addJumps")}
      </Button>
    </>
  );
}

interface JumpRowProps {
  jumps: PlannedJumps;
  faults: readonly Fault[];
  onChange(jumps: PlannedJumps): void;
  onRemove: (() => void) | null;
}

function JumpRow({ jumps, faults, onChange, onRemove }: JumpRowProps) {
  const { t } = usePlanWords();
  const choose = (value: string | null) => {
    const kind = KINDS.find((one) => one === value) ?? "countermovement";
    onChange(
      withValue({ ...jumps, kind }, "dropHeight", kind === "drop" ? (jumps.dropHeight ?? USUAL_BOX_M) : undefined),
    );
  };
  return (
    <li className="plan-row jump-row" data-wrong={isWrong(faults)}>
      <TextInput
        className="plan-name"
        label={t("plan.exercise")}
        value={jumps.name}
        onChange={(event) => onChange({ ...jumps, name: event.currentTarget.value })}
      />
      <Select
        label={t("plan.kind")}
        allowDeselect={false}
        value={jumps.kind}
        data={KINDS.map((value) => ({ value, label: t(`plan.jump.${value}`) }))}
        onChange={choose}
      />
      <NumberInput
        label={t("plan.setsCount")}
        min={1}
        max={100}
        allowDecimal={false}
        value={jumps.sets}
        onChange={(value) => onChange({ ...jumps, sets: figure(value) ?? 1 })}
      />
      <NumberInput
        label={t("plan.jumpsASet")}
        min={1}
        max={100}
        allowDecimal={false}
        value={jumps.jumps}
        onChange={(value) => onChange({ ...jumps, jumps: figure(value) ?? 1 })}
      />
      <NumberInput
        label={t("plan.boxHeight")}
        min={1}
        max={150}
        step={5}
        disabled={jumps.kind !== "drop"}
        value={jumps.dropHeight === undefined ? "" : Math.round(jumps.dropHeight * CM_PER_M)}
        onChange={(value) => {
          const heightCm = figure(value);
          onChange(withValue(jumps, "dropHeight", heightCm === undefined ? undefined : heightCm / CM_PER_M));
        }}
      />
      <NumberInput
        label={t("plan.rest")}
        min={0}
        max={3600}
        step={15}
        value={jumps.rest ?? ""}
        onChange={(value) => onChange(withValue(jumps, "rest", figure(value)))}
      />
      <Button
        variant="default"
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
        aria-label={t("plan.removeNamed", { name: jumps.name })}
      >
        {t("plan.remove")}
      </Button>
      <More
        of={jumps.name}
        said={demandExtras(jumps, t).join(", ")}
        fields={() => (
          <>
            <DemandFields item={jumps} onChange={onChange} />
          </>
        )}
      />
      <Faults faults={faults} />
    </li>
  );
}
