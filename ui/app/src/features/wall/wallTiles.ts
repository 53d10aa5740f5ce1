/** What each tile of a wall shows, from a session and its newest frame. Pure. */

import { type Signal, STALE_AFTER_MS, type WallPlayer } from "@dryland/client";
import type { WallSession } from "./wallFeed";

export interface WallTile {
  key: string;
  /** The number on the jersey, the alias of whoever does not want to be known by it, or null for one who is known by neither. */
  label: string | null;
  zone: number | null;
  inZone: boolean | null;
  /** Where there is no zone: a rest that runs, node time in ms. */
  restEndsAtMs: number | null;
  isDone: boolean;
  /** False once the figures are too old to be shown. */
  isFresh: boolean;
}

/** The interval that everybody is in together. */
export interface WallPhase {
  name: string;
  type: "warmup" | "work" | "rest" | "cooldown";
  index: number;
  total: number;
  endsAtMs: number | null;
  nextName: string | null;
}

interface Row {
  label: string | null;
  zone: number | null;
  inZone: boolean | null;
  signal: Signal;
}

const SHOWN: ReadonlySet<Signal> = new Set<Signal>(["live", "late"]);
const LEFT: ReadonlySet<WallPlayer["status"]> = new Set<WallPlayer["status"]>(["completed", "dropped"]);

/** Tiles in the order of jersey numbers, then of aliases; those with neither come last, in the node's order. */
export function tilesOf(session: WallSession, deviceMs: number): WallTile[] {
  const fresh = session.frameAtMs !== null && deviceMs - session.frameAtMs <= STALE_AFTER_MS;
  const rows = readRows(session);
  const take = (player: WallPlayer): Row | null => {
    const place = rows.findIndex(({ label }) => label === labelOf(player.jerseyNumber, player.alias));
    return place < 0 ? null : (rows.splice(place, 1)[0] ?? null);
  };
  return session.state.players
    .map((player, place) => tileOf(player, take(player), fresh, `${session.state.sessionId}:${place}`))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.label ?? "").localeCompare(b.label ?? ""));
}

/** How many characters the longest label has: what a wall must leave room for. */
export const labelChars = (players: readonly WallPlayer[]): number =>
  Math.max(2, ...players.map(({ jerseyNumber, alias }) => labelOf(jerseyNumber, alias)?.length ?? 0));

const labelOf = (number: unknown, alias: unknown): string | null =>
  typeof number === "number" ? `${number}` : typeof alias === "string" ? alias : null;

const UNKNOWN_RANK = 10_000;
const ALIAS_RANK = 1_000;

function rankOf({ label }: WallTile): number {
  if (label === null) return UNKNOWN_RANK;
  return /^\d+$/.test(label) ? Number(label) : ALIAS_RANK;
}

function tileOf(player: WallPlayer, row: Row | null, fresh: boolean, key: string): WallTile {
  const isFresh = fresh && row !== null && SHOWN.has(row.signal);
  return {
    key,
    label: labelOf(player.jerseyNumber, player.alias),
    zone: isFresh ? row.zone : null,
    inZone: isFresh ? row.inZone : null,
    restEndsAtMs: player.restEndsAt === undefined ? null : Date.parse(player.restEndsAt),
    isDone: LEFT.has(player.status),
    isFresh,
  };
}

function readRows({ columns, rows }: WallSession): Row[] {
  const at = (name: string) => columns.indexOf(name);
  const [number, alias] = [at("jerseyNumber"), at("alias")];
  const [zone, inZone, signal] = [at("zone"), at("inZone"), at("signal")];
  return rows.map((row) => ({
    label: labelOf(row[number], row[alias]),
    zone: asNumber(row[zone]),
    inZone: typeof row[inZone] === "boolean" ? row[inZone] === true : null,
    signal: (row[signal] ?? "none") as Signal,
  }));
}

const asNumber = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** The phase most of those are in who have one; null where no timer runs. */
export function phaseOf(session: WallSession): WallPhase | null {
  const timers = session.state.players.flatMap((player) => player.timer ?? []);
  const counts = new Map<string, number>();
  const keyOf = (timer: (typeof timers)[number]) => `${timer.index} ${timer.endsAt ?? ""}`;
  for (const timer of timers) counts.set(keyOf(timer), (counts.get(keyOf(timer)) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  const timer = timers.find((one) => keyOf(one) === most?.[0]);
  if (timer === undefined) return null;
  return {
    name: timer.name,
    type: timer.type,
    index: timer.index,
    total: timer.total,
    endsAtMs: timer.endsAt === undefined ? null : Date.parse(timer.endsAt),
    nextName: timer.nextName ?? null,
  };
}
