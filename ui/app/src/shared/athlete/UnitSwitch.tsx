/** kg or lb, for one person, with one tap. Figures to come change; what was recorded does not. */

import type { WeightUnit } from "@dryland/client";
import { useAthleteWords } from "./words";

export interface UnitSwitchProps {
  unit: WeightUnit;
  onSwitch(unit: WeightUnit): void;
}

export function UnitSwitch({ unit, onSwitch }: UnitSwitchProps) {
  const { t } = useAthleteWords();
  const other: WeightUnit = unit === "kg" ? "lbs" : "kg";
  const [now, next] = [t(`athlete.unit.${unit}`), t(`athlete.unit.${other}`)];
  return (
    <button
      type="button"
      className="soft unit-switch"
      aria-label={t("athlete.unit.switch", { now, next })}
      onClick={() => onSwitch(other)}
    >
      <span className="unit-both">
        <b>{now}</b> <span>{next}</span>
      </span>
    </button>
  );
}
