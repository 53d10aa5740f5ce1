/** Changes of a list that is never changed in place, and where in a plan a refusal points. Knows no screen. */

import type { Problem } from "../../shared/api";

export const replaced = <T>(list: readonly T[], place: number, item: T): T[] =>
  list.map((one, at) => (at === place ? item : one));

export const without = <T>(list: readonly T[], place: number): T[] => list.filter((_, at) => at !== place);

/** A name for a new item that no other has. */
export function freshId(ids: readonly string[], stem: string): string {
  let number = ids.length + 1;
  while (ids.includes(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

/** A refusal's words where it is about this place or something within it; null elsewhere. */
export function faultAt(problem: Problem | null, path: string): string | null {
  const at = problem?.context.path;
  if (problem === null || at === undefined || at === null) return null;
  const within = at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`);
  return within ? problem.message : null;
}

/** A number from a field that may be empty. */
export const figure = (value: string | number): number | undefined => (typeof value === "number" ? value : undefined);

/** `item` with a value set, or without it where there is none. */
export function withValue<T extends object, K extends keyof T>(item: T, key: K, value: T[K] | undefined): T {
  const { [key]: _, ...rest } = item;
  return (value === undefined ? rest : { ...rest, [key]: value }) as T;
}
