/** Players beside each other, with the one figure of load that their kind of workout has; in a bundle with their session. */

import { titleOf } from "../../shared/look/PlayerParts";
import type { PlayerPage } from "../../shared/look/pages";
import { PlainTable, secondsOf } from "../../shared/look/WorkTables";
import { figure, useLookWords } from "../../shared/look/words";
import { Section } from "../../shared/ui/Section";
import { type Rating, RatingCell, ratingWords } from "./RatingCell";
import { useDebriefWords } from "./words";

export interface PlayerLine {
  player: PlayerPage;
  /** Where the player's own part is. */
  to: string;
  /** The session, where there are several. */
  session?: string;
  /** Where a trainer may say a rating that is missing. */
  rating?: Rating;
}

export function PlayersTable({ lines }: { lines: readonly PlayerLine[] }) {
  const { t } = useDebriefWords();
  const look = useLookWords();
  const several = lines.some((line) => line.session !== undefined);
  const titles = [
    look.t("look.player"),
    ...(several ? [t("debrief.session")] : []),
    t("debrief.done"),
    look.t("look.inZone"),
    look.t("look.heart"),
    look.t("look.power"),
    t("debrief.load"),
    t("debrief.rating"),
    t("debrief.records"),
  ];
  return (
    <Section title={t("debrief.players")}>
      <PlainTable
        sparse
        label={t("debrief.players")}
        titles={titles}
        worded={several ? 2 : 1}
        rows={lines.map(({ player, to, session, rating }) => ({
          key: `${player.playerId} ${session ?? ""}`,
          cells: [
            <a className="debrief-link" key="name" href={to}>
              {titleOf(player)}
            </a>,
            ...(several ? [session ?? ""] : []),
            `${player.steps.done} / ${player.steps.planned}`,
            figure(player.zoneCompliance, "%"),
            figure(player.averageHeartRate),
            figure(player.averagePower, "W"),
            loadWords(player),
            rating === undefined ? ratingWords(player) : <RatingCell key="rating" player={player} rating={rating} />,
            player.personalRecords.length,
          ],
        }))}
      />
    </Section>
  );
}

function loadWords(player: PlayerPage): string {
  if (player.tonnageKg !== undefined) return figure(player.tonnageKg, "kg");
  if (player.trimp !== undefined) return figure(player.trimp, "TRIMP");
  return secondsOf(player.bestTimes[0]?.bestTime);
}
