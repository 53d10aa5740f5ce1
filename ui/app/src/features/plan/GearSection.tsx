/** Gear item by item, by type: where it stands, how long it ran, what is out of service and what that hits. */

import { Autocomplete, Button, NumberInput, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing } from "../../shared/AccountContext";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { figure } from "./editing";
import { GearItem } from "./GearItem";
import { GEAR_TYPES, gearCode, gearWord, newNames, usedWord } from "./gear";
import type { Places } from "./PlacesPage";
import { usePlanWords } from "./words";

export interface GearSectionProps {
  places: Places;
  onChanged(): void;
}

export function GearSection({ places, onChanged }: GearSectionProps) {
  const { t, locale } = usePlanWords();
  const words = new Intl.Collator(locale, { numeric: true });
  const types = [...new Set(places.items.map((item) => item.type))].sort((one, other) =>
    words.compare(gearWord(one, t), gearWord(other, t)),
  );
  return (
    <Section title={t("plan.gear")} lead={t("plan.gear.lead")}>
      {types.map((type) => {
        const items = places.items.filter((item) => item.type === type);
        items.sort((one, other) => words.compare(one.name, other.name));
        return (
          <details
            className="gear-type"
            key={type}
            open={types.length <= 4 || items.some((one) => one.outOfServiceSince)}
          >
            <TypeLine type={type} places={places} />
            <ul className="plan-rows">
              {items.map((item) => (
                <GearItem key={item.id} item={item} places={places} onChanged={onChanged} />
              ))}
            </ul>
          </details>
        );
      })}
      <NewGear places={places} onMade={onChanged} />
    </Section>
  );
}

/** How many there are of a type, in use and out of service, and how long they ran together. */
function TypeLine({ type, places }: { type: string; places: Places }) {
  const { t } = usePlanWords();
  const items = places.items.filter((item) => item.type === type);
  const inUse = places.now.equipment.find((one) => one.type === type)?.inUse ?? 0;
  const out = items.filter((item) => item.outOfServiceSince != null).length;
  return (
    <summary>
      <b>{gearWord(type, t)}</b>
      <Tag>{t("plan.gear.total", { count: items.length })}</Tag>
      {inUse === 0 ? null : <Tag tone="good">{t("plan.gear.inUse", { count: inUse })}</Tag>}
      {out === 0 ? null : <Tag tone="bad">{t("plan.gear.outCount", { count: out })}</Tag>}
      <span className="soft">
        {t("plan.gear.usedAll", {
          used: usedWord(
            items.reduce((sum, one) => sum + one.usedMinutes, 0),
            t,
          ),
        })}
      </span>
    </summary>
  );
}

function NewGear({ places, onMade }: { places: Places; onMade(): void }) {
  const { t } = usePlanWords();
  const api = useApi();
  const [written, setWritten] = useState("");
  const [count, setCount] = useState(1);
  const [facilityId, setFacility] = useState<string | null>(null);
  const type = gearCode(written, t);
  const making = useDoing(async () => {
    const ofType = places.items.filter((item) => item.type === type);
    for (const name of newNames(gearWord(type, t), count, ofType))
      await api.post("/api/equipment", { type, name, ...(facilityId === null ? {} : { facilityId }) });
    setWritten("");
    setCount(1);
    onMade();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void making.run();
  };
  const known = [...new Set<string>([...GEAR_TYPES, ...places.items.map((item) => item.type)])];
  return (
    <>
      {places.items.length === 0 ? <p className="soft">{t("plan.gear.none")}</p> : null}
      <ErrorNote problem={making.problem} />
      <form className="plan-row" aria-label={t("plan.gear.add")} onSubmit={submit}>
        <Autocomplete
          className="plan-name"
          label={t("plan.gear.type")}
          placeholder={t("plan.gear.typeExample")}
          value={written}
          data={[...new Set(known.map((one) => gearWord(one, t)))]}
          error={written.trim() !== "" && type === "" ? t("plan.gear.typeWrong") : null}
          onChange={setWritten}
        />
        <NumberInput
          label={t("plan.count")}
          min={1}
          max={50}
          allowDecimal={false}
          value={count}
          onChange={(value) => setCount(Math.min(50, Math.max(1, figure(value) ?? 1)))}
        />
        <Select
          label={t("plan.place")}
          clearable
          disabled={places.facilities.length === 0}
          value={facilityId}
          data={places.facilities.map((one) => ({ value: one.id, label: one.name }))}
          onChange={setFacility}
        />
        <Button type="submit" loading={making.busy} disabled={type === ""}>
          {t("plan.gear.add")}
        </Button>
      </form>
    </>
  );
}
