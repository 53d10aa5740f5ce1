/** What an interval seldom says: how hard by feel, that it waits for a hand, what its bands are called. */

import type { Interval } from "@dryland/client";
import { NumberInput, Switch, TextInput } from "@mantine/core";
import { figure, withValue } from "./editing";
import { intervalExtras } from "./lines";
import { More } from "./More";
import { usePlanWords } from "./words";

export function IntervalMore({ interval, onChange }: { interval: Interval; onChange(interval: Interval): void }) {
  const { t } = usePlanWords();
  const { heartRate, power } = interval;
  return (
    <More
      of={interval.name}
      said={intervalExtras(interval, t).join(", ")}
      fields={() => (
        <>
          <NumberInput
            label={t("plan.intensity")}
            min={1}
            max={10}
            allowDecimal={false}
            value={interval.intensity ?? ""}
            onChange={(value) => onChange(withValue(interval, "intensity", figure(value)))}
          />
          {heartRate === undefined ? null : (
            <TextInput
              label={t("plan.bandNameHeart")}
              maxLength={120}
              value={heartRate.name ?? ""}
              onChange={(event) =>
                onChange({
                  ...interval,
                  heartRate: withValue(heartRate, "name", event.currentTarget.value || undefined),
                })
              }
            />
          )}
          {power === undefined ? null : (
            <TextInput
              label={t("plan.bandNamePower")}
              maxLength={120}
              value={power.name ?? ""}
              onChange={(event) =>
                onChange({ ...interval, power: withValue(power, "name", event.currentTarget.value || undefined) })
              }
            />
          )}
          <Switch
            className="plan-switch"
            label={t("plan.manual")}
            checked={interval.manual ?? false}
            onChange={(event) => onChange(withValue(interval, "manual", event.currentTarget.checked || undefined))}
          />
        </>
      )}
    />
  );
}
