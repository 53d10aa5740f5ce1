/** A band to stay in: what its figures are relative to, from where, to where; without a basis there is no target. */

import { NumberInput, Select } from "@mantine/core";
import { figure } from "./editing";
import { usePlanWords } from "./words";

interface Band<Basis extends string> {
  readonly basis: Basis;
  readonly min: number;
  readonly max: number;
}

interface TargetFieldsProps<Basis extends string> {
  label: string;
  bases: readonly Basis[];
  /** A band to begin with, by basis. */
  usual: Readonly<Record<Basis, readonly [number, number]>>;
  basisWord(basis: Basis): string;
  most: number;
  band: Band<Basis> | undefined;
  onChange(band: Band<Basis> | undefined): void;
}

export function TargetFields<Basis extends string>(props: TargetFieldsProps<Basis>) {
  const { label, bases, usual, basisWord, most, band, onChange } = props;
  const { t } = usePlanWords();
  const choose = (value: string | null) => {
    const basis = bases.find((one) => one === value);
    if (basis === undefined) onChange(undefined);
    else onChange({ ...band, basis, min: usual[basis][0], max: usual[basis][1] });
  };
  return (
    <div className="plan-target">
      <Select
        label={label}
        clearable
        placeholder={t("plan.noTarget")}
        value={band?.basis ?? null}
        data={bases.map((value) => ({ value, label: basisWord(value) }))}
        onChange={choose}
      />
      <NumberInput
        label={t("plan.from")}
        aria-label={t("plan.fromOf", { target: label })}
        min={0}
        max={most}
        disabled={band === undefined}
        value={band?.min ?? ""}
        onChange={(value) => band !== undefined && onChange({ ...band, min: figure(value) ?? 0 })}
      />
      <NumberInput
        label={t("plan.to")}
        aria-label={t("plan.toOf", { target: label })}
        min={0}
        max={most}
        disabled={band === undefined}
        value={band?.max ?? ""}
        error={band !== undefined && band.min > band.max}
        onChange={(value) => band !== undefined && onChange({ ...band, max: figure(value) ?? 0 })}
      />
    </div>
  );
}
