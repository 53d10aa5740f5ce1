/** A drill's own layout changed: cones placed, moved, renamed and taken away, steps put in order. m. Knows no screen. */

import type { Cone, Drill, DrillStep, Point } from "@dryland/client";
import { replaced, withValue } from "./editing";
import type { Layout } from "./records";

/** Cones stand on half metres when they are placed by a tap; figures may say it finer. */
export const GRID_M = 0.5;
const MOST_M = 200;
const LEAST_FIELD_M = 10;
const ROOM_M = 2.5;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A place on the grid and on the field. */
export const snapped = ({ x, y }: Point): Point => ({ x: onGrid(x), y: onGrid(y) });

const onGrid = (value: number): number => Math.min(MOST_M, Math.max(-MOST_M, Math.round(value / GRID_M) * GRID_M)) + 0; // no −0

/** The first letter, then number, that no cone is called by. */
export function freeName(cones: readonly Cone[]): string {
  const taken = new Set(cones.map((one) => one.id));
  const letter = [...LETTERS].find((one) => !taken.has(one));
  if (letter !== undefined) return letter;
  let number = 1;
  while (taken.has(`${number}`)) number += 1;
  return `${number}`;
}

export const withCone = (drill: Drill, at: Point): Drill => {
  const cones = drill.cones ?? [];
  return { ...drill, cones: [...cones, { id: freeName(cones), ...snapped(at) }] };
};

export const moved = (drill: Drill, id: string, to: Point): Drill => ({
  ...drill,
  cones: (drill.cones ?? []).map((cone) => (cone.id === id ? { ...cone, ...to } : cone)),
});

/** The cone under another name; the steps that lead to it follow. */
export function renamed(drill: Drill, place: number, id: string): Drill {
  const cone = drill.cones?.[place];
  if (cone === undefined) return drill;
  return {
    ...drill,
    cones: replaced(drill.cones ?? [], place, { ...cone, id }),
    steps: (drill.steps ?? []).map((step) => (step.to === cone.id ? { ...step, to: id } : step)),
  };
}

/** Without the cone and without the steps that led to it. */
export const withoutCone = (drill: Drill, id: string): Drill => ({
  ...drill,
  cones: (drill.cones ?? []).filter((cone) => cone.id !== id),
  steps: (drill.steps ?? []).filter((step) => step.to !== id),
});

export const withStep = (drill: Drill, step: DrillStep): Drill => ({ ...drill, steps: [...(drill.steps ?? []), step] });

/** A step moved up (−1) or down (+1) in the order. */
export function reordered(steps: readonly DrillStep[], place: number, by: -1 | 1): DrillStep[] {
  const [one, other] = [steps[place], steps[place + by]];
  if (one === undefined || other === undefined) return [...steps];
  return replaced(replaced(steps, place, other), place + by, one);
}

/** The drill with a layout of its own, which begins as the one it had. */
export function asOwn(drill: Drill, known: Layout | undefined): Drill {
  const own: Drill = {
    ...drill,
    pattern: "custom",
    cones: drill.cones ?? known?.cones ?? [{ id: "A", x: 0, y: 0 }],
    steps: drill.steps ?? known?.steps ?? [],
  };
  return withValue(own, "length", drill.length ?? known?.lengthM ?? undefined);
}

/** The drill by a pattern of the library, whose cones and steps apply. */
export function asKnown(drill: Drill, pattern: Drill["pattern"]): Drill {
  const { cones: _, steps: __, length, ...kept } = drill;
  return { ...kept, pattern, ...(pattern === "linear" && length !== undefined ? { length } : {}) };
}

/** The corners of the way, from the first cone on. */
export function wayOf({ cones = [], steps = [] }: Drill): Point[] {
  const places = new Map(cones.map((cone): [string, Cone] => [cone.id, cone]));
  const first = cones[0];
  const stops = steps.flatMap((step) => (step.to === undefined ? [] : (places.get(step.to) ?? [])));
  return (first === undefined ? stops : [first, ...stops]).map(({ x, y }) => ({ x, y }));
}

export interface Field {
  left: number;
  bottom: number;
  width: number;
  height: number;
}

/** The field that is shown: every cone with room around it, never less than a small hall, on whole steps of 5 m. */
export function fieldOf(cones: readonly Point[]): Field {
  const span = (values: readonly number[]): [number, number] => {
    const [low, high] = [Math.min(0, ...values) - ROOM_M, Math.max(0, ...values) + ROOM_M];
    const from = Math.floor(low / 5) * 5;
    return [from, Math.max(LEAST_FIELD_M, Math.ceil((high - from) / 5) * 5)];
  };
  const [left, width] = span(cones.map((cone) => cone.x));
  const [bottom, height] = span(cones.map((cone) => cone.y));
  return { left, bottom, width, height };
}
