/** A player's rating of the whole session; where there is none yet, a trainer may say it for them. */

import { EVENTS } from "@dryland/client";
import { NativeSelect } from "@mantine/core";
import { useApi, useDoing } from "../../shared/AccountContext";
import type { PlayerPage } from "../../shared/look/pages";
import { figure } from "../../shared/look/words";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { useDebriefWords } from "./words";

const RATINGS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

/** What is needed to say a rating for somebody. */
export interface Rating {
  sessionId: string;
  onRated(): void;
}

/** The rating, and with the minutes the load by it. */
export const ratingWords = ({ sessionRpe, srpeLoad }: PlayerPage): string =>
  sessionRpe === undefined ? "–" : `${sessionRpe} · ${figure(srpeLoad)}`;

export function RatingCell({ player, rating }: { player: PlayerPage; rating: Rating }) {
  const { t } = useDebriefWords();
  const api = useApi();
  const saying = useDoing(async (rpe: number) => {
    const payload = { sessionId: rating.sessionId, playerId: player.playerId, rpe };
    await api.post("/api/events", { event: EVENTS.PLAYER_SESSION_RPE, payload });
    rating.onRated();
  });
  if (player.sessionRpe !== undefined) return ratingWords(player);
  return (
    <>
      <NativeSelect
        className="debrief-rating"
        aria-label={t("debrief.rateFor", { name: player.playerName })}
        disabled={saying.busy}
        value=""
        data={["", ...RATINGS]}
        onChange={(event) => {
          if (event.currentTarget.value !== "") void saying.run(Number(event.currentTarget.value));
        }}
      />
      <ErrorNote problem={saying.problem} />
    </>
  );
}
