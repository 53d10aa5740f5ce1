/** Numbers and times as the floor reads them. Pure, no locale: digits and signs only. */

/** What is shown where a value is unknown or too old. */
export const NO_VALUE = "—";

const pad = (value: number): string => `${value}`.padStart(2, "0");

/** Seconds as m:ss, from an hour on as h:mm:ss. Counts whole seconds, never below 0:00. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${pad(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(whole % 60)}`;
}

/** What is left of a countdown, rounded up so that it reads 0:01 until the end. */
export function countdownText(remainingMs: number): string {
  return clockText(Math.ceil(Math.max(0, remainingMs) / 1000));
}

/** An age in the fewest characters: 7 s, 2:05, 1:02:10. */
export function ageText(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  return seconds < 60 ? `${seconds} s` : clockText(seconds);
}

/** A whole number, or a dash. */
export function wholeText(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? NO_VALUE : `${Math.round(value)}`;
}

/** A signed whole number with a true minus. */
export function signedText(value: number): string {
  const rounded = Math.round(value);
  if (rounded === 0) return "±0";
  return rounded > 0 ? `+${rounded}` : `−${-rounded}`;
}

/** First initial and last name; a single name stays as it is. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.at(-1) ?? "";
  const first = words[0] ?? "";
  return words.length < 2 ? last : `${first.slice(0, 1)}. ${last}`;
}
