/** What a set seldom says: a range of repetitions, one side, how much speed may be lost, the unit of its load. */

import type { PlannedSet } from "@dryland/client";
import { NumberInput } from "@mantine/core";
import { figure, withValue } from "./editing";
import { setExtras } from "./lines";
import { Choice, More } from "./More";
import { SIDES, UNITS } from "./sets";
import { usePlanWords } from "./words";

interface SetMoreProps {
  set: PlannedSet;
  number: number;
  onChange(set: PlannedSet): void;
}

/** Kinds that are done so many times and no more. */
const COUNTED: ReadonlySet<string> = new Set(["working", "warmup"]);

export function SetMore({ set, number, onChange }: SetMoreProps) {
  const { t } = usePlanWords();
  const { load } = set;
  const weighs = load !== undefined && (load.basis === "absolute" || load.basis === "bodyweight");
  return (
    <More
      of={t("plan.setKind", { set: number })}
      said={setExtras(set, t).join(", ")}
      fields={() => (
        <>
          {COUNTED.has(set.kind ?? "working") ? (
            <NumberInput
              label={t("plan.repsMax")}
              min={0}
              max={100}
              allowDecimal={false}
              value={set.repsMax ?? ""}
              onChange={(value) => onChange(withValue(set, "repsMax", figure(value)))}
            />
          ) : null}
          <Choice
            label={t("plan.side")}
            none={t("plan.notSaid")}
            values={SIDES}
            word={(one) => t(`plan.side.${one}`)}
            value={set.side}
            onChange={(side) => onChange(withValue(set, "side", side))}
          />
          <NumberInput
            label={t("plan.velocityLoss")}
            min={0}
            max={100}
            step={5}
            value={set.velocityLossLimit ?? ""}
            onChange={(value) => onChange(withValue(set, "velocityLossLimit", figure(value)))}
          />
          {weighs ? (
            <Choice
              label={t("plan.loadUnit")}
              none={t("plan.asPlan")}
              values={UNITS}
              word={(one) => t(`plan.unit.${one}`)}
              value={load.unit}
              onChange={(unit) => onChange(withValue(set, "load", withValue(load, "unit", unit)))}
            />
          ) : null}
        </>
      )}
    />
  );
}
