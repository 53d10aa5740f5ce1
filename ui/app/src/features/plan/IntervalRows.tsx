/** Intervals in order: name, kind, length and heart rate band of each, in place. */

import type { Interval, IntervalKind } from "@dryland/client";
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { faultAt, figure, freshId, replaced, without, withValue } from "./editing";
import type { RowsProps } from "./StrengthRows";
import { usePlanWords } from "./words";

const KINDS = ["warmup", "work", "rest", "cooldown"] as const satisfies readonly IntervalKind[];

export function IntervalRows({ items, path, problem, onChange }: RowsProps<Interval>) {
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
          const fault = faultAt(problem, `${path}[${place}]`);
          return (
            <li className="plan-row" key={interval.id} data-wrong={fault !== null}>
              <IntervalFields interval={interval} onChange={(next) => onChange(replaced(items, place, next))} />
              <Button
                variant="default"
                disabled={items.length === 1}
                onClick={() => onChange(without(items, place))}
                aria-label={t("plan.removeNamed", { name: interval.name })}
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
  const band = interval.heartRate;
  const bound = (side: "min" | "max", value: number | undefined) => {
    if (value === undefined) onChange(withValue(interval, "heartRate", undefined));
    else onChange({ ...interval, heartRate: { basis: "pctHrMax", min: value, max: value, ...band, [side]: value } });
  };
  const unit =
    band === undefined || band.basis === "pctHrMax" ? "%" : band.basis === "bpm" ? t("unit.bpm") : band.basis;
  const wrong = band !== undefined && band.min > band.max ? t("plan.bandWrong") : null;
  return (
    <>
      <TextInput
        className="plan-name"
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
      <NumberInput
        label={t("plan.from", { unit })}
        min={0}
        max={250}
        value={band?.min ?? ""}
        error={wrong}
        onChange={(value) => bound("min", figure(value))}
      />
      <NumberInput
        label={t("plan.to", { unit })}
        min={0}
        max={250}
        value={band?.max ?? ""}
        error={wrong}
        onChange={(value) => bound("max", figure(value))}
      />
    </>
  );
}
