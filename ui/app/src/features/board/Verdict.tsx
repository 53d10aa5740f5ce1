/** Whether an advice is followed: the trainer's word on it, and what was said before. */

import { EVENTS, type PlayerSessionStatus, type Session, toldOf } from "@dryland/client";
import { useSession } from "@dryland/client/react";
import { Button } from "@mantine/core";
import { useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { signedText } from "../../shared/format";
import { useBoardTools } from "./context";
import { useBoardWords } from "./words";

export interface VerdictProps {
  session: Session;
  player: PlayerSessionStatus;
  adviceId: string;
}

/** Accepted or refused, and by that kept: advice can be judged by what came of it. */
export function Verdict({ session, player, adviceId }: VerdictProps) {
  const words = useBoardWords();
  const { t } = words;
  const { link } = useBoardTools();
  const view = useSession(session);
  const [refusal, setRefusal] = useState<string | null>(null);
  const decided = toldOf(view.model.told, player.playerId, EVENTS.ADVICE_DECISION).findLast(
    (decision) => decision.adviceId === adviceId,
  );
  const decide = async (verdict: "accepted" | "refused") => {
    const { sessionId } = session;
    const { playerId } = player;
    const answer = await link.send(EVENTS.ADVICE_DECISION, { sessionId, playerId, adviceId, verdict });
    setRefusal(answer.ok ? null : errorWords(answer.error, words));
  };
  const { intensityChange: change, fromIndex } = decided ?? {};
  if (decided !== undefined)
    return (
      <div className="advice-verdict">
        <p role="status">
          {t(`board.advice.${decided.verdict}`)}
          {change === undefined || fromIndex === undefined
            ? null
            : ` · ${t(change === 0 ? "board.advice.asPlanned" : "board.advice.inForce", {
                change: signedText(change),
                interval: fromIndex + 1,
              })}`}
        </p>
        {decided.verdict === "accepted" && change !== undefined ? (
          <Button size="md" variant="default" onClick={() => void decide("refused")}>
            {t("board.advice.takeBack")}
          </Button>
        ) : null}
        {refusal === null ? null : <p role="alert">{refusal}</p>}
      </div>
    );
  return (
    <div className="advice-verdict">
      <Button size="md" onClick={() => void decide("accepted")}>
        {t("board.advice.accept")}
      </Button>
      <Button size="md" variant="default" onClick={() => void decide("refused")}>
        {t("board.advice.refuse")}
      </Button>
      {refusal === null ? null : <p role="alert">{refusal}</p>}
    </div>
  );
}
