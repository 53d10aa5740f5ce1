/** One set: its kind, how much, with what, how hard, in what tempo, and what its kind has besides. */

import type { DropStep, LoadBasis, PlannedSet } from "@dryland/client";
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { figure, replaced, without, withValue } from "./editing";
import { Faults, isWrong } from "./FaultNotes";
import type { Fault } from "./faults";
import { SetMore } from "./SetMore";
import { asKind, clusterOf, clusterText, SET_KINDS } from "./sets";
import { usePlanWords } from "./words";

const BASES = ["absolute", "pct1rm", "rpe", "bodyweight"] as const satisfies readonly LoadBasis[];

interface SetRowProps {
  set: PlannedSet;
  number: number;
  faults: readonly Fault[];
  onChange(set: PlannedSet): void;
  onRemove: (() => void) | null;
}

interface FieldsProps {
  set: PlannedSet;
  number: number;
  onChange(set: PlannedSet): void;
}

export function SetRow({ set, number, faults, onChange, onRemove }: SetRowProps) {
  const { t } = usePlanWords();
  return (
    <li className="plan-row set-row" data-wrong={isWrong(faults)}>
      <Select
        label={t("plan.setKind", { set: number })}
        allowDeselect={false}
        value={set.kind ?? "working"}
        data={SET_KINDS.map((value) => ({ value, label: t(`plan.set.${value}`) }))}
        onChange={(value) => onChange(asKind(set, SET_KINDS.find((one) => one === value) ?? "working"))}
      />
      <HowMuch set={set} number={number} onChange={onChange} />
      <LoadFields set={set} number={number} onChange={onChange} />
      <EffortFields set={set} number={number} onChange={onChange} />
      <Button
        variant="default"
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
        aria-label={t("plan.removeSet", { set: number })}
      >
        {t("plan.remove")}
      </Button>
      {set.kind === "drop" ? (
        <DropFields drops={set.drops ?? []} onChange={(drops) => onChange(withValue(set, "drops", drops))} />
      ) : null}
      {set.kind === "cluster" ? <ClusterRest set={set} onChange={onChange} /> : null}
      <SetMore set={set} number={number} onChange={onChange} />
      <Faults faults={faults} />
    </li>
  );
}

/** Repetitions; seconds of a hold; how many at least of an AMRAP; a cluster's parts. */
function HowMuch({ set, number, onChange }: FieldsProps) {
  const { t } = usePlanWords();
  if (set.kind === "cluster") return <ClusterField set={set} number={number} onChange={onChange} />;
  if (set.kind === "hold")
    return (
      <NumberInput
        label={t("plan.hold")}
        aria-label={t("plan.ofSet", { what: t("plan.hold"), set: number })}
        min={1}
        max={3600}
        step={5}
        value={set.hold ?? ""}
        onChange={(value) => onChange(withValue(set, "hold", figure(value)))}
      />
    );
  const label = t(set.kind === "amrap" ? "plan.repsAtLeast" : "plan.reps");
  return (
    <NumberInput
      label={label}
      aria-label={t("plan.ofSet", { what: label, set: number })}
      min={0}
      max={100}
      allowDecimal={false}
      value={set.reps ?? ""}
      onChange={(value) => onChange(withValue(set, "reps", figure(value)))}
    />
  );
}

const NEVER_ABOVE: Readonly<Record<LoadBasis, number>> = { absolute: 600, pct1rm: 150, rpe: 10, bodyweight: 600 };

function LoadFields({ set, onChange }: FieldsProps) {
  const { t } = usePlanWords();
  const basis = set.load?.basis ?? null;
  return (
    <>
      <Select
        label={t("plan.basis")}
        clearable
        value={basis}
        data={BASES.map((value) => ({ value, label: t(`plan.basis.${value}`) }))}
        onChange={(value) => {
          const chosen = BASES.find((one) => one === value);
          onChange(withValue(set, "load", chosen === undefined ? undefined : { basis: chosen }));
        }}
      />
      <NumberInput
        label={t(basis === "bodyweight" ? "plan.loadAdded" : "plan.load")}
        min={0}
        max={basis === null ? 600 : NEVER_ABOVE[basis]}
        step={basis === "rpe" ? 0.5 : 2.5}
        value={set.load?.value ?? ""}
        disabled={basis === null}
        onChange={(value) =>
          basis !== null && onChange(withValue(set, "load", withValue(set.load ?? { basis }, "value", figure(value))))
        }
      />
    </>
  );
}

function EffortFields({ set, onChange }: FieldsProps) {
  const { t } = usePlanWords();
  return (
    <>
      <NumberInput
        label={t("plan.rpe")}
        min={1}
        max={10}
        step={0.5}
        value={set.targetRpe ?? ""}
        onChange={(value) => onChange(withValue(set, "targetRpe", figure(value)))}
      />
      <TextInput
        label={t("plan.tempo")}
        placeholder="31X0"
        title={t("plan.tempoHint")}
        maxLength={4}
        value={set.tempo ?? ""}
        onChange={(event) => onChange(withValue(set, "tempo", event.currentTarget.value.trim() || undefined))}
      />
      <NumberInput
        label={t("plan.rest")}
        min={0}
        max={3600}
        step={15}
        value={set.rest ?? ""}
        onChange={(value) => onChange(withValue(set, "rest", figure(value)))}
      />
    </>
  );
}

/** Steps down at once after the set: how much lighter, how many more; without a figure to the end. */
function DropFields({
  drops,
  onChange,
}: {
  drops: readonly DropStep[];
  onChange(drops: DropStep[] | undefined): void;
}) {
  const { t } = usePlanWords();
  const put = (next: DropStep[]) => onChange(next.length === 0 ? undefined : next);
  return (
    <div className="plan-whole plan-steps">
      {drops.map((drop, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
        <div className="plan-step" key={place}>
          <NumberInput
            label={t("plan.dropBy", { step: place + 1 })}
            min={0}
            max={100}
            step={5}
            value={drop.loadReductionPct}
            onChange={(value) => put(replaced(drops, place, { ...drop, loadReductionPct: figure(value) ?? 0 }))}
          />
          <NumberInput
            label={t("plan.dropReps", { step: place + 1 })}
            placeholder={t("plan.toTheEnd")}
            min={0}
            max={100}
            value={drop.reps ?? ""}
            onChange={(value) => put(replaced(drops, place, withValue(drop, "reps", figure(value))))}
          />
          <Button
            variant="default"
            disabled={drops.length === 1}
            onClick={() => put(without(drops, place))}
            aria-label={t("plan.removeDrop", { step: place + 1 })}
          >
            {t("plan.remove")}
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        disabled={drops.length >= 6}
        onClick={() => put([...drops, drops.at(-1) ?? { loadReductionPct: 20 }])}
      >
        {t("plan.addDrop")}
      </Button>
    </div>
  );
}

function ClusterField({ set, number, onChange }: FieldsProps) {
  const { t } = usePlanWords();
  const [written, setWritten] = useState(clusterText(set.clusterReps));
  return (
    <TextInput
      label={t("plan.cluster")}
      aria-label={t("plan.ofSet", { what: t("plan.cluster"), set: number })}
      placeholder="2 + 2 + 2"
      value={written}
      onChange={(event) => {
        setWritten(event.currentTarget.value);
        onChange(withValue(set, "clusterReps", clusterOf(event.currentTarget.value)));
      }}
      onBlur={() => setWritten(clusterText(set.clusterReps))}
    />
  );
}

function ClusterRest({ set, onChange }: Pick<FieldsProps, "set" | "onChange">) {
  const { t } = usePlanWords();
  return (
    <div className="plan-whole plan-step">
      <NumberInput
        label={t("plan.clusterRest")}
        min={0}
        max={300}
        step={5}
        value={set.clusterRest ?? ""}
        onChange={(value) => onChange(withValue(set, "clusterRest", figure(value)))}
      />
    </div>
  );
}
