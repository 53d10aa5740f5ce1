/**
 * Puts a list's elements into a new order with the fewest moves. Whoever needs the trainer comes from the end to the front:
 * React would then move all the others, and each element that is moved is laid out anew with everything in it.
 */

/** Places of the longest run that already stands in the wanted order; only the others have to move. */
export function longestRise(places: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const before: number[] = [];
  places.forEach((place, at) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[ends[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = at;
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) kept.add(at);
  return kept;
}

/** `moveBefore` keeps focus and whatever is under way in an element; where it is missing focus is given back. */
interface Mover {
  moveBefore?(node: Element, before: Element | null): void;
}

/** Orders the children of `parent` as `wanted` says; all of them are to be in it. Returns how many were moved. */
export function orderChildren(parent: Element, wanted: readonly Element[]): number {
  const rank = new Map(wanted.map((element, place) => [element, place]));
  const places = [...parent.children].map((element) => rank.get(element) ?? -1);
  const rise = longestRise(places);
  const stay = new Set([...parent.children].filter((_, at) => rise.has(at)));
  const focused = document.activeElement;
  const mover = parent as Element & Mover;
  let moved = 0;
  let next: Element | null = null;
  for (const element of [...wanted].reverse()) {
    if (!stay.has(element)) {
      if (mover.moveBefore === undefined) parent.insertBefore(element, next);
      else mover.moveBefore(element, next);
      moved += 1;
    }
    next = element;
  }
  if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  return moved;
}
