/** One restriction as fields: where, how strict, which movements, which ceilings, until when. */

import "./medic.css";
import type { Restriction, RestrictionLevel } from "@dryland/client";
import { Button, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { LEVELS, MOVEMENTS, REGIONS } from "./fitness";
import { useMedicWords } from "./words";

/** What a new one begins with. */
export const NEW_RESTRICTION: Restriction = { bodyRegion: "knee", level: "modified" };

export interface RestrictionFieldsProps {
  /** What stands over the fields. */
  title: string;
  limit: Restriction;
  onChange(limit: Restriction): void;
  /** Absent where there is nothing to take away. */
  onRemove?: () => void;
}

export function RestrictionFields({ title, limit, onChange, onRemove }: RestrictionFieldsProps) {
  const { t } = useMedicWords();
  const { maxLoadPct, maxHeartRatePct, validTo } = limit;
  const put = (part: Partial<Restriction>) => onChange({ ...limit, ...part });
  const without = (name: "maxLoadPct" | "maxHeartRatePct" | "validTo") => {
    const { [name]: _gone, ...left } = limit;
    onChange(left);
  };
  const percent = (name: "maxLoadPct" | "maxHeartRatePct") => (value: number | string) => {
    if (typeof value === "number") put({ [name]: value });
    else if (value === "") without(name);
  };
  return (
    <fieldset className="medic-limit">
      <legend>{title}</legend>
      <Select
        label={t("medic.region")}
        allowDeselect={false}
        data={REGIONS.map((one) => ({ value: one, label: t(`medic.region.${one}`) }))}
        value={limit.bodyRegion}
        onChange={(value) => put({ bodyRegion: value ?? limit.bodyRegion })}
      />
      <Select
        label={t("medic.level")}
        allowDeselect={false}
        data={LEVELS.map((one) => ({ value: one, label: t(`medic.level.${one}`) }))}
        value={limit.level}
        onChange={(value) => put({ level: (value ?? limit.level) as RestrictionLevel })}
      />
      <MultiSelect
        className="medic-wide"
        label={t("medic.banned")}
        data={MOVEMENTS.map((one) => ({ value: one, label: t(`medic.move.${one}`) }))}
        value={[...(limit.bannedMovements ?? [])]}
        onChange={(bannedMovements) => put({ bannedMovements })}
      />
      <NumberInput
        label={t("medic.maxLoad")}
        min={0}
        max={100}
        value={maxLoadPct ?? ""}
        onChange={percent("maxLoadPct")}
      />
      <NumberInput
        label={t("medic.maxHeart")}
        min={0}
        max={100}
        value={maxHeartRatePct ?? ""}
        onChange={percent("maxHeartRatePct")}
      />
      <TextInput
        type="date"
        label={t("medic.validTo")}
        value={validTo?.slice(0, 10) ?? ""}
        onChange={({ currentTarget: { value } }) =>
          value === "" ? without("validTo") : put({ validTo: `${value}T23:59:59Z` })
        }
      />
      {onRemove === undefined ? null : (
        <Button variant="default" onClick={onRemove}>
          {t("medic.remove")}
        </Button>
      )}
    </fieldset>
  );
}
