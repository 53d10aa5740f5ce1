/** An agility drill: whose turn, the course with its steps, and a stopwatch by hand whose times are marked as such. */

import {
  type DrillPointer,
  EVENTS,
  newEventId,
  type PatternProgressed,
  type PlayerSessionStatus,
  toldOf,
  type VisualCues,
} from "@dryland/client";
import { useNow, useSession } from "@dryland/client/react";
import { useEffect, useState } from "react";
import type { Kit } from "../../shared/athlete/kit";
import { told } from "../../shared/sayings/say";
import { Course } from "./Course";
import { drillOf, startsOf } from "./drillPlan";
import { ownRuns } from "./ownRuns";
import { Stopwatch, secondsText } from "./Stopwatch";
import { timeText } from "./timeText";
import { usePlayerWords } from "./words";

export function Drills({ kit, me }: { kit: Kit; me: PlayerSessionStatus }) {
  const { t } = usePlayerWords();
  const drill = me.drill;
  if (drill === undefined) {
    return (
      <section className="player-say">
        <h2>{t("player.drillsDone")}</h2>
      </section>
    );
  }
  return <OneDrill key={`${drill.id} ${drill.attemptNumber}`} kit={kit} me={me} drill={drill} />;
}

function OneDrill({ kit, me, drill }: { kit: Kit; me: PlayerSessionStatus; drill: DrillPointer }) {
  const { t } = usePlayerWords();
  const { session, floor, outbox } = kit;
  const { model } = useSession(session);
  const nowMs = useNow(floor.link);
  const cues = useCues(kit, me.playerId, drill);
  const plan = model.state?.plan;
  const steps = drillOf(plan, drill)?.steps ?? [];
  const about = { sessionId: session.sessionId, playerId: me.playerId, drillId: drill.id };
  const begin = () =>
    void floor.link.send(EVENTS.AGILITY_PATTERN_PROGRESS, {
      ...about,
      currentPhase: "execution",
      attemptNumber: drill.attemptNumber,
      patternProgress: { currentStep: 0 },
    });
  const keep = async (timeMs: number, faults: readonly string[]) => {
    const kept = await outbox.put(EVENTS.AGILITY_DRILL_COMPLETION, {
      eventId: newEventId(),
      sessionId: session.sessionId,
      playerId: me.playerId,
      drillResult: {
        drillId: drill.id,
        attemptNumber: drill.attemptNumber,
        completionTime: Math.round(timeMs),
        source: "manual",
        errors: faults.map((type) => ({ type: type as "cone_contact" | "false_start" })),
        ...(drill.side === undefined ? {} : { side: drill.side }),
      },
    });
    return kept.ok;
  };
  return (
    <section className="drill">
      <div className="drill-head">
        <h2 className="pad-name">{drill.name}</h2>
        <p className="pad-place">
          {t("player.attempt", { number: drill.attemptNumber, total: drill.totalAttempts })}
          {drill.side === undefined ? null : ` · ${t(`player.side.${drill.side}`)}`}
        </p>
        <Turn drill={drill} nowMs={nowMs} />
      </div>
      <Course cues={cues} drill={drillOf(plan, drill)} />
      {steps.length === 0 ? null : (
        <ol className="drill-steps">
          {steps.map((step) => (
            <li key={step.name}>{step.instructions}</li>
          ))}
        </ol>
      )}
      <Times kit={kit} me={me} drill={drill} />
      <StartList kit={kit} drill={drill} />
      <Stopwatch bestMs={drill.bestTime ?? null} onBegin={begin} onKeep={keep} />
    </section>
  );
}

/** When it is this player's turn, or how long the rest still is. */
function Turn({ drill, nowMs }: { drill: DrillPointer; nowMs: number }) {
  const { t } = usePlayerWords();
  const startsMs = drill.startsAt === undefined ? null : Date.parse(drill.startsAt) - nowMs;
  const restMs = drill.restEndsAt === undefined ? null : Date.parse(drill.restEndsAt) - nowMs;
  return (
    <p className="drill-turn">
      {startsMs === null ? null : <strong>{t("player.startsIn", { time: timeText(startsMs) })}</strong>}
      {restMs === null ? null : (
        <strong>
          {t(restMs > 0 ? "player.rest" : "player.restOver")} {timeText(restMs)}
        </strong>
      )}
    </p>
  );
}

/** The order of starts, where the plan has one; whose turn it is now is marked. */
function StartList({ kit, drill }: { kit: Kit; drill: DrillPointer }) {
  const { t } = usePlayerWords();
  const { model } = useSession(kit.session);
  const players = new Map(model.state?.players.map((player) => [player.playerId, player]));
  const starts = startsOf(model.state?.plan, drill.id);
  if (starts.length === 0) return null;
  const own = starts.findIndex((entry) => entry.playerId === kit.holder.playerId);
  return (
    <details className="starts">
      <summary>
        {own < 0 ? t("player.starts.all") : t("player.starts", { number: own + 1, total: starts.length })}
      </summary>
      <ol>
        {starts.map((entry) => {
          const player = players.get(entry.playerId);
          const mine = entry.playerId === kit.holder.playerId;
          return (
            <li key={entry.playerId} aria-current={mine} data-runs={player?.drill?.phase === "execution"}>
              {mine ? t("player.starts.you") : (player?.playerName ?? "?")}
            </li>
          );
        })}
      </ol>
    </details>
  );
}

/** Own runs of this drill, the best marked, and what to do better. */
function Times({ kit, me, drill }: { kit: Kit; me: PlayerSessionStatus; drill: DrillPointer }) {
  const { t, locale } = usePlayerWords();
  const { model } = useSession(kit.session);
  const runs = ownRuns(toldOf(model.told, me.playerId, EVENTS.AGILITY_DRILL_COMPLETION), drill);
  if (runs.length === 0) return null;
  const correction = runs.at(-1)?.correction ?? null;
  const cue = correction === null ? null : told(correction.cueSayings, correction.cue, locale);
  return (
    <div className="times">
      <ol aria-label={t("player.mine")}>
        {runs.map(({ number, timeMs, isBest }) => (
          <li key={number} data-best={isBest}>
            <span className="sr-only">
              {timeMs === null
                ? t("player.mine.void", { number })
                : t("player.mine.one", { number, seconds: secondsText(timeMs) })}
            </span>
            <span aria-hidden="true">
              <small>{number}</small> {timeMs === null ? "–" : secondsText(timeMs)} {isBest ? "★" : ""}
            </span>
          </li>
        ))}
      </ol>
      {cue === null ? null : <p className="times-cue">{cue}</p>}
    </div>
  );
}

const wayIn = ({ pathTrace }: VisualCues): Pick<VisualCues, "pathTrace"> =>
  pathTrace === undefined ? {} : { pathTrace };

/** The course comes with the plan or, for the library's drills, from the node when it is asked for. */
function useCues(kit: Kit, playerId: string, drill: DrillPointer): VisualCues | null {
  const [cues, setCues] = useState<VisualCues | null>(null);
  const { link } = kit.floor;
  const { sessionId } = kit.session;
  const { id, attemptNumber } = drill;
  useEffect(() => {
    const end = link.onEvent(({ event, payload }) => {
      if (event !== EVENTS.AGILITY_PATTERN_PROGRESS) return;
      const told = payload as PatternProgressed;
      if (told.playerId === playerId && told.drillId === id && told.visualCues !== undefined) {
        const { visualCues, currentPhase } = told;
        // The whole way is told while setting up; afterwards only what is behind the player.
        setCues((before) =>
          before === null || currentPhase === "setup" ? visualCues : { ...visualCues, ...wayIn(before) },
        );
      }
    });
    const patternProgress = { currentStep: 0 };
    const about = { sessionId, playerId, drillId: id, attemptNumber };
    // Courses are told as single events, which a session that watches frames is not given.
    const ask = link.onOpen(async () => {
      await link.request(EVENTS.JOIN_SESSION, { sessionId, live: "events" });
      await link.send(EVENTS.AGILITY_PATTERN_PROGRESS, { ...about, currentPhase: "setup", patternProgress });
    });
    return () => {
      end();
      ask();
    };
  }, [link, sessionId, playerId, id, attemptNumber]);
  return cues;
}
