/** What a player did, as tables: intervals, sets, attempts, blocks. Cells only; nothing is computed but differences. */

import type { IntervalAnalysis } from "@dryland/client";
import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { clockText } from "../format";
import type { Attempt, DoneBlock, DoneDrill, DoneSet, Lift, PlayerPage } from "./pages";
import { figure, type LookWords, useLookWords } from "./words";

export interface PlainTableProps {
  label: string;
  titles: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** How many columns from the first on hold words, not figures. */
  worded?: 1 | 2;
  /** Leaves out a column of figures in which nobody has one. */
  sparse?: boolean;
}

const NOTHING = "–";

/** The places of the columns that are shown. */
function shownPlaces({ titles, rows, worded = 1, sparse = false }: PlainTableProps): readonly number[] {
  const places = titles.map((_, place) => place);
  if (!sparse || rows.length === 0) return places;
  return places.filter((place) => place < worded || rows.some(({ cells }) => cells[place] !== NOTHING));
}

/** A table to read: the first column says what, the others are figures. On a phone each line becomes a small card. */
export function PlainTable(props: PlainTableProps) {
  const { label, titles, rows, worded = 1 } = props;
  const places = shownPlaces(props);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too
    <section className="plain-scroll" tabIndex={0} aria-label={label}>
      <Table className="plain" data-worded={worded} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {places.map((place) => (
              <Table.Th key={titles[place]} scope="col">
                {titles[place]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, at) => (
            <Table.Tr key={row.key}>
              {places.map((place) => (
                <Table.Td
                  key={titles[place]}
                  data-title={titles[place]}
                  data-none={row.cells[place] === NOTHING}
                  data-again={place === 0 && row.cells[0] === rows[at - 1]?.cells[0]}
                >
                  {row.cells[place]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

export const secondsOf = (ms: number | undefined): string => figure(ms === undefined ? null : ms / 1000, "s", 2);

export function WorkTables({ player }: { player: PlayerPage }) {
  const { work, intervals, playerName } = player;
  return (
    <>
      {intervals.length === 0 ? null : <Intervals intervals={intervals} name={playerName} />}
      {work?.sets === undefined || work.sets.length === 0 ? null : <Sets sets={work.sets} name={playerName} />}
      {work?.lifts === undefined || work.lifts.length === 0 ? null : <Estimates lifts={work.lifts} />}
      {work?.drills === undefined ? null : <Attempts drills={work.drills} name={playerName} />}
      {work?.blocks === undefined || work.blocks.length === 0 ? null : (
        <Blocks blocks={work.blocks} name={playerName} />
      )}
    </>
  );
}

function Intervals({ intervals, name }: { intervals: readonly IntervalAnalysis[]; name: string }) {
  const { t } = useLookWords();
  const power = intervals.some((each) => each.avgPower !== undefined);
  const balance = intervals.some((each) => each.wBalanceEnd !== undefined);
  const titles = [t("look.interval"), t("look.duration"), t("look.heart"), t("look.max"), t("look.inZone")];
  return (
    <PlainTable
      label={`${t("look.intervals")}, ${name}`}
      titles={[...titles, ...(power ? [t("look.power")] : []), ...(balance ? [t("look.wLeft")] : [])]}
      rows={intervals.map((each) => ({
        key: `${each.index} ${each.start}`,
        cells: [
          each.name,
          clockText(each.duration),
          figure(each.avgHeartRate),
          figure(each.maxHeartRate),
          figure(each.zoneCompliance ?? each.powerCompliance, "%"),
          ...(power ? [figure(each.avgPower, "W")] : []),
          ...(balance ? [joules(each.wBalanceEnd)] : []),
        ],
      }))}
    />
  );
}

const joules = (value: number | undefined): string => figure(value === undefined ? null : value / 1000, "kJ", 1);

function Sets({ sets, name }: { sets: readonly DoneSet[]; name: string }) {
  const { t } = useLookWords();
  return (
    <PlainTable
      label={`${t("look.sets")}, ${name}`}
      titles={[t("look.exercise"), t("look.set"), t("look.reps"), t("look.weight"), t("look.rpe"), t("look.outcome")]}
      rows={sets.map((set) => ({
        key: `${set.exerciseId} ${set.setData.setNumber} ${set.at}`,
        cells: [
          set.exerciseName,
          `${set.setData.setNumber}/${set.setData.totalSets}`,
          set.setData.holdTime === undefined ? set.setData.reps : figure(set.setData.holdTime, "s"),
          set.setData.weight === 0
            ? t("look.ownWeight")
            : `${+set.setData.weight.toFixed(2)} ${set.setData.weightUnit ?? "kg"}`,
          set.setData.rpe ?? "–",
          set.questioned === true ? t("look.questioned") : t(`look.outcome.${set.setData.outcome ?? "completed"}`),
        ],
      }))}
    />
  );
}

/** An estimate never stands without the range in which it may lie. */
function Estimates({ lifts }: { lifts: readonly Lift[] }) {
  const { t } = useLookWords();
  return (
    <ul className="look-list">
      {lifts.map((lift) => (
        <li key={lift.lift}>
          <b>{liftName(lift.lift)}</b>:{" "}
          {t("look.lifted", { sets: lift.sets, reps: lift.reps, kg: Math.round(lift.tonnageKg) })}
          {lift.estimatedOneRepMax === undefined ? null : <> · {estimateWords(t, lift.estimatedOneRepMax)}</>}
        </li>
      ))}
    </ul>
  );
}

const liftName = (lift: string): string =>
  lift.charAt(0).toUpperCase() + lift.slice(1).replaceAll("_", " ").replace(":", ", ");

function estimateWords(t: LookWords["t"], max: { value: number; low: number; high: number }): string {
  return t("look.estimate", { value: figure(max.value, "", 1), low: figure(max.low), high: figure(max.high) });
}

function Attempts({ drills, name }: { drills: readonly DoneDrill[]; name: string }) {
  const { t } = useLookWords();
  const rows = drills.flatMap((drill) => drill.attempts.map((attempt) => ({ drill, attempt })));
  if (rows.length === 0) return null;
  return (
    <PlainTable
      sparse
      label={`${t("look.attempts")}, ${name}`}
      titles={[t("look.drill"), t("look.attempt"), t("look.time"), t("look.splits"), t("look.faults")]}
      rows={rows.map(({ drill, attempt }) => ({
        key: `${drill.drillId} ${attempt.number}`,
        cells: [
          drill.name,
          attempt.number,
          <span key="time">
            {secondsOf(attempt.time)}
            {attempt.time === drill.bestTime ? <b> {t("look.best")}</b> : null}
          </span>,
          (attempt.splits ?? []).map((split) => (split / 1000).toFixed(2)).join(" · ") || "–",
          faultWords(t, attempt),
        ],
      }))}
    />
  );
}

function faultWords(t: LookWords["t"], attempt: Attempt): string {
  const voided = attempt.voidReasons ?? [];
  const faults = [...(attempt.faults ?? []), ...voided].map((fault) => t(`look.fault.${fault}`));
  const words = [...new Set(faults)];
  return [...(voided.length > 0 ? [t("look.outcome.void")] : []), ...words].join(", ") || "–";
}

function Blocks({ blocks, name }: { blocks: readonly DoneBlock[]; name: string }) {
  const { t } = useLookWords();
  const sets = blocks.flatMap((block) => block.strength?.sets ?? []);
  return (
    <>
      <PlainTable
        label={`${t("look.blocks")}, ${name}`}
        titles={[t("look.block"), t("look.kind"), t("look.duration"), t("look.result")]}
        rows={blocks.map((block) => ({
          key: `${block.blockId} ${block.start}`,
          cells: [
            block.name,
            t(`look.block.${block.type}`),
            block.end === undefined ? t("look.running") : clockText(span(block.start, block.end)),
            resultWords(t, block),
          ],
        }))}
      />
      {sets.length === 0 ? null : <Sets sets={sets} name={name} />}
    </>
  );
}

const span = (start: string, end: string): number => (Date.parse(end) - Date.parse(start)) / 1000;

function resultWords(t: LookWords["t"], { result }: DoneBlock): string {
  if (result === undefined) return "–";
  const { rounds, sets, totalSets, time } = result;
  const parts = [
    rounds === undefined ? null : t("look.rounds", { count: rounds }),
    sets === undefined ? null : t("look.setsOf", { done: sets, all: totalSets ?? sets }),
    time === undefined ? null : clockText(time),
  ];
  return parts.filter((part) => part !== null).join(" · ") || "–";
}
