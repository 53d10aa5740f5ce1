/** Advice that this screen was told of, and what became of each; the tally of all is the server's. */

import {
  type AdaptiveRecommendation,
  EVENTS,
  type NextSetPreview,
  type PlayerSessionStatus,
  type SessionView,
  toldOf,
} from "@dryland/client";
import { signedText } from "../../shared/format";
import type { PlayerPage } from "../../shared/look/pages";
import type { Locale } from "../../shared/preferences";
import { told } from "../../shared/sayings/say";
import { Section } from "../../shared/ui/Section";
import { type SessionWords, useSessionWords } from "./words";

interface Given {
  adviceId: string;
  name: string;
  /** Of a next set; of a next interval otherwise, the newest of each player. */
  preview: NextSetPreview | null;
  interval: AdaptiveRecommendation | null;
  verdict: "accepted" | "refused" | "none";
}

/** Each advice once, the newest first, with the last word on it. */
export function adviceGiven(
  told: SessionView["model"]["told"],
  players: readonly PlayerPage[],
  present: readonly PlayerSessionStatus[],
): Given[] {
  const newest = new Map(present.map((player) => [player.playerId, player.recommendations]));
  return players.flatMap((player) => {
    const verdicts = new Map(
      toldOf(told, player.playerId, EVENTS.ADVICE_DECISION).map((each) => [each.adviceId, each.verdict] as const),
    );
    const interval = newest.get(player.playerId);
    const ofInterval: Given[] =
      interval?.adviceId === undefined
        ? []
        : [
            {
              adviceId: interval.adviceId,
              name: player.playerName,
              preview: null,
              interval,
              verdict: verdicts.get(interval.adviceId) ?? "none",
            },
          ];
    const ofSets = toldOf(told, player.playerId, EVENTS.STRENGTH_SET_COMPLETION).flatMap(({ nextSetPreview }) =>
      nextSetPreview?.adviceId === undefined
        ? []
        : [
            {
              adviceId: nextSetPreview.adviceId,
              name: player.playerName,
              preview: nextSetPreview,
              interval: null,
              verdict: verdicts.get(nextSetPreview.adviceId) ?? ("none" as const),
            },
          ],
    );
    return [...ofInterval, ...ofSets];
  });
}

export function Advice({ view, players }: { view: SessionView; players: readonly PlayerPage[] }) {
  const { t, locale } = useSessionWords();
  const given = adviceGiven(view.model.told, players, view.model.state?.players ?? []);
  const total = (name: "given" | "accepted" | "refused") => players.reduce((sum, each) => sum + each.advice[name], 0);
  return (
    <Section
      title={t("session.advice")}
      lead={t("session.adviceTally", {
        given: total("given"),
        accepted: total("accepted"),
        refused: total("refused"),
      })}
    >
      {given.length === 0 ? <p className="soft">{t("session.noAdvice")}</p> : null}
      <ul className="look-list">
        {given.map((each) => (
          <li key={each.adviceId}>
            <b>{each.name}</b> {each.preview?.exerciseName ?? ""} {adviceWords(t, each)}:{" "}
            <b>{t(`session.verdict.${each.verdict}`)}</b>. {reasonWords(each, locale)}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function reasonWords({ preview, interval }: Given, locale: Locale): string {
  if (preview !== null) return told(preview.reasonSayings, preview.reason, locale, preview.weightUnit);
  return interval === null ? "" : told(interval.reasonSayings, interval.reason, locale);
}

function adviceWords(t: SessionWords["t"], { preview, interval }: Given): string {
  if (preview !== null) return advisedWords(t, preview);
  const { intensityAdjustment: change = 0, recoveryNeeded = 0 } = interval ?? {};
  return t("session.advisedInterval", { change: signedText(change), seconds: Math.round(recoveryNeeded) });
}

const advisedWords = (t: SessionWords["t"], preview: NextSetPreview): string =>
  t("session.advised", {
    weight: +preview.weight.toFixed(2),
    unit: preview.weightUnit,
    reps: preview.targetReps,
    confidence: Math.round(preview.confidence * 100),
  });
