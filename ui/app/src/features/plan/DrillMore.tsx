/** What a drill seldom says: to which sides it is run, which faults void an attempt, the length of its way. */

import type { Drill, FaultKind, FaultPolicy } from "@dryland/client";
import { MultiSelect, NumberInput } from "@mantine/core";
import { figure, withValue } from "./editing";
import { drillExtras } from "./lines";
import { DemandFields, More } from "./More";
import { SIDES } from "./sets";
import { usePlanWords } from "./words";

const FAULTS = [
  "cone_contact",
  "cone_missed",
  "line_contact",
  "false_start",
  "incomplete",
  "wrong_direction",
  "wrong_foot",
  "crossed_feet",
  "no_touch",
  "fall",
  "timing_error",
  "other",
] as const satisfies readonly FaultKind[];

/** The faults under a policy replaced by those that are chosen; a fault has one policy. */
export function withFaults(drill: Drill, policy: FaultPolicy, chosen: readonly string[]): Drill {
  const kept = FAULTS.flatMap((one): [FaultKind, FaultPolicy][] => {
    if (chosen.includes(one)) return [[one, policy]];
    const known = drill.faults?.[one];
    return known === undefined || known === policy ? [] : [[one, known]];
  });
  return withValue(drill, "faults", kept.length === 0 ? undefined : Object.fromEntries(kept));
}

export function DrillMore({ drill, onChange }: { drill: Drill; onChange(drill: Drill): void }) {
  const { t } = usePlanWords();
  const data = FAULTS.map((value) => ({ value, label: t(`plan.fault.${value}`) }));
  return (
    <More
      of={drill.name}
      said={drillExtras(drill, t).join(", ")}
      fields={() => (
        <>
          <MultiSelect
            label={t("plan.sides")}
            placeholder={drill.sides === undefined ? t("plan.notSaid") : ""}
            value={[...(drill.sides ?? [])]}
            data={SIDES.map((value) => ({ value, label: t(`plan.side.${value}`) }))}
            onChange={(chosen) => {
              const sides = chosen.flatMap((one) => SIDES.find((side) => side === one) ?? []);
              onChange(withValue(drill, "sides", sides.length === 0 ? undefined : sides));
            }}
          />
          {(["void", "report"] as const).map((policy) => (
            <MultiSelect
              key={policy}
              label={t(`plan.faults.${policy}`)}
              placeholder={drill.faults === undefined ? t("plan.asTest") : ""}
              value={FAULTS.filter((one) => drill.faults?.[one] === policy)}
              data={data}
              onChange={(chosen) => onChange(withFaults(drill, policy, chosen))}
            />
          ))}
          {drill.pattern === "linear" ? null : (
            <NumberInput
              label={t("plan.wayLength")}
              placeholder={t("plan.asCones")}
              min={1}
              max={1000}
              value={drill.length ?? ""}
              onChange={(value) => onChange(withValue(drill, "length", figure(value)))}
            />
          )}
          <DemandFields item={drill} onChange={onChange} />
        </>
      )}
    />
  );
}
