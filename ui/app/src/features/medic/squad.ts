/** Everybody with their fitness: the roster and the changes that the organisation's log tells of, kept in this tab for an outage. */

import { EVENTS, type MedicalStatusChanged } from "@dryland/client";
import { type Api, everyPage } from "../../shared/api";
import type { Player } from "../../shared/records";
import { FIT, type Fitness, fitnessOf } from "./fitness";

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

interface News {
  seq: number;
  events: { seq: number; event: string; payload: unknown }[];
}

const KEY = "dryland:medic-squad";
const PAGE = 500;

async function changes(api: Api, signal: AbortSignal): Promise<MedicalStatusChanged[]> {
  const found: MedicalStatusChanged[] = [];
  for (let after = 0; ; ) {
    const page = await api.get<News>("/api/news", { query: { after, limit: PAGE }, signal });
    for (const { event, payload } of page.events)
      if (event === EVENTS.MEDICAL_STATUS_CHANGED) found.push(payload as MedicalStatusChanged);
    if (page.seq <= after) return found;
    after = page.seq;
  }
}

export async function askSquad(api: Api, signal: AbortSignal): Promise<Squad> {
  try {
    const [players, told] = await Promise.all([
      everyPage<Player>(api, "/api/players", {}, signal),
      changes(api, signal),
    ]);
    const fitness = fitnessOf(told);
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
    const kept = sessionStorage.getItem(KEY);
    if (kept === null || signal.aborted) throw error;
    return JSON.parse(kept) as Squad;
  }
}
