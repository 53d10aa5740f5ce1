/**
 * The node's clock as seen from this device, from there-and-back readings: its offset, and its rate where a demo lets
 * the node's time run faster. Pure: takes readings, returns estimates; knows nothing of sockets and never reads a clock.
 */

/** One reading in ms since 1970: sent (device), received and sent back (node), arrived (device). */
export interface ClockReading {
  t0: number;
  t1: number;
  t2: number;
  t3: number;
}

/** At `deviceMs` the node's clock showed `serverMs`, ± half of `rttMs`. */
export interface ClockEstimate {
  deviceMs: number;
  serverMs: number;
  rttMs: number;
}

/** `rate` is node ms per device ms; `strays` counts readings in a row that did not fit what was known. */
export interface ClockState {
  readings: readonly ClockEstimate[];
  best: ClockEstimate | null;
  rate: number;
  strays: number;
}

export const CLOCK_UNKNOWN: ClockState = { readings: [], best: null, rate: 1, strays: 0 };

const KEPT = 16;
const MAX_AGE_MS = 10 * 60_000;
/** Network jitter that two honest readings may disagree by, beyond their own bounds. */
const SLACK_MS = 30;
/** Two clocks at the same speed drift apart by less than this share (200 ppm). */
const DRIFT = 0.0002;
/** A rate may be told from two readings only when they are this far apart. */
const RATE_SPAN_MS = 100;

/** Midpoint and round trip of one reading (Mills 1991, the NTP on-wire protocol). */
export function estimate(reading: ClockReading): ClockEstimate {
  const rttMs = Math.max(0, reading.t3 - reading.t0 - (reading.t2 - reading.t1));
  return { deviceMs: (reading.t0 + reading.t3) / 2, serverMs: (reading.t1 + reading.t2) / 2, rttMs };
}

/** The node's time for a device time, in ms since 1970; the device's own while nothing is known. */
export function serverTime(state: ClockState, deviceMs: number): number {
  return state.best === null ? deviceMs : state.best.serverMs + (deviceMs - state.best.deviceMs) * state.rate;
}

/**
 * Takes a reading in. The shortest round trip wins. A reading that does not fit means that a clock was set: what was
 * known is dropped. A second one in a row means that the node's time runs at another rate.
 */
export function addReading(state: ClockState, reading: ClockReading): ClockState {
  const fresh = estimate(reading);
  if (state.best === null) return settled([fresh], 1, 0);
  if (fits(state, fresh)) {
    const young = state.readings.filter((old) => Math.abs(fresh.deviceMs - old.deviceMs) < MAX_AGE_MS);
    const readings = [...young.slice(-(KEPT - 1)), fresh];
    return settled(readings, state.rate === 1 ? 1 : rateOf(readings), 0);
  }
  const last = state.readings.at(-1);
  const scaled = state.strays > 0 && last !== undefined ? rateOf([last, fresh]) : 1;
  return scaled === 1 || last === undefined
    ? settled([fresh], 1, state.strays + 1)
    : settled([last, fresh], scaled, state.strays + 1);
}

function fits(state: ClockState, fresh: ClockEstimate): boolean {
  if (state.best === null) return false;
  const bound = ((fresh.rttMs + state.best.rttMs) / 2 + SLACK_MS) * Math.max(1, state.rate);
  const drift = Math.abs(fresh.deviceMs - state.best.deviceMs) * DRIFT;
  const rateError = state.rate === 1 ? 0 : Math.abs(fresh.serverMs - state.best.serverMs) * 0.1;
  return Math.abs(serverTime(state, fresh.deviceMs) - fresh.serverMs) <= bound + drift + rateError;
}

/** Node ms per device ms between the first and the last reading; 1 when they are too close or the node went back. */
function rateOf(readings: readonly ClockEstimate[]): number {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || last.deviceMs - first.deviceMs < RATE_SPAN_MS) return 1;
  const rate = (last.serverMs - first.serverMs) / (last.deviceMs - first.deviceMs);
  return rate > 0 ? rate : 1;
}

/** At the world's rate the reading with the shortest way is best; at another the newest, as its error does not grow. */
function settled(readings: readonly ClockEstimate[], rate: number, strays: number): ClockState {
  const shortest = readings.reduce((a, b) => (b.rttMs <= a.rttMs ? b : a));
  const best = rate === 1 ? shortest : (readings.at(-1) ?? shortest);
  return { readings, best, rate, strays };
}
