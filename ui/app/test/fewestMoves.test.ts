// @vitest-environment jsdom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestRise, orderChildren } from "../src/features/board/fewestMoves";

function list(count: number): HTMLElement {
  const parent = document.createElement("div");
  for (let at = 0; at < count; at += 1) {
    const child = document.createElement("button");
    child.id = `c${at}`;
    parent.append(child);
  }
  document.body.replaceChildren(parent);
  return parent;
}
const shuffled = (most: number) =>
  fc
    .integer({ min: 0, max: most })
    .chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }));

describe("the fewest moves", () => {
  it("put every list into every order", () => {
    fc.assert(
      fc.property(shuffled(30), (order) => {
        const parent = list(order.length);
        const wanted = order.map((at) => parent.children[at] as Element);
        orderChildren(parent, wanted);
        expect([...parent.children]).toEqual(wanted);
      }),
    );
  });

  it("are one for whoever comes from the end to the front, and none where nothing changed", () => {
    const parent = list(25);
    const [...before] = parent.children;
    const last = before.pop() as Element;
    expect(orderChildren(parent, [last, ...before])).toBe(1);
    expect(orderChildren(parent, [last, ...before])).toBe(0);
  });

  it("leave as many in place as can be: no longer rise is among them", () => {
    fc.assert(
      fc.property(shuffled(9), (order) => {
        const kept = [...longestRise(order)].sort((a, b) => a - b).map((at) => order[at] ?? 0);
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        const lengths = order.map(() => 1);
        order.forEach((value, at) => {
          for (let earlier = 0; earlier < at; earlier += 1)
            if ((order[earlier] ?? 0) < value) lengths[at] = Math.max(lengths[at] ?? 1, (lengths[earlier] ?? 1) + 1);
        });
        expect(kept).toHaveLength(Math.max(0, ...lengths));
      }),
    );
  });

  it("keep the focus where it was", () => {
    const parent = list(5);
    const [first, ...others] = parent.children;
    (first as HTMLElement).focus();
    orderChildren(parent, [...others, first as Element]);
    expect(document.activeElement).toBe(first);
  });
});
