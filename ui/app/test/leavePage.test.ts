// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { leavePage } from "../src/shared/pageFloor";

beforeEach(() => window.sessionStorage.clear());

describe("leaving", () => {
  it("forgets everything that was kept of people, and nothing of anybody else's", () => {
    for (const key of ["dryland:medic-squad", "dryland:session:a", "dryland:board-sessions", "other"])
      window.sessionStorage.setItem(key, "kept");
    leavePage();
    expect(Object.keys(window.sessionStorage)).toEqual(["other"]);
  });
});
