/** Advice that this screen was told of, and what became of each; the tally of all is the server's. */

import { EVENTS, type NextSetPreview, type SessionView, toldOf } from "@dryland/client";
import type { PlayerPage } from "../../shared/look/pages";
import { Section } from "../../shared/ui/Section";
import { type SessionWords, useSessionWords } from "./words";

interface Given {
  adviceId: string;
  name: string;
  preview: NextSetPreview;
  verdict: "accepted" | "refused" | "none";
}

/** Each advice once, the newest first, with the last word on it. */
export function adviceGiven(told: SessionView["model"]["told"], players: readonly PlayerPage[]): Given[] {
  return players.flatMap((player) => {
    const verdicts = new Map(
      toldOf(told, player.playerId, EVENTS.ADVICE_DECISION).map((each) => [each.adviceId, each.verdict] as const),
    );
    return toldOf(told, player.playerId, EVENTS.STRENGTH_SET_COMPLETION).flatMap(({ nextSetPreview }) =>
      nextSetPreview?.adviceId === undefined
        ? []
        : [
            {
              adviceId: nextSetPreview.adviceId,
              name: player.playerName,
              preview: nextSetPreview,
              verdict: verdicts.get(nextSetPreview.adviceId) ?? ("none" as const),
            },
          ],
    );
  });
}

export function Advice({ view, players }: { view: SessionView; players: readonly PlayerPage[] }) {
  const { t } = useSessionWords();
  const given = adviceGiven(view.model.told, players);
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
            <b>{each.name}</b> {each.preview.exerciseName ?? ""} {advisedWords(t, each.preview)}:{" "}
            <b>{t(`session.verdict.${each.verdict}`)}</b>. {each.preview.reason}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const advisedWords = (t: SessionWords["t"], preview: NextSetPreview): string =>
  t("session.advised", {
    weight: +preview.weight.toFixed(2),
    unit: preview.weightUnit,
    reps: preview.targetReps,
    confidence: Math.round(preview.confidence * 100),
  });
