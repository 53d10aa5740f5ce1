/**
 * Newest live values per player, and their recent past for curves.
 * Takes frames with the column names given on join; knows nothing of sockets, screens or clocks.
 */

import { STALE_AFTER_MS, signalAt } from "./signal";
import type { Cell, LiveFrame, Signal } from "./wire";

/** One player's newest values; null means unknown. */
export interface LiveValues {
  heartRate: number | null;
  power: number | null;
  cadence: number | null;
  speed: number | null;
  distance: number | null;
  zone: number | null;
  percentOfMax: number | null;
  percentOfFtp: number | null;
  powerZone: number | null;
  compliance: number | null;
  inZone: boolean | null;
  outOfZoneS: number | null;
  wBalancePercent: number | null;
  calories: number | null;
  /** As the node judged it when the frame left. */
  signal: Signal;
  /** Node time of the newest sample, ms; null when there is none. */
  atMs: number | null;
  /** How old it was when the frame left, ms of node time. */
  ageMs: number | null;
  /** Device time at which the frame came, ms. */
  heardAtMs: number;
  intervalIndex: number | null;
  /** ms since 1970, node time */
  intervalEndsAtMs: number | null;
}

/** Columns of a curve, equally long; NaN where the value was unknown. `atS` is node time in s since 1970. */
export interface Trail {
  atS: Float64Array;
  heartRate: Float32Array;
  power: Float32Array;
  length: number;
  /** When this device heard the newest point, by its own clock. */
  heardAtMs: number;
}

const NUMBERS = [
  "heartRate",
  "power",
  "cadence",
  "speed",
  "distance",
  "zone",
  "percentOfMax",
  "percentOfFtp",
  "powerZone",
  "compliance",
  "outOfZoneS",
  "wBalancePercent",
  "calories",
  "intervalIndex",
  "intervalEndsAtMs",
] as const;

const SIGNALS: ReadonlySet<string> = new Set<Signal>(["none", "live", "late", "stale", "lost", "implausible"]);

/** An hour at 1 Hz; older points leave. */
const TRAIL_POINTS = 3_600;
const SAME_SAMPLE_MS = 100;

export interface LiveTrack {
  values: LiveValues;
  trail: Trail;
}

export interface LiveFloor {
  columns: ReadonlyMap<string, number>;
  players: Map<string, LiveTrack>;
}

export function emptyFloor(): LiveFloor {
  return { columns: new Map(), players: new Map() };
}

export function setColumns(floor: LiveFloor, columns: readonly string[]): void {
  floor.columns = new Map(columns.map((name, index) => [name, index]));
}

/** Takes a frame in that came at a device time, and returns who has a row in it. Rows without a known player column are nobody's. */
export function applyFrame(floor: LiveFloor, frame: LiveFrame, heardAtMs: number): string[] {
  const idColumn = floor.columns.get("playerId") ?? floor.columns.get("jerseyNumber");
  if (idColumn === undefined) return [];
  const frameMs = Date.parse(frame.at);
  const touched: string[] = [];
  for (const row of frame.players) {
    const id = row[idColumn];
    if (id === null || id === undefined) continue;
    applyRow(floor, String(id), { ...readRow(floor.columns, row, frameMs), heardAtMs });
    touched.push(String(id));
  }
  return touched;
}

function readRow(columns: ReadonlyMap<string, number>, row: readonly Cell[], frameMs: number): LiveValues {
  const cell = (name: string): Cell => row[columns.get(name) ?? -1] ?? null;
  const ageMs = cell("ageMs");
  const signal = cell("signal");
  const inZone = cell("inZone");
  const values: LiveValues = {
    ...EMPTY_VALUES,
    inZone: typeof inZone === "boolean" ? inZone : null,
    signal: typeof signal === "string" && SIGNALS.has(signal) ? (signal as Signal) : "none",
    atMs: typeof ageMs === "number" ? frameMs - ageMs : null,
    ageMs: typeof ageMs === "number" ? ageMs : null,
  };
  for (const name of NUMBERS) {
    const value = cell(name);
    values[name] = typeof value === "number" ? value : null;
  }
  return values;
}

export const EMPTY_VALUES: LiveValues = {
  heartRate: null,
  power: null,
  cadence: null,
  speed: null,
  distance: null,
  zone: null,
  percentOfMax: null,
  percentOfFtp: null,
  powerZone: null,
  compliance: null,
  inZone: null,
  outOfZoneS: null,
  wBalancePercent: null,
  calories: null,
  signal: "none",
  atMs: null,
  ageMs: null,
  heardAtMs: 0,
  intervalIndex: null,
  intervalEndsAtMs: null,
};

function applyRow(floor: LiveFloor, playerId: string, values: LiveValues): void {
  const track = floor.players.get(playerId);
  if (track === undefined) {
    const fresh: LiveTrack = { values, trail: emptyTrail() };
    floor.players.set(playerId, fresh);
    extend(fresh.trail, values);
    return;
  }
  track.values = values;
  extend(track.trail, values);
}

/** A curve without a point. */
export function emptyTrail(): Trail {
  const size = 128;
  return {
    atS: new Float64Array(size),
    heartRate: new Float32Array(size),
    power: new Float32Array(size),
    length: 0,
    heardAtMs: 0,
  };
}

/**
 * Adds a sample unless it is the one we have; a silence longer than *stale* leaves a hole in the curve. How long it was
 * silent is measured by this device too: between two frames of a floor that runs faster there is no silence.
 */
function extend(trail: Trail, values: LiveValues): void {
  if (values.atMs === null || values.signal === "none" || values.signal === "implausible") return;
  const lastMs = trail.length > 0 ? (trail.atS[trail.length - 1] ?? 0) * 1000 : Number.NEGATIVE_INFINITY;
  if (values.atMs < lastMs + SAME_SAMPLE_MS) return;
  const silentMs = Math.min(values.atMs - lastMs, values.heardAtMs - trail.heardAtMs);
  if (trail.length > 0 && silentMs > STALE_AFTER_MS) push(trail, lastMs + 1_000, null, null);
  push(trail, values.atMs, values.heartRate, values.power);
  trail.heardAtMs = values.heardAtMs;
}

function push(trail: Trail, atMs: number, heartRate: number | null, power: number | null): void {
  if (trail.length === trail.atS.length) makeRoom(trail);
  trail.atS[trail.length] = atMs / 1000;
  trail.heartRate[trail.length] = heartRate ?? Number.NaN;
  trail.power[trail.length] = power ?? Number.NaN;
  trail.length += 1;
}

/** Doubles the columns up to an hour, then drops the oldest quarter. */
function makeRoom(trail: Trail): void {
  const from = trail.length >= TRAIL_POINTS ? Math.floor(trail.length / 4) : 0;
  const size = from > 0 ? trail.atS.length : Math.min(TRAIL_POINTS, trail.atS.length * 2);
  const atS = new Float64Array(size);
  const heartRate = new Float32Array(size);
  const power = new Float32Array(size);
  atS.set(trail.atS.subarray(from));
  heartRate.set(trail.heartRate.subarray(from));
  power.set(trail.power.subarray(from));
  Object.assign(trail, { atS, heartRate, power, length: trail.length - from });
}

/** Index of the first point at or after `fromS`. */
export function trailFrom(trail: Trail, fromS: number): number {
  let low = 0;
  let high = trail.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((trail.atS[middle] ?? 0) < fromS) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Age of a player's newest sample at a device time, ms; null when there never was one. The part since the frame came is
 * measured by this device alone, so that neither a wrong clock nor a node that runs faster makes a value look old.
 */
export function ageMs(values: LiveValues, deviceMs: number): number | null {
  return values.ageMs === null ? null : values.ageMs + Math.max(0, deviceMs - values.heardAtMs);
}

/** The signal at a device time, aged on this device. */
export function signalNow(values: LiveValues, deviceMs: number): Signal {
  const age = ageMs(values, deviceMs);
  return age === null ? "none" : signalAt(values.signal, age);
}
