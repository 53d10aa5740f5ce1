/** What is advised for the next interval, said while there is time to answer: one tap, kept on the phone until it is told. */

import { type AdaptiveRecommendation, EVENTS, type PlayerSessionStatus, toldOf } from "@dryland/client";
import { useSession } from "@dryland/client/react";
import { useState } from "react";
import type { Kit } from "../../shared/athlete/kit";
import { usePlayerWords } from "./words";

type Answer = "accepted" | "refused";

export function AdviceCard({ kit, me }: { kit: Kit; me: PlayerSessionStatus }) {
  const { t } = usePlayerWords();
  const { model } = useSession(kit.session);
  const [given, setGiven] = useState<{
    adviceId: string;
    answer: Answer | "notKept";
    after: number | undefined;
  } | null>(null);
  const advice = me.recommendations;
  const parts = advice === undefined ? [] : adviceParts(advice, t);
  if (advice?.adviceId === undefined || parts.length === 0) return null;
  const { adviceId } = advice;
  const told = toldOf(model.told, me.playerId, EVENTS.ADVICE_DECISION).findLast((each) => each.adviceId === adviceId);
  // One's own word holds until the node tells a later one.
  const own = given?.adviceId === adviceId && given.after === told?.seq ? given.answer : null;
  const answer = own ?? told?.verdict ?? null;
  const say = async (verdict: Answer) => {
    const about = { sessionId: kit.session.sessionId, playerId: me.playerId };
    const kept = await kit.outbox.put(EVENTS.ADVICE_DECISION, { ...about, adviceId, verdict });
    setGiven({ adviceId, answer: kept.ok ? verdict : "notKept", after: told?.seq });
  };
  return (
    <section className="advice-card" aria-label={t("player.advice")}>
      <p>
        <strong>{parts.join(" · ")}</strong>
      </p>
      {answer === null || answer === "notKept" ? (
        <div className="advice-answers">
          <button type="button" className="soft" onClick={() => void say("accepted")}>
            {t("player.advice.accept")}
          </button>
          <button type="button" className="soft" onClick={() => void say("refused")}>
            {t("player.advice.refuse")}
          </button>
        </div>
      ) : null}
      {answer === "accepted" ? (
        <button type="button" className="soft" onClick={() => void say("refused")}>
          {t("player.advice.takeBack")}
        </button>
      ) : null}
      {answer === null ? null : <p role="status">{t(`player.advice.${answer}`)}</p>}
    </section>
  );
}

type T = ReturnType<typeof usePlayerWords>["t"];

/** Only what would change something. */
function adviceParts({ intensityAdjustment: change, recoveryNeeded }: AdaptiveRecommendation, t: T): string[] {
  const by = Math.abs(Math.round(change));
  return [
    ...(by === 0 ? [] : [t(change < 0 ? "player.advice.easier" : "player.advice.harder", { by })]),
    ...(recoveryNeeded > 0 ? [t("player.advice.rest", { seconds: Math.round(recoveryNeeded) })] : []),
  ];
}
