/** The log as a list that draws only what is on the glass, with its filters. */

import { Button, FileButton, Select, Switch, TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { saveFile } from "../../shared/saveFile";
import { createLogView, EVERYTHING, exported, imported, type LogFilter, type LogRow, SEVERITIES } from "./eventLog";
import type { Lab } from "./lab";
import { useLabWords } from "./words";

const ROW_PX = 32;
const ROWS_BEYOND = 6;
/** More letters of a payload than the widest glass shows in a line; the whole is in the detail. */
const SAID_LETTERS = 220;
const TELL_EVERY_MS = 100;

export interface LogPanelProps {
  lab: Lab;
  chosen: LogRow | null;
  onOpen(row: LogRow): void;
}

export function LogPanel({ lab, chosen, onOpen }: LogPanelProps) {
  const { t } = useLabWords();
  const [filter, setFilter] = useState<LogFilter>(EVERYTHING);
  const [follow, setFollow] = useState(true);
  const { rows, list } = useRows(lab, filter);
  return (
    <section className="lab-log" aria-label={t("lab.log")}>
      <Filters lab={lab} filter={filter} onFilter={setFilter} />
      <Rows key={list} rows={rows} follow={follow} chosen={chosen} onOpen={onOpen} />
      <div className="lab-foot">
        <span>{t("lab.log.count", { shown: rows.length, all: lab.log.size() })}</span>
        <Switch
          label={t("lab.log.follow")}
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
        <Files lab={lab} />
      </div>
    </section>
  );
}

interface Shown {
  rows: readonly LogRow[];
  /** Another one for another filter: a row's element is kept for rows of the same list only, so that a tap hits what was seen. */
  list: string;
}

const NOTHING: Shown = { rows: [], list: "" };

/** The rows that fit the filter, renewed at most ten times a second. */
function useRows(lab: Lab, filter: LogFilter): Shown {
  const view = useMemo(() => createLogView(lab.log, filter), [lab, filter]);
  const [shown, setShown] = useState(NOTHING);
  useEffect(() => {
    const list = JSON.stringify(filter);
    const read = () => {
      const rows = view.read();
      setShown((before) => (before.rows === rows && before.list === list ? before : { rows, list }));
    };
    read();
    const timer = setInterval(read, TELL_EVERY_MS);
    return () => clearInterval(timer);
  }, [view, filter]);
  return shown;
}

interface FiltersProps {
  lab: Lab;
  filter: LogFilter;
  onFilter(filter: LogFilter): void;
}

function Filters({ lab, filter, onFilter }: FiltersProps) {
  const { t } = useLabWords();
  const choice = (key: "event" | "sessionId" | "playerId", label: string) => (
    <Select
      size="sm"
      label={label}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("lab.log.clear") }}
      data={[...lab.log.seen(key)]}
      value={filter[key]}
      onChange={(value) => onFilter({ ...filter, [key]: value })}
    />
  );
  return (
    <div className="lab-filters">
      {choice("event", t("lab.filter.event"))}
      {choice("sessionId", t("lab.filter.session"))}
      {choice("playerId", t("lab.filter.player"))}
      <Select
        size="sm"
        label={t("lab.filter.severity")}
        data={SEVERITIES.map((one) => ({ value: one, label: t(`lab.severity.${one}`) }))}
        value={filter.severity ?? "info"}
        allowDeselect={false}
        onChange={(value) => onFilter({ ...filter, severity: SEVERITIES.find((one) => one === value) ?? null })}
      />
      <TextInput
        size="sm"
        type="search"
        label={t("lab.filter.search")}
        value={filter.search}
        onChange={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
      />
    </div>
  );
}

interface RowsProps {
  rows: readonly LogRow[];
  follow: boolean;
  chosen: LogRow | null;
  onOpen(row: LogRow): void;
}

function Rows({ rows, follow, chosen, onOpen }: RowsProps) {
  const { t } = useLabWords();
  const host = useRef<HTMLDivElement | null>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => host.current,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND,
  });
  useEffect(() => {
    if (follow && rows.length > 0) host.current?.scrollTo({ top: rows.length * ROW_PX });
  }, [follow, rows]);
  const items = list.getVirtualItems();
  const [first] = items;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="lab-rows" ref={host} tabIndex={0} aria-label={t("lab.log")}>
      {rows.length === 0 ? <p className="lab-nothing">{t("lab.log.empty")}</p> : null}
      <div className="lab-tall" style={{ height: list.getTotalSize() }}>
        {/* The rows stand in one moved window and keep their elements while it moves: only what they say is new. */}
        <div className="lab-window" style={{ transform: `translateY(${first?.start ?? 0}px)` }}>
          {items.map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <Line key={index % items.length} row={row} isOpen={row.n === chosen?.n} onOpen={onOpen} />
            );
          })}
        </div>
      </div>
    </section>
  );
}

interface LineProps {
  row: LogRow;
  isOpen: boolean;
  onOpen(row: LogRow): void;
}

const Line = memo(function Line({ row, isOpen, onOpen }: LineProps) {
  const { t, timeOfDay } = useLabWords();
  const way = t(`lab.direction.${row.direction}`);
  return (
    <button
      type="button"
      className="lab-row"
      data-severity={row.severity}
      aria-current={isOpen}
      onClick={() => onOpen(row)}
    >
      <span className="lab-row-time">{timeOfDay(row.atMs)}</span>
      <span title={way}>
        <span aria-hidden="true">{row.direction === "in" ? "↓" : "↑"}</span>
        <span className="sr-only">{way}</span>
      </span>
      <span className="lab-row-event">{row.event.replace("training:", "")}</span>
      <span className="lab-row-who">{row.playerId ?? ""}</span>
      <span className="lab-row-said">
        {row.severity === "info" ? "" : `${t(`lab.severity.${row.severity}`)} · `}
        {row.reply?.code ?? row.text.slice(0, SAID_LETTERS)}
      </span>
    </button>
  );
});

function Files({ lab }: { lab: Lab }) {
  const { t } = useLabWords();
  const [failed, setFailed] = useState(false);
  const take = async (file: File | null) => {
    const rows = file === null ? null : imported(await file.text());
    setFailed(file !== null && rows === null);
    for (const row of rows ?? []) lab.log.add(row);
  };
  return (
    <div className="lab-files">
      {failed ? <span role="alert">{t("lab.log.openFailed")}</span> : null}
      <Button size="xs" variant="default" onClick={() => saveFile("dryland-lab-log.json", exported(lab.log))}>
        {t("lab.log.export")}
      </Button>
      <FileButton accept="application/json" onChange={(file) => void take(file)}>
        {(props) => (
          <Button {...props} size="xs" variant="default">
            {t("lab.log.open")}
          </Button>
        )}
      </FileButton>
      <Button size="xs" variant="default" onClick={() => lab.log.clear()}>
        {t("lab.log.clear")}
      </Button>
    </div>
  );
}
