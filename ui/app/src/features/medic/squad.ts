/**
 * Everybody with their fitness, and one player's record: asked of the server, and kept in this tab for an outage, for half
 * a day at most and for whoever saw it. What medics wrote to each other is not kept.
 */

import { type Api, everyPage } from "../../shared/api";
import { answerOr, type Shelf } from "../../shared/kept";
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

const NAME = "medic-squad";

export const medicalOf = (playerId: string): string => `/api/players/${encodeURIComponent(playerId)}/medical`;

const fitnessIn = (said: PlayerFitness): Fitness => ({
  status: said.status,
  restrictions: said.restrictions ?? [],
  notes: said.notes ?? null,
  clearedDate: said.clearedDate ?? null,
  returnToPlay: said.returnToPlay ?? null,
  at: said.changedAt ?? null,
});

const withoutNotes = (member: Member): Member => ({ ...member, fitness: { ...member.fitness, notes: null } });

function keptSquad(shelf: Shelf): Squad | undefined {
  const kept = shelf.read<Member[]>(NAME);
  return kept === null ? undefined : { members: kept.value, asOfMs: kept.atMs };
}

function keptRecord(shelf: Shelf, playerId: string): MedicalRecord | undefined {
  const squad = keptSquad(shelf);
  const member = squad?.members.find(({ id }) => id === playerId);
  if (squad === undefined || member === undefined) return undefined;
  const { id, name, number, fitness } = member;
  return { id, name, number, kept: fitness, told: null, asOfMs: squad.asOfMs };
}

/** Asks for everybody; where the server is away, what the shelf has. */
export const askSquad = (api: Api, shelf: Shelf, signal: AbortSignal): Promise<Squad> =>
  answerOr(freshSquad(api, shelf, signal), () => keptSquad(shelf));

export const askRecord = (api: Api, shelf: Shelf, playerId: string, signal: AbortSignal): Promise<MedicalRecord> =>
  answerOr(freshRecord(api, playerId, signal), () => keptRecord(shelf, playerId));

async function freshSquad(api: Api, shelf: Shelf, signal: AbortSignal): Promise<Squad> {
  const [players, said] = await Promise.all([
    everyPage<Player>(api, "/api/players", {}, signal),
    api.get<PlayerFitness[]>("/api/medical", { signal }),
  ]);
  const fitness = new Map(said.map((one) => [one.playerId, fitnessIn(one)]));
  const members = players
    .map(({ id, name, jerseyNumber }) => ({ id, name, number: jerseyNumber ?? null, fitness: fitness.get(id) ?? FIT }))
    .sort((a, b) => (a.number ?? 1_000) - (b.number ?? 1_000) || a.name.localeCompare(b.name));
  shelf.write(NAME, members.map(withoutNotes));
  return { members, asOfMs: null };
}

async function freshRecord(api: Api, playerId: string, signal: AbortSignal): Promise<MedicalRecord> {
  const [player, told] = await Promise.all([
    api.get<Player>(`/api/players/${encodeURIComponent(playerId)}`, { signal }),
    api.get<Told[]>(medicalOf(playerId), { signal }),
  ]);
  return { id: player.id, name: player.name, number: player.jerseyNumber ?? null, kept: FIT, told, asOfMs: null };
}
