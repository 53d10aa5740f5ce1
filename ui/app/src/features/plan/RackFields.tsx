/** What a rack can load: the bar, the collars and the plates by pairs; without it the exercise takes the plan's rack. */

import type { PlatePair, RackInventory, WeightUnit } from "@dryland/client";
import { Button, NumberInput } from "@mantine/core";
import { figure, replaced, without, withValue } from "./editing";
import { Choice } from "./More";
import { UNITS } from "./sets";
import { usePlanWords } from "./words";

const USUAL: Readonly<Record<WeightUnit, RackInventory>> = {
  kg: { bar: 20, plates: [25, 20, 15, 10, 5, 2.5, 1.25].map((weight) => ({ weight, pairs: 2 })) },
  lbs: { bar: 45, unit: "lbs", plates: [45, 35, 25, 10, 5, 2.5].map((weight) => ({ weight, pairs: 2 })) },
};

interface RackFieldsProps {
  rack: RackInventory | undefined;
  /** The unit of a rack that is added. */
  unit: WeightUnit;
  add: string;
  onChange(rack: RackInventory | undefined): void;
}

export function RackFields({ rack, unit, add, onChange }: RackFieldsProps) {
  const { t } = usePlanWords();
  if (rack === undefined)
    return (
      <div className="plan-whole">
        <Button variant="default" size="sm" onClick={() => onChange(USUAL[unit])}>
          {add}
        </Button>
      </div>
    );
  const plates = (next: PlatePair[]) => onChange({ ...rack, plates: next });
  return (
    <fieldset className="plan-whole plan-rack">
      <legend>{t("plan.rack")}</legend>
      <div className="plan-step">
        <NumberInput
          label={t("plan.rackBar")}
          min={0}
          max={50}
          value={rack.bar}
          onChange={(value) => onChange({ ...rack, bar: figure(value) ?? 0 })}
        />
        <Choice
          label={t("plan.rackUnit")}
          none={t("plan.unit.kg")}
          values={UNITS}
          word={(one) => t(`plan.unit.${one}`)}
          value={rack.unit}
          onChange={(chosen) => onChange(withValue(rack, "unit", chosen))}
        />
        <NumberInput
          label={t("plan.rackCollars")}
          min={0}
          max={5}
          step={0.5}
          value={rack.collars ?? ""}
          onChange={(value) => onChange(withValue(rack, "collars", figure(value)))}
        />
      </div>
      <ul className="plan-plates">
        {rack.plates.map((plate, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: plates have no name but their place
          <li className="plan-step" key={place}>
            <NumberInput
              label={t("plan.plate")}
              aria-label={t("plan.plateOf", { place: place + 1 })}
              min={0.25}
              max={50}
              value={plate.weight}
              onChange={(value) => plates(replaced(rack.plates, place, { ...plate, weight: figure(value) ?? 1 }))}
            />
            <NumberInput
              label={t("plan.pairs")}
              aria-label={t("plan.pairsOf", { place: place + 1 })}
              min={0}
              max={40}
              allowDecimal={false}
              value={plate.pairs}
              onChange={(value) => plates(replaced(rack.plates, place, { ...plate, pairs: figure(value) ?? 0 }))}
            />
            <Button
              variant="default"
              onClick={() => plates(without(rack.plates, place))}
              aria-label={t("plan.removePlate", { place: place + 1 })}
            >
              {t("plan.remove")}
            </Button>
          </li>
        ))}
      </ul>
      <div className="row-acts">
        <Button
          variant="default"
          size="sm"
          disabled={rack.plates.length >= 20}
          onClick={() => plates([...rack.plates, { weight: 10, pairs: 1 }])}
        >
          {t("plan.addPlate")}
        </Button>
        <Button variant="default" size="sm" onClick={() => onChange(undefined)}>
          {t("plan.removeRack")}
        </Button>
      </div>
    </fieldset>
  );
}
