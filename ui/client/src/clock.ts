/**
 * The offset between this device's clock and the node's, from there-and-back readings.
 * Pure: takes readings, returns estimates; knows nothing of sockets and never reads a clock.
 */

/** One reading in ms since 1970: sent (device), received and sent back (node), arrived (device). */
export interface ClockReading {
  t0: number;
  t1: number;
  t2: number;
  t3: number;
}

/** `offsetMs` is what to add to the device's clock to get the node's; `rttMs` bounds its error to ± rtt / 2. */
export interface ClockEstimate {
  offsetMs: number;
  rttMs: number;
  takenAtMs: number;
}

export interface ClockState {
  readings: readonly ClockEstimate[];
  best: ClockEstimate | null;
}

export const CLOCK_UNKNOWN: ClockState = { readings: [], best: null };

const KEPT = 16;
const MAX_AGE_MS = 10 * 60_000;
/** Network jitter that two honest readings may disagree by, beyond their own bounds. */
const SLACK_MS = 30;

/** Offset and round trip of one reading (Mills 1991, the NTP on-wire protocol). */
export function estimate(reading: ClockReading): ClockEstimate {
  const rttMs = Math.max(0, reading.t3 - reading.t0 - (reading.t2 - reading.t1));
  const offsetMs = (reading.t1 - reading.t0 + (reading.t2 - reading.t3)) / 2;
  return { offsetMs, rttMs, takenAtMs: reading.t3 };
}

function contradicts(a: ClockEstimate, b: ClockEstimate): boolean {
  return Math.abs(a.offsetMs - b.offsetMs) > (a.rttMs + b.rttMs) / 2 + SLACK_MS;
}

/** Takes a reading in. The shortest round trip wins; a reading that contradicts it means that a clock was set. */
export function addReading(state: ClockState, reading: ClockReading): ClockState {
  const fresh = estimate(reading);
  const young = state.readings.filter((old) => Math.abs(fresh.takenAtMs - old.takenAtMs) < MAX_AGE_MS);
  const kept = young.filter((old) => !contradicts(old, fresh)).slice(-(KEPT - 1));
  const readings = [...kept, fresh];
  const best = readings.reduce((a, b) => (b.rttMs <= a.rttMs ? b : a));
  return { readings, best };
}

/** The node's time for a device time, in ms since 1970; the device's own while nothing is known. */
export function serverTime(state: ClockState, deviceMs: number): number {
  return deviceMs + (state.best?.offsetMs ?? 0);
}
