import { describe, expect, it } from "vitest";
import { BUILT_WITH, revisionIn, type Standing, standingOf } from "../src/revision";

const own = { release: "1.2.0", contract: "aaa" };

describe("how a server stands to this client", () => {
  it.each<[string, string, Standing]>([
    ["1.2.0", "aaa", "same"],
    ["3.0.0", "aaa", "same"],
    ["1.3.0", "bbb", "serverNewer"],
    ["1.10.0", "bbb", "serverNewer"],
    ["1.2.0.1", "bbb", "serverNewer"],
    ["1.2.0", "bbb", "serverNewer"],
    ["1.1.9", "bbb", "serverOlder"],
    ["0.9", "bbb", "serverOlder"],
    ["1.2.0rc1", "bbb", "serverOlder"],
  ])("release %s with contract %s is %s", (release, contract, standing) => {
    expect(standingOf({ release, contract }, own)).toBe(standing);
  });

  it("is unknown until the server has said what it is", () => {
    expect(standingOf(null, own)).toBe("unknown");
    expect(standingOf(BUILT_WITH)).toBe("same");
  });

  it("is read from an answer only where it is whole", () => {
    expect(revisionIn({ t0: 1, server: own })).toEqual(own);
    for (const answer of [
      null,
      7,
      {},
      { server: null },
      { server: { release: "1" } },
      { server: { release: 1, contract: "a" } },
    ])
      expect(revisionIn(answer)).toBeNull();
  });
});
