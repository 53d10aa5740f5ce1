/**
 * Bytes of Bluetooth sensors to values in stated units: Heart Rate Measurement 0x2A37, FTMS Indoor Bike Data 0x2AD2 and
 * Rower Data 0x2AD1. The same rules as the node's. What contradicts itself is null, never a guess. Pure.
 */

export interface HeartRate {
  /** What the strap says, bpm. */
  readonly bpm: number;
  /** null: the strap cannot tell. */
  readonly contact: boolean | null;
  /** Intervals between beats, ms, oldest first. */
  readonly rrMs: readonly number[];
  readonly trailingBytes: number;
}

/** One measurement; null when it is cut. */
export function decodeHeartRate(bytes: DataView): HeartRate | null {
  const flags = bytes.byteLength > 0 ? bytes.getUint8(0) : 0;
  const isWide = (flags & 1) !== 0;
  const rrAt = 1 + (isWide ? 2 : 1) + ((flags & 8) !== 0 ? 2 : 0);
  if (bytes.byteLength < rrAt) return null;
  const count = (flags & 16) !== 0 ? Math.floor((bytes.byteLength - rrAt) / 2) : 0;
  const rrMs = Array.from({ length: count }, (_, place) => (bytes.getUint16(rrAt + 2 * place, true) * 1000) / 1024);
  return {
    bpm: isWide ? bytes.getUint16(1, true) : bytes.getUint8(1),
    contact: (flags & 4) === 0 ? null : (flags & 2) !== 0,
    rrMs,
    trailingBytes: bytes.byteLength - rrAt - 2 * count,
  };
}

/** The rate to use, bpm; null when the strap says 0 or has lost the skin. */
export function usableRate(beat: HeartRate): number | null {
  return beat.bpm > 0 && beat.contact !== false ? beat.bpm : null;
}

interface Field {
  readonly name: string;
  readonly width: 1 | 2 | 3;
  readonly signed?: boolean;
  readonly divisor?: number;
  /** The raw word for "unknown". */
  readonly unknown?: number;
}

const POWER: readonly Field[] = [{ name: "instantaneous_power_w", width: 2, signed: true }];
const AVERAGE_POWER: readonly Field[] = [{ name: "average_power_w", width: 2, signed: true }];
const DISTANCE: readonly Field[] = [{ name: "total_distance_m", width: 3 }];
const RESISTANCE: readonly Field[] = [{ name: "resistance_level", width: 2, signed: true }];
const REST: readonly (readonly Field[])[] = [
  [
    { name: "total_energy_kcal", width: 2, unknown: 0xffff },
    { name: "energy_per_hour_kcal", width: 2, unknown: 0xffff },
    { name: "energy_per_minute_kcal", width: 1, unknown: 0xff },
  ],
  [{ name: "heart_rate_bpm", width: 1 }],
  [{ name: "met", width: 1, divisor: 10 }],
  [{ name: "elapsed_time_s", width: 2 }],
  [{ name: "remaining_time_s", width: 2 }],
];

/** Fields by flag bit, in order of appearance; bit 0 announces its fields by being 0 ("More Data"). */
export const INDOOR_BIKE: readonly (readonly Field[])[] = [
  [{ name: "instantaneous_speed_kmh", width: 2, divisor: 100 }],
  [{ name: "average_speed_kmh", width: 2, divisor: 100 }],
  [{ name: "instantaneous_cadence_rpm", width: 2, divisor: 2 }],
  [{ name: "average_cadence_rpm", width: 2, divisor: 2 }],
  DISTANCE,
  RESISTANCE,
  POWER,
  AVERAGE_POWER,
  ...REST,
];

export const ROWER: readonly (readonly Field[])[] = [
  [
    { name: "stroke_rate_spm", width: 1, divisor: 2 },
    { name: "stroke_count", width: 2 },
  ],
  [{ name: "average_stroke_rate_spm", width: 1, divisor: 2 }],
  DISTANCE,
  [{ name: "instantaneous_pace_s_per_500m", width: 2 }],
  [{ name: "average_pace_s_per_500m", width: 2 }],
  POWER,
  AVERAGE_POWER,
  RESISTANCE,
  ...REST,
];

export interface Machine {
  readonly values: Readonly<Record<string, number | null>>;
  /** False: more packets of the same record follow. */
  readonly isWhole: boolean;
  readonly trailingBytes: number;
}

/** One packet of a machine; null when bytes are missing, or so many are left over that its flags cannot be believed. */
export function decodeMachine(layout: readonly (readonly Field[])[], bytes: DataView): Machine | null {
  if (bytes.byteLength < 2) return null;
  const flags = bytes.getUint16(0, true);
  const announced = layout.map((_, bit) => ((flags >> bit) & 1) === (bit === 0 ? 0 : 1));
  const fields = layout.flatMap((group, bit) => (announced[bit] === true ? group : []));
  const size = fields.reduce((sum, field) => sum + field.width, 2);
  const trailingBytes = bytes.byteLength - size;
  if (trailingBytes < 0 || trailingBytes >= doubtfulFrom(layout, announced)) return null;
  const values: Record<string, number | null> = {};
  let at = 2;
  for (const field of fields) {
    values[field.name] = read(bytes, at, field);
    at += field.width;
  }
  return { values, isWhole: (flags & 1) === 0, trailingBytes };
}

/**
 * A field sent ahead of the last announced one although its flag denies it shifts all that follow. A single surplus byte
 * is common padding and tolerated, and so is what no such field could fill.
 */
function doubtfulFrom(layout: readonly (readonly Field[])[], announced: readonly boolean[]): number {
  const last = announced.lastIndexOf(true);
  const widths = layout
    .filter((_, bit) => bit < last && announced[bit] === false)
    .map((group) => group.reduce((sum, field) => sum + field.width, 0));
  return widths.length === 0 ? Number.POSITIVE_INFINITY : Math.max(2, Math.min(...widths));
}

function read(bytes: DataView, at: number, { width, signed, divisor, unknown }: Field): number | null {
  let raw = 0;
  for (let place = width - 1; place >= 0; place -= 1) raw = raw * 256 + bytes.getUint8(at + place);
  if (raw === unknown) return null;
  const full = 2 ** (8 * width);
  const value = signed === true && raw >= full / 2 ? raw - full : raw;
  return value / (divisor ?? 1);
}
