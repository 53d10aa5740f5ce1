/** Everybody with their fitness, and one player's record: asked of the server, and kept in this tab for an outage. */

import { type Api, everyPage } from "../../shared/api";
import type { Player, PlayerFitness } from "../../shared/records";
import { FIT, type Fitness } from "./fitness";
import type { Told } from "./history";

export interface Member {
  id: string;
  name: string;
  number: number | null;
  fitness: Fitness;
}

export interface Squad {
  members: readonly Member[];
  /** Set while this is what the tab remembers, because the server could not be asked: ms since 1970. */
  asOfMs: number | null;
}

/** One player with all that was said; `told` is null while only what the tab remembers is there. */
export interface MedicalRecord {
  id: string;
  name: string;
  number: number | null;
  kept: Fitness;
  told: readonly Told[] | null;
  asOfMs: number | null;
}

const KEY = "dryland:medic-squad";

export const medicalOf = (playerId: string): string => `/api/players/${encodeURIComponent(playerId)}/medical`;

const fitnessIn = (said: PlayerFitness): Fitness => ({
  status: said.status,
  restrictions: said.restrictions ?? [],
  notes: said.notes ?? null,
  clearedDate: said.clearedDate ?? null,
  returnToPlay: said.returnToPlay ?? null,
  at: said.changedAt ?? null,
});

function keptSquad(signal: AbortSignal): Squad | null {
  const kept = sessionStorage.getItem(KEY);
  return kept === null || signal.aborted ? null : (JSON.parse(kept) as Squad);
}

export async function askSquad(api: Api, signal: AbortSignal): Promise<Squad> {
  try {
    const [players, said] = await Promise.all([
      everyPage<Player>(api, "/api/players", {}, signal),
      api.get<PlayerFitness[]>("/api/medical", { signal }),
    ]);
    const fitness = new Map(said.map((one) => [one.playerId, fitnessIn(one)]));
    const members = players
      .map(({ id, name, jerseyNumber }) => ({
        id,
        name,
        number: jerseyNumber ?? null,
        fitness: fitness.get(id) ?? FIT,
      }))
      .sort((a, b) => (a.number ?? 1_000) - (b.number ?? 1_000) || a.name.localeCompare(b.name));
    sessionStorage.setItem(KEY, JSON.stringify({ members, asOfMs: Date.now() } satisfies Squad));
    return { members, asOfMs: null };
  } catch (error) {
    const kept = keptSquad(signal);
    if (kept === null) throw error;
    return kept;
  }
}

export async function askRecord(api: Api, playerId: string, signal: AbortSignal): Promise<MedicalRecord> {
  try {
    const [player, told] = await Promise.all([
      api.get<Player>(`/api/players/${encodeURIComponent(playerId)}`, { signal }),
      api.get<Told[]>(medicalOf(playerId), { signal }),
    ]);
    return { id: player.id, name: player.name, number: player.jerseyNumber ?? null, kept: FIT, told, asOfMs: null };
  } catch (error) {
    const squad = keptSquad(signal);
    const member = squad?.members.find(({ id }) => id === playerId);
    if (member === undefined || squad === null) throw error;
    const { id, name, number, fitness } = member;
    return { id, name, number, kept: fitness, told: null, asOfMs: squad.asOfMs };
  }
}
