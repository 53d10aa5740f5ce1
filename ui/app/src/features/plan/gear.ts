/** Kinds of places and gear: their codes and words, what a bundle holds of them, how many minutes they ran. Knows no screen. */

import type { BundleShown, Item } from "./records";
import type { PlanWords } from "./words";

export const GEAR_TYPES = [
  "rack",
  "barbell",
  "dumbbell",
  "kettlebell",
  "box",
  "bike",
  "rower",
  "treadmill",
  "ski_erg",
  "mat",
  "jump_mat",
  "timing_gate",
  "cone",
] as const;

export const PLACE_KINDS = ["gym", "hall", "field", "track", "pool", "other"] as const;

type Say = PlanWords["t"];

const isOf = <Code extends string>(codes: readonly Code[], code: string): code is Code =>
  codes.some((one) => one === code);

/** A code as a person would write it: `ski_erg` is Ski erg. */
const plainWord = (code: string): string => {
  const words = code.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const gearWord = (type: string, t: Say): string =>
  isOf(GEAR_TYPES, type) ? t(`plan.gear.${type}`) : plainWord(type);

export const placeWord = (kind: string, t: Say): string =>
  isOf(PLACE_KINDS, kind) ? t(`plan.place.${kind}`) : plainWord(kind);

/** The code of a type that somebody wrote: a known word's, else the letters and digits of what they wrote; "" for none. */
export function gearCode(written: string, t: Say): string {
  const plain = written.trim().toLowerCase();
  const known = GEAR_TYPES.find((type) => t(`plan.gear.${type}`).toLowerCase() === plain || type === plain);
  if (known !== undefined) return known;
  return plain
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
}

export interface Hit {
  bundleId: string;
  bundleName: string;
  sessionName: string;
  start: string | null;
  running: boolean;
}

/** The sessions that were given this item and are not over: what its failure hits. */
export const hitsOf = (bundles: readonly BundleShown[], itemId: string): Hit[] =>
  bundles.flatMap((bundle) =>
    bundle.sessions
      .filter((session) => session.isOver !== true && session.resources?.itemIds?.includes(itemId))
      .map((session) => ({
        bundleId: bundle.bundleId,
        bundleName: bundle.bundleName,
        sessionName: session.name,
        start: session.scheduledStart ?? bundle.scheduledStart ?? null,
        running: session.status === "active" || session.status === "paused",
      })),
  );

/** Names for items that are added together, carrying on after the highest number there is: Bike 3, Bike 4. */
export function newNames(word: string, count: number, items: readonly Pick<Item, "name">[]): string[] {
  if (count === 1 && /\d$/.test(word)) return [word];
  const stem = `${word} `.toLowerCase();
  const numbers = items
    .filter((item) => item.name.toLowerCase().startsWith(stem))
    .map((item) => Number(item.name.slice(stem.length)))
    .filter((number) => Number.isInteger(number));
  const last = Math.max(0, ...numbers);
  return Array.from({ length: count }, (_, at) => `${word} ${last + at + 1}`);
}

/** Minutes as a person says how long a machine ran: 45 min, 12 h. */
export function usedWord(minutes: number, t: Say): string {
  return minutes < 120
    ? t("plan.gear.minutes", { minutes: Math.round(minutes) })
    : t("plan.gear.hours", { hours: Math.round(minutes / 60) });
}
