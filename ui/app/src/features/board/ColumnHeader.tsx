/** A session's name, state, clock, present interval and the commands over it. */

import { elapsedS, type Session, type SessionView } from "@dryland/client";
import { Link as RouteLink } from "react-router";
import { clockText, countdownText } from "../../shared/format";
import { useWords } from "../../shared/i18n/I18n";
import { Commands } from "./Commands";
import { commonInterval } from "./commonInterval";
import { momentOf, useBoardTools } from "./context";
import { TypeHead } from "./TypeHead";
import { usePlan } from "./useRanking";
import { useTick } from "./useTick";

export interface ColumnHeaderProps {
  session: Session;
  view: SessionView;
}

export function ColumnHeader({ session, view, bundled }: ColumnHeaderProps & { bundled: boolean }) {
  const { t } = useWords();
  const state = view.model.state;
  if (state === null) return <header className="column-head column-head-empty" />;
  const status = state.emergency === undefined ? state.status : "emergency";
  return (
    <header className="column-head" data-bundled={bundled}>
      <div className="column-title">
        <h2>
          <RouteLink
            className="column-link"
            to={`/session/${encodeURIComponent(state.sessionId)}`}
            title={t("session.open", { name: state.workoutName })}
          >
            <span>{state.workoutName}</span>
            <span aria-hidden="true">›</span>
          </RouteLink>
        </h2>
        <p>
          <span className="status" data-status={status}>
            {t(`status.${status}`)}
          </span>
          <span className="column-type">{t(`type.${state.workoutType}`)}</span>
          <span>{t("players", { count: state.players.length })}</span>
          {state.trainerName === undefined ? null : (
            <span className="column-trainer">{t("session.trainer", { name: state.trainerName })}</span>
          )}
        </p>
      </div>
      <SessionClock view={view} />
      <SessionHead session={session} view={view} />
      <Commands session={session} view={view} bundled={bundled} />
    </header>
  );
}

/** Intervals have a common countdown; everything else is told by what most players do. */
function SessionHead({ session, view }: ColumnHeaderProps) {
  const state = view.model.state;
  const running = state?.status === "active" || state?.status === "paused";
  return state?.workoutType === "conditioning" || !running ? (
    <PresentInterval session={session} view={view} />
  ) : (
    <TypeHead view={view} />
  );
}

/** Time trained. While the link is down it goes on by the last known state: the session does too. */
function SessionClock({ view }: { view: SessionView }) {
  const nowMs = useTick();
  return (
    <div className="session-clock" role="timer">
      {clockText(elapsedS(view.model, nowMs))}
    </div>
  );
}

function PresentInterval({ session, view }: ColumnHeaderProps) {
  const { t } = useWords();
  const { link } = useBoardTools();
  useTick();
  const present = commonInterval(session, view, momentOf(link));
  if (present === null) return <Planned view={view} />;
  const { kind, name, index, total, remainingMs, fraction, next } = present;
  return (
    <div className="interval" data-kind={kind}>
      <div className="interval-line">
        <b>{name === "" ? t(`kind.${kind}`) : name}</b>
        <span className="interval-count">{t("interval.of", { index: index + 1, total })}</span>
        <span className="interval-left">{remainingMs === null ? "" : countdownText(remainingMs)}</span>
      </div>
      <div className="interval-track" aria-hidden="true">
        <span style={{ transform: `scaleX(${(fraction ?? 0).toFixed(3)})` }} />
      </div>
      <div className="interval-next">
        {view.model.state?.status === "paused" ? t("status.paused") : nextWords(t, remainingMs, next)}
      </div>
    </div>
  );
}

/** Before the start: what is planned, and how long it takes. */
function Planned({ view }: { view: SessionView }) {
  const { t } = useWords();
  const intervals = usePlan(view)?.intervals ?? [];
  if (intervals.length === 0 || view.model.state?.status !== "scheduled") return <div className="interval" />;
  const totalS = intervals.reduce((sum, interval) => sum + interval.duration, 0);
  return (
    <div className="interval">
      <div className="interval-line">
        <b>{t("interval.planned", { count: intervals.length })}</b>
        <span className="interval-left">{clockText(totalS)}</span>
      </div>
    </div>
  );
}

function nextWords(
  t: ReturnType<typeof useWords>["t"],
  remainingMs: number | null,
  next: { name: string; durationS: number } | null,
): string {
  if (remainingMs === null) return t("interval.manual");
  if (next === null) return t("interval.last");
  return t("interval.next", { name: next.name, duration: clockText(next.durationS) });
}
