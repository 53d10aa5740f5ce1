/** Intervals in order: name, kind, length, and the bands of heart rate and power of each, in place. */

import type { HeartRateBasis, Interval, IntervalKind, PowerBasis } from "@dryland/client";
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { figure, freshId, replaced, without, withValue } from "./editing";
import { Faults, isWrong } from "./FaultNotes";
import { faultsAt } from "./faults";
import { IntervalMore } from "./IntervalMore";
import type { RowsProps } from "./rows";
import { TargetFields } from "./TargetFields";
import { usePlanWords } from "./words";

const KINDS = ["warmup", "work", "rest", "cooldown"] as const satisfies readonly IntervalKind[];

const HEART_RATE: Readonly<Record<HeartRateBasis, readonly [number, number]>> = {
  pctHrMax: [85, 95],
  bpm: [150, 170],
  pctHrr: [75, 90],
  pctLthr: [90, 100],
};
const HEART_BASES = ["pctHrMax", "bpm", "pctHrr", "pctLthr"] as const satisfies readonly HeartRateBasis[];

const POWER: Readonly<Record<PowerBasis, readonly [number, number]>> = {
  pctFtp: [95, 105],
  watts: [200, 240],
  pctCp: [95, 105],
};
const POWER_BASES = ["pctFtp", "watts", "pctCp"] as const satisfies readonly PowerBasis[];

export function IntervalRows({ items, path, faults, onChange }: RowsProps<Interval>) {
  const { t } = usePlanWords();
  const add = () => {
    const last = items.at(-1);
    const id = freshId(
      items.map((one) => one.id),
      "interval",
    );
    onChange([
      ...items,
      last === undefined ? { id, name: t("kind.work"), type: "work", duration: 60 } : { ...last, id },
    ]);
  };
  return (
    <>
      <ol className="plan-rows">
        {items.map((interval, place) => {
          const here = faultsAt(faults, `${path}[${place}]`);
          return (
            <li className="plan-row interval-row" key={interval.id} data-wrong={isWrong(here)}>
              <IntervalFields interval={interval} onChange={(next) => onChange(replaced(items, place, next))} />
              <Button
                variant="default"
                disabled={items.length === 1}
                onClick={() => onChange(without(items, place))}
                aria-label={t("plan.removeNamed", { name: interval.name })}
              >
                {t("plan.remove")}
              </Button>
              <IntervalMore interval={interval} onChange={(next) => onChange(replaced(items, place, next))} />
              <Faults faults={here} />
            </li>
          );
        })}
      </ol>
      <Button variant="default" onClick={add}>
        {t("plan.addInterval")}
      </Button>
    </>
  );
}

function IntervalFields({ interval, onChange }: { interval: Interval; onChange(next: Interval): void }) {
  const { t } = usePlanWords();
  return (
    <>
      <TextInput
        label={t("plan.interval")}
        value={interval.name}
        onChange={(event) => onChange({ ...interval, name: event.currentTarget.value })}
      />
      <Select
        label={t("plan.kind")}
        allowDeselect={false}
        value={interval.type}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(value) => onChange({ ...interval, type: KINDS.find((one) => one === value) ?? "work" })}
      />
      <NumberInput
        label={t("plan.seconds")}
        min={1}
        max={21600}
        step={15}
        value={interval.duration}
        onChange={(value) => onChange({ ...interval, duration: figure(value) ?? 0 })}
      />
      <TargetFields
        label={t("plan.heartRate")}
        bases={HEART_BASES}
        usual={HEART_RATE}
        basisWord={(basis) => t(`plan.basis.${basis}`)}
        most={250}
        band={interval.heartRate}
        onChange={(band) => onChange(withValue(interval, "heartRate", band))}
      />
      <TargetFields
        label={t("plan.power")}
        bases={POWER_BASES}
        usual={POWER}
        basisWord={(basis) => t(`plan.basis.${basis}`)}
        most={3000}
        band={interval.power}
        onChange={(band) => onChange(withValue(interval, "power", band))}
      />
    </>
  );
}
