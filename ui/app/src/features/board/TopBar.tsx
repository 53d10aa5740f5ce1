/** The board's own line: what is shown and in which order, how the floor stands, the connection, the settings. */

import type { Session } from "@dryland/client";
import { SegmentedControl, VisuallyHidden } from "@mantine/core";
import { useEffect, useId, useState } from "react";
import { Mark } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";
import { NavMenu } from "../../shared/shell/NavMenu";
import { ConnectionBadge } from "./ConnectionBadge";
import { momentOf, useBoardTools } from "./context";
import type { FilterKey, SortKey } from "./order";
import { SettingsMenu } from "./SettingsMenu";
import { addCounts, type Counts, countUp } from "./summary";
import { rankSession } from "./useRanking";
import { useTick } from "./useTick";

export interface TopBarProps {
  sessions: readonly Session[];
  sort: SortKey;
  filter: FilterKey;
  onSort(sort: SortKey): void;
  onFilter(filter: FilterKey): void;
  onChooseSessions(): void;
  onLeave(): void;
}

export function TopBar(props: TopBarProps) {
  const { t } = useWords();
  return (
    <header className="topbar">
      <NavMenu />
      <h1 className="brand">
        <Mark />
        <span>{t("app.name")}</span>
      </h1>
      <FloorCounts sessions={props.sessions} />
      <div className="topbar-tools">
        <Choice<SortKey> label={t("board.sort")} value={props.sort} onChange={props.onSort} options={SORTS} />
        <Choice<FilterKey> label={t("board.filter")} value={props.filter} onChange={props.onFilter} options={FILTERS} />
      </div>
      <ConnectionBadge />
      <SettingsMenu onChooseSessions={props.onChooseSessions} onLeave={props.onLeave} />
    </header>
  );
}

const SORTS = [
  { value: "needs", word: "board.sort.needs" },
  { value: "number", word: "board.sort.number" },
  { value: "load", word: "board.sort.load" },
] as const;

const FILTERS = [
  { value: "all", word: "board.filter.all" },
  { value: "off", word: "board.filter.off" },
  { value: "signal", word: "board.filter.signal" },
] as const;

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; word: (typeof SORTS | typeof FILTERS)[number]["word"] }[];
  onChange(value: Value): void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="choice">
      <span id={id} className="choice-label">
        {label}
      </span>
      <SegmentedControl
        size="sm"
        aria-labelledby={id}
        value={value}
        onChange={onChange}
        data={options.map((option) => ({ value: option.value, label: t(option.word) }))}
      />
    </div>
  );
}

/** Numbers for the eye every second; a sentence for the ear every 15 s. */
function FloorCounts({ sessions }: { sessions: readonly Session[] }) {
  const { t } = useWords();
  const { link } = useBoardTools();
  useTick();
  const moment = momentOf(link);
  const counts = addCounts(sessions.map((session) => countUp(rankSession(session, session.view(), moment))));
  return (
    <div className="counts">
      <Count value={counts.inTarget} word={t("board.inTarget")} kind="in" />
      <Count value={counts.off} word={t("board.offTarget")} kind="off" />
      <Count value={counts.lost} word={t("board.noSignal")} kind="lost" />
      <SpokenSummary counts={counts} nowMs={moment.deviceMs} />
    </div>
  );
}

function Count({ value, word, kind }: { value: number; word: string; kind: string }) {
  return (
    <span className="count" data-kind={kind} data-zero={value === 0}>
      <b>{value}</b> {word}
    </span>
  );
}

const SPEAK_EVERY_MS = 15_000;

function SpokenSummary({ counts, nowMs }: { counts: Counts; nowMs: number }) {
  const { t } = useWords();
  const [spoken, setSpoken] = useState("");
  const turn = Math.floor(nowMs / SPEAK_EVERY_MS);
  const [lastTurn, setLastTurn] = useState(-1);
  useEffect(() => {
    if (turn === lastTurn) return;
    setLastTurn(turn);
    setSpoken(t("board.summary", { ...counts, withTarget: counts.inTarget + counts.off }));
  }, [turn, lastTurn, counts, t]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {spoken}
    </VisuallyHidden>
  );
}
