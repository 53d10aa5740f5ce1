/** Asks once, after the end, how hard the whole session was; kept on the device first, as everything here. */

import { EVENTS } from "@dryland/client";
import { useState } from "react";
import type { Kit } from "../../shared/athlete/kit";
import { isAnchor, loadRating, RATINGS, saveRating } from "./rating";
import { usePlayerWords } from "./words";

export function RateSession({ kit, playerId, title }: { kit: Kit; playerId: string; title: string }) {
  const { t } = usePlayerWords();
  const { sessionId } = kit.session;
  const [given, setGiven] = useState(() => loadRating(sessionId, playerId));
  const [asking, setAsking] = useState(given === null);
  const rate = async (rpe: number) => {
    await kit.outbox.put(EVENTS.PLAYER_SESSION_RPE, { sessionId, playerId, rpe });
    saveRating(sessionId, playerId, rpe);
    setGiven(rpe);
    setAsking(false);
  };
  if (!asking && given !== null)
    return (
      <section className="player-say">
        <h2>{title}</h2>
        <p role="status">{t("player.rate.thanks", { rpe: given })}</p>
        <button type="button" className="soft" onClick={() => setAsking(true)}>
          {t("player.rate.change")}
        </button>
      </section>
    );
  return (
    <section className="player-rate" aria-labelledby="rate-title">
      <p className="player-rate-over">{title}</p>
      <h2 id="rate-title">{t("player.rate.ask")}</h2>
      <p>{t("player.rate.hint")}</p>
      <div className="player-ratings">
        {RATINGS.map((rpe) => (
          <button key={rpe} type="button" className="soft" onClick={() => void rate(rpe)}>
            <b>{rpe}</b> {isAnchor(rpe) ? <span>{t(`player.rate.${rpe}`)}</span> : null}
          </button>
        ))}
      </div>
    </section>
  );
}
