/** What holds for a whole plan of its kind: units, the rack, how far advice may go, the machine, who starts when. */

import type { AdviceSettings, StrengthPlan } from "@dryland/client";
import { NumberInput, Switch, TextInput } from "@mantine/core";
import { figure, withValue } from "./editing";
import { Choice } from "./More";
import { RackFields } from "./RackFields";
import type { AnyPlan } from "./records";
import { StartList } from "./StartList";
import { UNITS } from "./sets";
import { usePlanWords } from "./words";

interface PlanSettingsProps {
  draft: AnyPlan;
  onChange(draft: AnyPlan): void;
}

export function PlanSettings({ draft, onChange }: PlanSettingsProps) {
  const { t } = usePlanWords();
  switch (draft.workoutType) {
    case "strength":
      return <StrengthSettings plan={draft.plan} onChange={(plan) => onChange({ ...draft, plan })} />;
    case "conditioning":
      return (
        <TextInput
          label={t("plan.equipment")}
          description={t("plan.equipmentHint")}
          maxLength={200}
          value={draft.plan.equipment ?? ""}
          onChange={(event) =>
            onChange({ ...draft, plan: withValue(draft.plan, "equipment", event.currentTarget.value || undefined) })
          }
        />
      );
    case "hybrid":
      return (
        <div className="plan-more-fields">
          <Switch
            className="plan-switch"
            label={t("plan.adaptive")}
            checked={draft.plan.adaptive ?? true}
            onChange={(event) =>
              onChange({
                ...draft,
                plan: withValue(draft.plan, "adaptive", event.currentTarget.checked ? undefined : false),
              })
            }
          />
          <RackFields
            rack={draft.plan.rack}
            unit="kg"
            add={t("plan.addRack")}
            onChange={(rack) => onChange({ ...draft, plan: withValue(draft.plan, "rack", rack) })}
          />
        </div>
      );
    case "agility":
      return (
        <StartList
          entries={draft.plan.startList ?? []}
          drills={draft.plan.drills}
          onChange={(list) =>
            onChange({ ...draft, plan: withValue(draft.plan, "startList", list.length === 0 ? undefined : list) })
          }
        />
      );
    case "plyometrics":
      return null;
  }
}

function StrengthSettings({ plan, onChange }: { plan: StrengthPlan; onChange(plan: StrengthPlan): void }) {
  const { t } = usePlanWords();
  const advice = (next: AdviceSettings) =>
    onChange(withValue(plan, "advice", Object.keys(next).length === 0 ? undefined : next));
  const known = plan.advice ?? {};
  const off = known.enabled === false;
  return (
    <div className="plan-more-fields">
      <Choice
        label={t("plan.weightUnit")}
        none={t("plan.unit.kg")}
        values={UNITS}
        word={(one) => t(`plan.unit.${one}`)}
        value={plan.weightUnit}
        onChange={(unit) => onChange(withValue(plan, "weightUnit", unit))}
      />
      <NumberInput
        label={t("plan.adviceUp")}
        placeholder="5"
        min={0}
        max={5}
        step={0.5}
        disabled={off}
        value={known.maxIncreasePct ?? ""}
        onChange={(value) => advice(withValue(known, "maxIncreasePct", figure(value)))}
      />
      <NumberInput
        label={t("plan.adviceDown")}
        placeholder="10"
        min={0}
        max={10}
        step={0.5}
        disabled={off}
        value={known.maxDecreasePct ?? ""}
        onChange={(value) => advice(withValue(known, "maxDecreasePct", figure(value)))}
      />
      <Switch
        className="plan-switch"
        label={t("plan.advice")}
        checked={!off}
        onChange={(event) => advice(withValue(known, "enabled", event.currentTarget.checked ? undefined : false))}
      />
      <RackFields
        rack={plan.rack}
        unit={plan.weightUnit ?? "kg"}
        add={t("plan.addRack")}
        onChange={(rack) => onChange(withValue(plan, "rack", rack))}
      />
    </div>
  );
}
