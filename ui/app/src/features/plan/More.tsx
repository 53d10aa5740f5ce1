/** The rarer fields of a row, folded away under a word; what is set of them is told while they are folded. */

import { MultiSelect, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { REGIONS } from "../../shared/athlete/Pain";
import { useAthleteWords } from "../../shared/athlete/words";
import { codeWord, MOVES, withUnknown } from "./codes";
import { withValue } from "./editing";
import { usePlanWords } from "./words";

/** The fields are made when they are asked for: a plan has dozens of such rows. */
export function More({ of, said, fields }: { of: string; said: string; fields(): ReactNode }) {
  const { t } = usePlanWords();
  const [open, setOpen] = useState(false);
  return (
    <details className="plan-whole plan-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={t("plan.moreOf", { name: of })}>
        {t("plan.more")}
        {said === "" ? null : <span className="plan-more-said">{said}</span>}
      </summary>
      {open ? <div className="plan-more-fields">{fields()}</div> : null}
    </details>
  );
}

interface Demanding {
  readonly movements?: readonly string[];
  readonly bodyRegions?: readonly string[];
}

/** What the work asks of the body beyond what its name tells; restrictions are held against it. */
export function DemandFields<Item extends Demanding>({ item, onChange }: { item: Item; onChange(item: Item): void }) {
  const { t } = usePlanWords();
  const athlete = useAthleteWords();
  const put = (key: "movements" | "bodyRegions", chosen: string[]) =>
    onChange(withValue<Demanding, typeof key>(item, key, chosen.length === 0 ? undefined : chosen) as Item);
  return (
    <>
      <MultiSelect
        label={t("plan.movements")}
        placeholder={item.movements === undefined ? t("plan.byName") : ""}
        value={[...(item.movements ?? [])]}
        data={withUnknown(MOVES, item.movements, (one) => t(`plan.move.${one}`))}
        onChange={(chosen) => put("movements", chosen)}
      />
      <MultiSelect
        label={t("plan.bodyRegions")}
        placeholder={item.bodyRegions === undefined ? t("plan.byName") : ""}
        value={[...(item.bodyRegions ?? [])]}
        data={withUnknown(REGIONS, item.bodyRegions, (one) => athlete.t(`athlete.region.${one}`))}
        onChange={(chosen) => put("bodyRegions", chosen)}
      />
    </>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  none: string;
  values: readonly Value[];
  word(value: Value): string;
  value: Value | undefined;
  onChange(value: Value | undefined): void;
}

/** One of a few, or nothing said. */
export function Choice<Value extends string>({ label, none, values, word, value, onChange }: ChoiceProps<Value>) {
  return (
    <Select
      label={label}
      clearable
      placeholder={none}
      value={value ?? null}
      data={values.map((one) => ({ value: one, label: word(one) }))}
      onChange={(chosen) => onChange(values.find((one) => one === chosen))}
    />
  );
}

interface CodeChoiceProps {
  label: string;
  none: string;
  known: readonly string[];
  value: string | undefined;
  onChange(value: string | undefined): void;
}

/** A code of a list that may be longer than what is known; an unknown one stays. */
export function CodeChoice({ label, none, known, value, onChange }: CodeChoiceProps) {
  return (
    <Select
      label={label}
      clearable
      searchable
      placeholder={none}
      value={value ?? null}
      data={withUnknown(known, value === undefined ? [] : [value], codeWord)}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}
