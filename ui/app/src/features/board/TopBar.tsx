/** The board's own line: what is shown and in which order, how the floor stands, the connection, the settings. */

import type { Session } from "@dryland/client";
import { ActionIcon, Button, NativeSelect, VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { Icon, Mark } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";
import { NavMenu } from "../../shared/shell/NavMenu";
import type { AlertRailState } from "./alerts/useAlertRail";
import { ConnectionBadge } from "./ConnectionBadge";
import { momentOf, useBoardTools } from "./context";
import type { FilterKey, SortKey } from "./order";
import { SettingsMenu } from "./SettingsMenu";
import { addCounts, type Counts, countUp } from "./summary";
import { rankSession } from "./useRanking";
import { useTick } from "./useTick";
import { useBoardWords } from "./words";

export interface TopBarProps {
  sessions: readonly Session[];
  sort: SortKey;
  filter: FilterKey;
  /** `all`, `type:strength` or `session:<id>`. */
  scope: string;
  rail: AlertRailState;
  onSort(sort: SortKey): void;
  onFilter(filter: FilterKey): void;
  onScope(scope: string): void;
  onTeam(): void;
  onChooseSessions(): void;
  onLeave(): void;
}

export function TopBar(props: TopBarProps) {
  const { t } = useBoardWords();
  return (
    <header className="topbar">
      <NavMenu />
      <h1 className="brand">
        <Mark />
        <span>{t("app.name")}</span>
      </h1>
      <FloorCounts sessions={props.sessions} />
      <div className="topbar-tools">
        <Choice<SortKey>
          label={t("board.sort")}
          value={props.sort}
          onChange={props.onSort}
          options={SORTS.map(({ value, word }) => ({ value, label: t(word) }))}
        />
        <Choice<FilterKey>
          label={t("board.filter")}
          value={props.filter}
          onChange={props.onFilter}
          options={FILTERS.map(({ value, word }) => ({ value, label: t(word) }))}
        />
        {props.sessions.length < 2 ? null : (
          <Choice
            label={t("board.filter.sessions")}
            value={props.scope}
            onChange={props.onScope}
            options={scopeOptions(props.sessions, t)}
          />
        )}
      </div>
      <Button size="md" variant="default" onClick={props.onTeam}>
        {t("board.team.open")}
      </Button>
      <SoundButton rail={props.rail} />
      <ConnectionBadge />
      <SettingsMenu onChooseSessions={props.onChooseSessions} onLeave={props.onLeave} />
    </header>
  );
}

/** Sounds are off until a tap: no browser lets them sound before one, and everybody can see whether they would. */
function SoundButton({ rail }: { rail: AlertRailState }) {
  const { t } = useBoardWords();
  const words = t(rail.armed ? "board.alerts.soundOn" : "board.alerts.soundOff");
  return (
    <ActionIcon
      variant="default"
      size={40}
      aria-label={words}
      title={words}
      aria-pressed={rail.armed}
      onClick={rail.toggleSound}
    >
      <Icon name={rail.armed ? "bell" : "bellOff"} />
    </ActionIcon>
  );
}

const SORTS = [
  { value: "needs", word: "board.sort.needs" },
  { value: "number", word: "board.sort.number" },
  { value: "listed", word: "board.sort.listed" },
  { value: "load", word: "board.sort.load" },
] as const;

const FILTERS = [
  { value: "all", word: "board.filter.all" },
  { value: "off", word: "board.filter.off" },
  { value: "signal", word: "board.filter.signal" },
  { value: "rest", word: "board.filter.rest" },
  { value: "alarm", word: "board.filter.alarm" },
] as const;

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange(value: Value): void;
}

/** A list of the browser's own: one tap opens it on every device, and every reader knows it. */
function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <NativeSelect
      className="board-choice"
      size="md"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      data={options.map((option) => ({ ...option }))}
    />
  );
}

/** Which columns are shown: all, those of one kind, or one session. */
function scopeOptions(sessions: readonly Session[], t: ReturnType<typeof useBoardWords>["t"]) {
  const states = sessions.flatMap((session) => session.view().model.state ?? []);
  const types = [...new Set(states.map(({ workoutType }) => workoutType))];
  return [
    { value: "all", label: t("board.filter.every") },
    ...(types.length < 2 ? [] : types.map((type) => ({ value: `type:${type}`, label: t(`type.${type}`) }))),
    ...states.map(({ sessionId, workoutName }) => ({ value: `session:${sessionId}`, label: workoutName })),
  ];
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
