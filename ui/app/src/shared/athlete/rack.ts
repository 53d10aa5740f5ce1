/**
 * What a bar and its plates can load, which plates hang on a side, and how to get there from the bar as it is. The same
 * rules as the node's, so that a rack without a connection still says what to put on. Works in whole grams. Pure.
 */

import type { RackInventory, WeightUnit } from "@dryland/client";

/** International avoirdupois pound (1959 agreement), exact. */
export const KG_PER_LB = 0.45359237;

export function toKg(weight: number, unit: WeightUnit): number {
  return unit === "lbs" ? weight * KG_PER_LB : weight;
}

/** A weight as a person reads it in their unit: the unit changes the figure, never the iron. */
export function inUnit(weightKg: number, unit: WeightUnit): number {
  const figure = unit === "lbs" ? weightKg / KG_PER_LB : weightKg;
  return Math.round(figure * 100) / 100;
}

const grams = (weight: number, unit: WeightUnit): number => Math.round(toKg(weight, unit) * 1000);

/** Plates of one side, heaviest first; `strip` outermost first, `add` innermost first; null while the bar is unknown. */
export interface BarChange {
  readonly plates: readonly number[];
  readonly strip: readonly number[] | null;
  readonly add: readonly number[] | null;
}

export interface Rack {
  readonly unit: WeightUnit;
  /** Every load it makes, kg, lightest first. */
  readonly loadsKg: readonly number[];
  /** Plates for a load; null for one that the rack cannot make. */
  change(loadKg: number, onBarKg: number | null): BarChange | null;
}

const made = new WeakMap<RackInventory, Rack>();

/** The rack of an inventory; computed once for each. */
export function rackOf(inventory: RackInventory): Rack {
  const known = made.get(inventory);
  if (known !== undefined) return known;
  const unit = inventory.unit ?? "kg";
  const barG = grams(inventory.bar, unit) + 2 * grams(inventory.collars ?? 0, unit);
  const sides = fewestPlates(inventory, unit);
  const loadsKg = [...sides.keys()].map((sideG) => (barG + 2 * sideG) / 1000).sort((a, b) => a - b);
  const side = (loadKg: number): readonly number[] | null => {
    const overG = Math.round(loadKg * 1000) - barG;
    // A load in pounds told in kg may be a gram or two off.
    for (const slipG of [0, 1, -1, 2, -2]) {
      const plates = (overG + slipG) % 2 === 0 ? sides.get((overG + slipG) / 2) : undefined;
      if (plates !== undefined) return plates;
    }
    return null;
  };
  const rack: Rack = {
    unit,
    loadsKg,
    change(loadKg, onBarKg) {
      const plates = side(loadKg);
      if (plates === null) return null;
      const there = onBarKg === null ? null : side(onBarKg);
      if (there === null) return { plates, strip: null, add: null };
      let shared = 0;
      while (shared < there.length && shared < plates.length && there[shared] === plates[shared]) shared += 1;
      return { plates, strip: there.slice(shared).reverse(), add: plates.slice(shared) };
    },
  };
  made.set(inventory, rack);
  return rack;
}

/** Each weight of one side [g] with its fewest plates, heaviest first; of equally few those with the heaviest. */
function fewestPlates(inventory: RackInventory, unit: WeightUnit): Map<number, readonly number[]> {
  const best = new Map<number, readonly number[]>([[0, []]]);
  const pairs = [...inventory.plates].sort((a, b) => b.weight - a.weight);
  for (const pair of pairs) {
    const plateG = grams(pair.weight, unit);
    for (const [sideG, plates] of [...best]) {
      for (let count = 1; count <= pair.pairs; count += 1) {
        const candidate = [...plates, ...Array<number>(count).fill(pair.weight)];
        const known = best.get(sideG + count * plateG);
        if (known === undefined || isBetter(candidate, known)) best.set(sideG + count * plateG, candidate);
      }
    }
  }
  return best;
}

function isBetter(candidate: readonly number[], known: readonly number[]): boolean {
  if (candidate.length !== known.length) return candidate.length < known.length;
  const differs = candidate.findIndex((plate, place) => plate !== known[place]);
  return differs >= 0 && (candidate[differs] ?? 0) > (known[differs] ?? 0);
}

/** The next load up or down from one, kg: what the rack can make, else equal steps. */
export function nextLoadKg(loadKg: number, direction: 1 | -1, rack: Rack | null, incrementKg: number): number {
  const slack = 0.003;
  if (rack === null) {
    const place = loadKg / incrementKg;
    const next = direction > 0 ? Math.floor(place + slack) + 1 : Math.ceil(place - slack) - 1;
    return Math.max(0, Math.round(next * incrementKg * 1000) / 1000);
  }
  const loads = direction > 0 ? rack.loadsKg : [...rack.loadsKg].reverse();
  return loads.find((load) => (load - loadKg) * direction > slack) ?? loadKg;
}
