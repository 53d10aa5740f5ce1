import { describe, expect, it, vi } from "vitest";
import { healOnce, SILENT_MS } from "../src/features/wall/selfHealing";

const healing = (nowMs: number, heardAtMs: number | null, answers: boolean) => {
  const reload = vi.fn();
  const asked = vi.fn(() => Promise.resolve(answers));
  return { link: { nowMs: () => nowMs, heardAtMs: () => heardAtMs }, answers: asked, reload };
};

describe("a wall that hears nothing", () => {
  it.each([
    ["was heard 59.999 s ago", SILENT_MS - 1, 0, true, false],
    ["was heard a minute ago", SILENT_MS, 0, true, true],
    ["was heard long ago, and the server does not answer", 10 * SILENT_MS, 0, false, false],
    ["was never heard since it was opened a minute ago", 5_000 + SILENT_MS, null, true, true],
    ["was never heard, and has been open for less", 4_999 + SILENT_MS, null, true, false],
  ] as const)("loads itself anew or not when the node %s", async (_, nowMs, heardAtMs, answers, reloads) => {
    const one = healing(nowMs, heardAtMs, answers);
    expect(await healOnce(one, 5_000)).toBe(reloads);
    expect(one.reload).toHaveBeenCalledTimes(reloads ? 1 : 0);
  });

  it("does not ask the server before it is silent", async () => {
    const one = healing(SILENT_MS - 1, 0, true);
    await healOnce(one, 0);
    expect(one.answers).not.toHaveBeenCalled();
  });
});
