import { describe, expect, it } from "vitest";
import { initialLink, type LinkInput, type LinkPhase, type LinkState, stepLink } from "../src/linkState";

const refused: LinkInput = { kind: "refused", code: "UNAUTHENTICATED", message: "no" };

function run(inputs: LinkInput[]): LinkState {
  return inputs.reduce((state, input, at) => stepLink(state, input, at + 1), initialLink(0));
}

describe("link state", () => {
  it.each<[string, LinkInput[], LinkPhase]>([
    ["begins by connecting", [], "connecting"],
    ["is live once opened", [{ kind: "opened" }], "live"],
    ["is offline when the first attempt fails", [{ kind: "failed" }], "offline"],
    ["stays offline through failing attempts", [{ kind: "opened" }, { kind: "closed" }, { kind: "failed" }], "offline"],
    ["comes back by itself", [{ kind: "opened" }, { kind: "closed" }, { kind: "opened" }], "live"],
    ["is slow after a slow answer", [{ kind: "opened" }, { kind: "answered", rttMs: 900 }], "slow"],
    ["is slow while an answer is overdue", [{ kind: "opened" }, { kind: "overdue", waitedMs: 800 }], "slow"],
    [
      "does not flicker between slow and live",
      [{ kind: "opened" }, { kind: "answered", rttMs: 900 }, { kind: "answered", rttMs: 700 }],
      "slow",
    ],
    [
      "is live again when clearly faster",
      [{ kind: "opened" }, { kind: "answered", rttMs: 900 }, { kind: "answered", rttMs: 500 }],
      "live",
    ],
    ["is refused with a reason", [refused], "refused"],
    ["does not leave refused by itself", [refused, { kind: "opened" }, { kind: "failed" }], "refused"],
    ["leaves refused when asked to", [refused, { kind: "retry" }], "connecting"],
  ])("%s", (_name, inputs, phase) => {
    expect(run(inputs).phase).toBe(phase);
  });

  it("keeps the moment of the first loss while attempts fail", () => {
    expect(run([{ kind: "opened" }, { kind: "closed" }, { kind: "failed" }, { kind: "failed" }]).sinceMs).toBe(2);
  });

  it("returns the same object when nothing changes", () => {
    const state = run([{ kind: "opened" }, { kind: "closed" }]);
    expect(stepLink(state, { kind: "failed" }, 99)).toBe(state);
  });

  it("carries the code of a refusal and drops it on retry", () => {
    expect(run([refused]).code).toBe("UNAUTHENTICATED");
    expect(run([refused, { kind: "retry" }]).code).toBeNull();
  });
});
