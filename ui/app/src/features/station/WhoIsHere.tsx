/** The first screen of a rack: who takes turns here. One tap each, in the order of turns. */

import type { PlayerSessionStatus } from "@dryland/client";
import { RACK_MOST, toggled } from "./rackList";
import { useStationWords } from "./words";

export interface WhoIsHereProps {
  players: readonly PlayerSessionStatus[];
  chosen: readonly string[];
  onChange(playerIds: string[]): void;
  onStart(): void;
}

export function WhoIsHere({ players, chosen, onChange, onStart }: WhoIsHereProps) {
  const { t } = useStationWords();
  const sorted = [...players].sort((a, b) => (a.jerseyNumber ?? 100) - (b.jerseyNumber ?? 100));
  return (
    <section className="sheet who">
      <h1>{t("station.who")}</h1>
      <p className="sheet-text">{t(chosen.length >= RACK_MOST ? "station.who.full" : "station.who.text")}</p>
      {sorted.length === 0 ? <p className="sheet-text">{t("station.who.none")}</p> : null}
      <div className="sheet-grid">
        {sorted.map((player) => {
          const place = chosen.indexOf(player.playerId);
          return (
            <button
              key={player.playerId}
              type="button"
              className="soft who-player"
              aria-pressed={place >= 0}
              onClick={() => onChange(toggled(chosen, player.playerId))}
            >
              <span className="who-number">{player.jerseyNumber ?? "·"}</span>
              <span className="who-name">{player.playerName ?? player.playerId}</span>
              {place >= 0 ? <span className="who-turn">{place + 1}</span> : null}
            </button>
          );
        })}
      </div>
      <button
        type="button"
        className="tick"
        aria-disabled={chosen.length === 0}
        onClick={() => chosen.length && onStart()}
      >
        {t("station.who.start", { count: chosen.length })}
      </button>
    </section>
  );
}
