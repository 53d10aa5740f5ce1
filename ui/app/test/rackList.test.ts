import { describe, expect, it } from "vitest";
import { firstUp, nextUp, toggled } from "../src/features/station/rackList";

const set = (playerId: string, withdrawn = false) => ({ playerId, withdrawn });
const all = () => true;

describe("who is up when a rack's screen opens", () => {
  it.each([
    ["nobody has lifted: the first", [], "a"],
    ["after the last set that counts", [set("a"), set("b")], "c"],
    ["round again", [set("c")], "a"],
    ["a set that was taken back does not count", [set("a"), set("b", true)], "b"],
    ["sets of others do not count", [set("a"), set("elsewhere")], "b"],
  ])("%s", (_word, sets, who) => {
    expect(firstUp(["a", "b", "c"], sets, all)).toBe(who);
  });

  it("is whoever has something to do", () => {
    expect(firstUp(["a", "b", "c"], [set("a")], (id) => id !== "b")).toBe("c");
    expect(nextUp(["a", "b"], "a", () => false)).toBe("a");
    expect(firstUp([], [], all)).toBe("");
  });
});

describe("a rack's list", () => {
  it("takes six and no more", () => {
    const six = ["a", "b", "c", "d", "e", "f"];
    expect(toggled(six, "g")).toEqual(six);
    expect(toggled(six, "c")).toEqual(["a", "b", "d", "e", "f"]);
  });
});
