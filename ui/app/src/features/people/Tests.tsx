/** What a player was tested at, each with its day; what is too old to plan with says so, beside where it is renewed. */

import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing } from "../../shared/AccountContext";
import type { Max, Measured, Player, Quantity } from "../../shared/records";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { ageDays, isExpired } from "./freshness";
import { loadText, QUANTITIES, toKg, UNITS } from "./measures";
import { type PeopleWords, usePeopleWords } from "./words";

export interface TestsProps {
  player: Player;
  /** Absent for whoever only reads. */
  onChanged?: () => void;
}

const today = (): string => new Date().toLocaleDateString("sv-SE");

function age(words: PeopleWords, kind: Quantity | "max", measuredOn: string) {
  const nowMs = Date.now();
  return isExpired(kind, measuredOn, nowMs) ? (
    <Tag tone="warn">{words.t("people.expired", { days: ageDays(measuredOn, nowMs) })}</Tag>
  ) : (
    <Tag tone="good">{words.t("people.fresh", { days: ageDays(measuredOn, nowMs) })}</Tag>
  );
}

export function Measurements({ player, onChanged }: TestsProps) {
  const words = usePeopleWords();
  const { t, locale } = words;
  const api = useApi();
  const [quantity, setQuantity] = useState<Quantity>("hr_max");
  const [value, setValue] = useState<number | null>(null);
  const [measuredOn, setDay] = useState(today);
  const adding = useDoing(async () => {
    await api.post(`/api/players/${player.id}/measured`, { quantity, value, measuredOn });
    setValue(null);
    onChanged?.();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void adding.run();
  };
  const columns: Column<Measured>[] = [
    { key: "what", title: t("people.test"), cell: (row) => t(`people.quantity.${row.quantity}`) },
    {
      key: "value",
      title: t("people.value"),
      align: "end",
      cell: (row) => <b>{`${row.value.toLocaleString(locale)} ${UNITS[row.quantity]}`}</b>,
    },
    { key: "day", title: t("people.day"), cell: (row) => <time>{row.measuredOn}</time>, by: (row) => row.measuredOn },
    { key: "age", title: "", cell: (row) => age(words, row.quantity, row.measuredOn) },
  ];
  const rows = player.measured ?? [];
  return (
    <Section title={t("people.tests")} lead={t(rows.length === 0 ? "people.testsEmpty" : "people.testsLead")}>
      {rows.length === 0 ? null : (
        <DataTable label={t("people.tests")} rows={rows} columns={columns} rowKey={(row) => row.quantity} />
      )}
      <ErrorNote problem={adding.problem} />
      {onChanged === undefined ? null : (
        <form className="tools" onSubmit={submit} style={{ marginTop: 16 }}>
          <Select
            className="tools-grow"
            label={t("people.test")}
            allowDeselect={false}
            data={QUANTITIES.map((one) => ({ value: one, label: t(`people.quantity.${one}`) }))}
            value={quantity}
            onChange={(chosen) => setQuantity(QUANTITIES.find((one) => one === chosen) ?? "hr_max")}
          />
          <Measurement
            label={`${t("people.value")} (${UNITS[quantity]})`}
            min={0}
            value={value}
            onValue={setValue}
            day={measuredOn}
            onDay={setDay}
          />
          <Button type="submit" variant="default" loading={adding.busy}>
            {t("people.addTest")}
          </Button>
        </form>
      )}
    </Section>
  );
}

export function Maxes({ player, onChanged }: TestsProps) {
  const words = usePeopleWords();
  const { t, locale } = words;
  const api = useApi();
  const [exercise, setExercise] = useState("");
  const [load, setLoad] = useState<number | null>(null);
  const [measuredOn, setDay] = useState(today);
  const adding = useDoing(async () => {
    const valueKg = toKg(load ?? 0, player.weightUnit);
    await api.post(`/api/players/${player.id}/maxes`, { exercise: exerciseCode(exercise), valueKg, measuredOn });
    setLoad(null);
    setExercise("");
    onChanged?.();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void adding.run();
  };
  const columns: Column<Max>[] = [
    { key: "what", title: t("people.exercise"), cell: (row) => exerciseName(row.exercise) },
    {
      key: "value",
      title: "1RM",
      align: "end",
      cell: (row) => <b>{loadText(row.valueKg, player.weightUnit, locale)}</b>,
      by: (row) => row.valueKg,
    },
    { key: "day", title: t("people.day"), cell: (row) => <time>{row.measuredOn}</time>, by: (row) => row.measuredOn },
    { key: "age", title: "", cell: (row) => age(words, "max", row.measuredOn) },
  ];
  const rows = player.maxes ?? [];
  return (
    <Section title={t("people.maxes")} lead={t(rows.length === 0 ? "people.maxesEmpty" : "people.maxesLead")}>
      {rows.length === 0 ? null : (
        <DataTable label={t("people.maxes")} rows={rows} columns={columns} rowKey={(row) => row.exercise} />
      )}
      <ErrorNote problem={adding.problem} />
      {onChanged === undefined ? null : (
        <form className="tools" onSubmit={submit} style={{ marginTop: 16 }}>
          <TextInput
            className="tools-grow"
            label={t("people.exercise")}
            required
            withAsterisk={false}
            value={exercise}
            onChange={(event) => setExercise(event.currentTarget.value)}
          />
          <Measurement
            label={`1RM (${player.weightUnit === "lbs" ? "lb" : "kg"})`}
            min={1}
            value={load}
            onValue={setLoad}
            day={measuredOn}
            onDay={setDay}
          />
          <Button type="submit" variant="default" loading={adding.busy}>
            {t("people.addTest")}
          </Button>
        </form>
      )}
    </Section>
  );
}

/** An exercise as it is kept, `back_squat`, and as it is read, “Back squat”. */
export const exerciseCode = (name: string): string =>
  name
    .trim()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");

export function exerciseName(code: string): string {
  const words = code.replaceAll("_", " ");
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

interface MeasurementProps {
  label: string;
  min: number;
  value: number | null;
  onValue(value: number | null): void;
  day: string;
  onDay(day: string): void;
}

/** What was measured, and on which day. */
function Measurement({ label, min, value, onValue, day, onDay }: MeasurementProps) {
  const { t } = usePeopleWords();
  return (
    <>
      <NumberInput
        label={label}
        w={120}
        min={min}
        required
        withAsterisk={false}
        hideControls
        value={value ?? ""}
        onChange={(next) => onValue(typeof next === "number" ? next : null)}
      />
      <TextInput
        type="date"
        label={t("people.day")}
        max={today()}
        required
        withAsterisk={false}
        value={day}
        onChange={(event) => onDay(event.currentTarget.value)}
      />
    </>
  );
}
