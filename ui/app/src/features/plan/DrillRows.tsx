/** Drills in order: pattern, attempts, how many count, rest, and where it is the own one, its cones and steps. */

import type { Drill } from "@dryland/client";
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { CourseRows } from "./CourseRows";
import { asKnown, asOwn } from "./course";
import { DrillMore } from "./DrillMore";
import { figure, freshId, replaced, without, withValue } from "./editing";
import { Faults, isWrong } from "./FaultNotes";
import { type Fault, faultsAt } from "./faults";
import type { Layout } from "./records";
import type { RowsProps } from "./rows";
import { usePlanWords } from "./words";

export function DrillRows({
  items,
  path,
  faults,
  onChange,
  layouts,
}: RowsProps<Drill> & { layouts: readonly Layout[] }) {
  const { t } = usePlanWords();
  const add = () => {
    const id = freshId(
      items.map((one) => one.id),
      "drill",
    );
    onChange([...items, { id, name: t("plan.newDrill"), pattern: "t_test", attempts: 3 }]);
  };
  return (
    <>
      <ol className="plan-rows">
        {items.map((drill, place) => (
          <DrillRow
            key={drill.id}
            drill={drill}
            layouts={layouts}
            faults={faultsAt(faults, `${path}[${place}]`)}
            onChange={(next) => onChange(replaced(items, place, next))}
            onRemove={items.length === 1 ? null : () => onChange(without(items, place))}
          />
        ))}
      </ol>
      <Button variant="default" onClick={add}>
        {t("plan.addDrill")}
      </Button>
    </>
  );
}

interface DrillRowProps {
  drill: Drill;
  layouts: readonly Layout[];
  faults: readonly Fault[];
  onChange(drill: Drill): void;
  onRemove: (() => void) | null;
}

function DrillRow({ drill, layouts, faults, onChange, onRemove }: DrillRowProps) {
  const { t } = usePlanWords();
  const patterns = [...layouts.map((one) => one.pattern), "custom" as const];
  const choose = (value: string | null) => {
    const pattern = patterns.find((one) => one === value) ?? drill.pattern;
    const known = layouts.find((one) => one.pattern === drill.pattern);
    onChange(pattern === "custom" ? asOwn(drill, known) : asKnown(drill, pattern));
  };
  return (
    <li className="plan-row" data-wrong={isWrong(faults)}>
      <TextInput
        className="plan-name"
        label={t("plan.drill")}
        value={drill.name}
        onChange={(event) => onChange({ ...drill, name: event.currentTarget.value })}
      />
      <Select
        label={t("plan.pattern")}
        allowDeselect={false}
        value={drill.pattern}
        data={patterns.map((value) => ({ value, label: t(`plan.pattern.${value}`) }))}
        onChange={choose}
      />
      <NumberInput
        label={t("plan.attempts")}
        min={1}
        max={100}
        value={drill.attempts}
        onChange={(value) => onChange({ ...drill, attempts: figure(value) ?? 1 })}
      />
      <NumberInput
        label={t("plan.bestOf")}
        min={1}
        max={100}
        value={drill.bestOf ?? ""}
        error={drill.bestOf !== undefined && drill.bestOf > drill.attempts}
        onChange={(value) => onChange(withValue(drill, "bestOf", figure(value)))}
      />
      {drill.pattern === "linear" ? (
        <NumberInput
          label={t("plan.drillLength")}
          min={1}
          max={1000}
          value={drill.length ?? ""}
          onChange={(value) => onChange(withValue(drill, "length", figure(value)))}
        />
      ) : null}
      <NumberInput
        label={t("plan.rest")}
        min={0}
        max={3600}
        step={15}
        value={drill.rest ?? ""}
        onChange={(value) => onChange(withValue(drill, "rest", figure(value)))}
      />
      <Button
        variant="default"
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
        aria-label={t("plan.removeNamed", { name: drill.name })}
      >
        {t("plan.remove")}
      </Button>
      {drill.pattern === "custom" ? <CourseRows drill={drill} onChange={onChange} /> : null}
      <DrillMore drill={drill} onChange={onChange} />
      <Faults faults={faults} />
    </li>
  );
}
