/** A drill's own layout: the field to draw on, and beside it its cones by figures and its steps as a list. */

import type { Drill, DrillStep, Movement } from "@dryland/client";
import { Button, NumberInput, SegmentedControl, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { CourseField } from "./CourseField";
import { freeName, renamed, reordered, withCone, withoutCone, withStep } from "./course";
import { figure, replaced, without, withValue } from "./editing";
import { Choice } from "./More";
import { usePlanWords } from "./words";

const MOVEMENTS = [
  "sprint",
  "shuffle",
  "backpedal",
  "carioca",
  "jump",
  "turn",
  "step",
] as const satisfies readonly Movement[];

interface CourseProps {
  drill: Drill;
  onChange(drill: Drill): void;
}

export function CourseRows({ drill, onChange }: CourseProps) {
  const { t } = usePlanWords();
  const [mode, setMode] = useState("cones");
  const step = (to: string) =>
    onChange(withStep(drill, { name: t("plan.stepTo", { cone: to }), to, movement: "sprint", instructions: "" }));
  return (
    <div className="plan-whole plan-course">
      <div className="plan-course-field">
        <SegmentedControl
          fullWidth
          size="md"
          aria-label={t("plan.drawing")}
          value={mode}
          data={[
            { value: "cones", label: t("plan.drawCones") },
            { value: "way", label: t("plan.drawWay") },
          ]}
          onChange={setMode}
        />
        <CourseField drill={drill} drawing={mode === "way"} onChange={onChange} onStep={step} />
        <p className="soft">{t(mode === "way" ? "plan.drawWayHint" : "plan.drawConesHint")}</p>
      </div>
      <div className="plan-course-lists">
        <ConeList drill={drill} onChange={onChange} />
        <StepList drill={drill} onChange={onChange} />
      </div>
    </div>
  );
}

function ConeList({ drill, onChange }: CourseProps) {
  const { t } = usePlanWords();
  const cones = drill.cones ?? [];
  const put = (place: number, key: "x" | "y", value: string | number) => {
    const cone = cones[place];
    if (cone !== undefined)
      onChange({ ...drill, cones: replaced(cones, place, { ...cone, [key]: figure(value) ?? 0 }) });
  };
  return (
    <fieldset className="plan-rack">
      <legend>{t("plan.cones")}</legend>
      <ol className="plan-cones">
        {cones.map((cone, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cone is renamed while its field has the focus
          <li className="plan-step plan-cone-row" key={place}>
            <TextInput
              label={t(place === 0 ? "plan.coneStart" : "plan.cone")}
              aria-label={t("plan.coneName", { place: place + 1 })}
              maxLength={8}
              value={cone.id}
              error={cone.id.trim() === "" || cones.some((one, at) => at !== place && one.id === cone.id)}
              onChange={(event) => onChange(renamed(drill, place, event.currentTarget.value))}
            />
            {(["x", "y"] as const).map((key) => (
              <NumberInput
                key={key}
                label={t(`plan.cone.${key}`)}
                aria-label={t("plan.coneFigure", { cone: cone.id, axis: key })}
                min={-200}
                max={200}
                step={0.5}
                value={cone[key]}
                onChange={(value) => put(place, key, value)}
              />
            ))}
            <Button
              variant="default"
              disabled={cones.length === 1}
              onClick={() => onChange(withoutCone(drill, cone.id))}
              aria-label={t("plan.removeCone", { cone: cone.id })}
            >
              {t("plan.remove")}
            </Button>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        size="sm"
        disabled={cones.length >= 100}
        onClick={() => onChange(withCone(drill, { x: (cones.at(-1)?.x ?? 0) + 2, y: cones.at(-1)?.y ?? 0 }))}
      >
        {t("plan.addCone", { cone: freeName(cones) })}
      </Button>
    </fieldset>
  );
}

function StepList({ drill, onChange }: CourseProps) {
  const { t } = usePlanWords();
  const steps = drill.steps ?? [];
  const put = (next: DrillStep[]) => onChange({ ...drill, steps: next });
  const to = drill.cones?.at(-1)?.id;
  const fresh: DrillStep = {
    name: t("plan.newStep", { step: steps.length + 1 }),
    instructions: "",
    movement: "sprint",
  };
  return (
    <fieldset className="plan-rack">
      <legend>{t("plan.steps")}</legend>
      <ol className="plan-cones">
        {steps.map((step, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
          <li className="plan-course-step" key={place}>
            <StepFields
              step={step}
              place={place}
              drill={drill}
              onChange={(next) => put(replaced(steps, place, next))}
            />
            <div className="row-acts">
              <Button
                variant="default"
                size="sm"
                disabled={place === 0}
                aria-label={t("plan.stepUp", { step: place + 1 })}
                onClick={() => put(reordered(steps, place, -1))}
              >
                ↑
              </Button>
              <Button
                variant="default"
                size="sm"
                disabled={place === steps.length - 1}
                aria-label={t("plan.stepDown", { step: place + 1 })}
                onClick={() => put(reordered(steps, place, 1))}
              >
                ↓
              </Button>
              <Button
                variant="default"
                size="sm"
                aria-label={t("plan.removeStep", { step: place + 1 })}
                onClick={() => put(without(steps, place))}
              >
                {t("plan.remove")}
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        size="sm"
        disabled={steps.length >= 200}
        onClick={() => onChange(withStep(drill, to === undefined ? fresh : { ...fresh, to }))}
      >
        {t("plan.addStep")}
      </Button>
    </fieldset>
  );
}

interface StepFieldsProps {
  step: DrillStep;
  place: number;
  drill: Drill;
  onChange(step: DrillStep): void;
}

function StepFields({ step, place, drill, onChange }: StepFieldsProps) {
  const { t } = usePlanWords();
  return (
    <div className="plan-more-fields">
      <TextInput
        label={t("plan.step", { step: place + 1 })}
        maxLength={120}
        value={step.name}
        error={step.name.trim() === ""}
        onChange={(event) => onChange({ ...step, name: event.currentTarget.value })}
      />
      <Select
        label={t("plan.stepCone")}
        clearable
        placeholder={t("plan.noCone")}
        value={step.to ?? null}
        data={[...new Set((drill.cones ?? []).map((cone) => cone.id).filter((id) => id !== ""))]}
        onChange={(value) => onChange(withValue(step, "to", value ?? undefined))}
      />
      <Choice
        label={t("plan.movement")}
        none={t("plan.notSaid")}
        values={MOVEMENTS}
        word={(one) => t(`plan.movement.${one}`)}
        value={step.movement}
        onChange={(movement) => onChange(withValue(step, "movement", movement))}
      />
      <TextInput
        className="plan-step-words"
        label={t("plan.instructions")}
        maxLength={500}
        value={step.instructions}
        onChange={(event) => onChange({ ...step, instructions: event.currentTarget.value })}
      />
      <Switch
        className="plan-switch"
        label={t("plan.gate")}
        checked={step.gate ?? false}
        onChange={(event) => onChange(withValue(step, "gate", event.currentTarget.checked || undefined))}
      />
    </div>
  );
}
