/** Agility: who was fastest in each drill, and which faults were made where. */

import type { FaultKind } from "@dryland/client";
import type { PlayerPage } from "../../shared/look/pages";
import { PlainTable, secondsOf } from "../../shared/look/WorkTables";
import { useLookWords } from "../../shared/look/words";
import { Section } from "../../shared/ui/Section";
import { useSessionWords } from "./words";

interface Ranked {
  drillId: string;
  drill: string;
  rows: { player: PlayerPage; bestMs: number; meanMs: number | undefined }[];
}

/** Every drill with its players by best valid time; who has none is not ranked. */
export function rankDrills(players: readonly PlayerPage[]): Ranked[] {
  const ranked = new Map<string, Ranked>();
  for (const player of players)
    for (const drill of player.work?.drills ?? []) {
      const entry = ranked.get(drill.drillId) ?? { drillId: drill.drillId, drill: drill.name, rows: [] };
      if (drill.bestTime !== undefined) entry.rows.push({ player, bestMs: drill.bestTime, meanMs: drill.averageTime });
      ranked.set(drill.drillId, entry);
    }
  const all = [...ranked.values()];
  for (const entry of all) entry.rows.sort((a, b) => a.bestMs - b.bestMs);
  return all;
}

export function Ranking({ players }: { players: readonly PlayerPage[] }) {
  const { t } = useSessionWords();
  const drills = rankDrills(players).filter((drill) => drill.rows.length > 0);
  const titles = [t("session.place"), t("session.who"), t("session.best"), t("session.mean"), t("session.behind")];
  return (
    <Section title={t("session.ranking")}>
      {drills.length === 0 ? <p className="soft">{t("session.noRanking")}</p> : null}
      {drills.map((drill) => (
        <div key={drill.drillId}>
          <h3>{drill.drill}</h3>
          <PlainTable
            label={drill.drill}
            titles={titles}
            worded={2}
            rows={drill.rows.map((row, place) => ({
              key: row.player.playerId,
              cells: [
                place + 1,
                row.player.playerName,
                secondsOf(row.bestMs),
                secondsOf(row.meanMs),
                place === 0 ? "–" : `+${secondsOf(row.bestMs - (drill.rows[0]?.bestMs ?? 0))}`,
              ],
            }))}
          />
        </div>
      ))}
    </Section>
  );
}

export interface FaultCount {
  drillId: string;
  drill: string;
  counts: ReadonlyMap<FaultKind, number>;
}

/** How often each fault was made in each drill. */
export function countFaults(players: readonly PlayerPage[]): FaultCount[] {
  const found = new Map<string, { drillId: string; drill: string; counts: Map<FaultKind, number> }>();
  for (const drill of players.flatMap((player) => player.work?.drills ?? [])) {
    const entry = found.get(drill.drillId) ?? { drillId: drill.drillId, drill: drill.name, counts: new Map() };
    for (const attempt of drill.attempts)
      for (const fault of attempt.faults ?? []) entry.counts.set(fault, (entry.counts.get(fault) ?? 0) + 1);
    found.set(drill.drillId, entry);
  }
  return [...found.values()];
}

export function ErrorMap({ players }: { players: readonly PlayerPage[] }) {
  const { t } = useSessionWords();
  const look = useLookWords();
  const drills = countFaults(players);
  const kinds = [...new Set(drills.flatMap((drill) => [...drill.counts.keys()]))];
  return (
    <Section title={t("session.errors")}>
      {kinds.length === 0 ? (
        <p className="soft">{t("session.noErrors")}</p>
      ) : (
        <PlainTable
          label={t("session.errors")}
          titles={[look.t("look.drill"), ...kinds.map((kind) => look.t(`look.fault.${kind}`))]}
          rows={drills.map((drill) => ({
            key: drill.drillId,
            cells: [drill.drill, ...kinds.map((kind) => drill.counts.get(kind) ?? "–")],
          }))}
        />
      )}
    </Section>
  );
}
