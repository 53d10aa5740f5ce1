/**
 * The bundle's own row, in the same place on every screen: name, clock and state, resources, what can be ordered, and
 * STOP ALL in its corner. Never covers a player.
 */

import {
  type BundlePhase,
  type BundleView,
  bundlePhase,
  elapsedS,
  type Session,
  type TrainingSessionState,
} from "@dryland/client";
import { clockText, wholeText } from "../../../shared/format";
import { useTick } from "../useTick";
import { useBoardWords } from "../words";
import { BundleCommands } from "./BundleCommands";
import type { PreflightWays } from "./PreflightFix";
import { ResourceStrip } from "./ResourceStrip";
import { StopAll } from "./StopAll";

export interface BundleDockProps {
  bundleId: string;
  bundle: BundleView;
  sessions: readonly Session[];
  states: readonly TrainingSessionState[];
  ways: PreflightWays;
}

export function BundleDock({ bundleId, bundle, sessions, states, ways }: BundleDockProps) {
  const { t } = useBoardWords();
  const phase = bundlePhase(states);
  return (
    <section className="dock" aria-label={t("board.bundle.label")}>
      <div className="dock-facts">
        <div className="dock-title">
          <h2>{bundle.name ?? t("board.bundle.unnamed", { count: states.length })}</h2>
          <span className="status" data-status={STATUS[phase]}>
            {t(`status.${STATUS[phase]}`)}
          </span>
          <BundleClock sessions={sessions} />
        </div>
        <Figures bundle={bundle} states={states} />
        <ResourceStrip resources={bundle.resources} />
      </div>
      <BundleCommands bundleId={bundleId} bundle={bundle} phase={phase} states={states} ways={ways} />
      <StopAll bundleId={bundleId} stopped={phase === "stopped"} report={bundle.stop} />
    </section>
  );
}

const STATUS = {
  planned: "scheduled",
  running: "active",
  paused: "paused",
  stopped: "emergency",
  over: "completed",
} as const satisfies Readonly<Record<BundlePhase, string>>;

/** The longest time trained in any of the sessions. */
function BundleClock({ sessions }: { sessions: readonly Session[] }) {
  const nowMs = useTick();
  const longestS = Math.max(0, ...sessions.map((session) => elapsedS(session.view().model, nowMs)));
  return (
    <b className="dock-clock" role="timer">
      {clockText(longestS)}
    </b>
  );
}

function Figures({ bundle, states }: { bundle: BundleView; states: readonly TrainingSessionState[] }) {
  const { t } = useBoardWords();
  const { aggregates } = bundle;
  const total = states.reduce((sum, state) => sum + state.totalPlayers, 0);
  const active = states.reduce((sum, state) => sum + state.activePlayers, 0);
  return (
    <p className="dock-figures">
      <span>{t("board.bundle.active", { active, total })}</span>
      {aggregates === null ? null : (
        <>
          <span>{t("board.bundle.progress", { percent: wholeText(aggregates.averageProgress) })}</span>
          {aggregates.averageHeartRate === undefined ? null : (
            <span>{t("board.bundle.heartRate", { bpm: wholeText(aggregates.averageHeartRate) })}</span>
          )}
          {aggregates.totalCaloriesBurned === undefined ? null : (
            <span>{t("board.bundle.energy", { kcal: wholeText(aggregates.totalCaloriesBurned) })}</span>
          )}
        </>
      )}
    </p>
  );
}
