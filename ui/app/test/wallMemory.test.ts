import { beforeEach, describe, expect, it } from "vitest";
import type { WallSession } from "../src/features/wall/wallFeed";
import { createWallMemory } from "../src/features/wall/wallMemory";
import { memoryStorage } from "./memoryStorage";

const session = (seq: number, zone = 2): WallSession =>
  ({
    state: { sessionId: "one", epoch: "e", seq, players: [] },
    columns: ["zone"],
    rows: [[zone]],
    frameAtMs: 1,
  }) as never;

let store = memoryStorage();
let nowMs = 1_000_000;
const memory = (pairing = "a") => createWallMemory(store, pairing, () => nowMs);

beforeEach(() => {
  store = memoryStorage();
  nowMs = 1_000_000;
});

describe("what a wall remembers", () => {
  it("is what it showed last, with when", () => {
    memory().keep([session(1)]);
    nowMs += 60_000;
    expect(memory().recall()).toMatchObject({ atMs: 1_000_000, sessions: [session(1)] });
  });

  it("takes what happened at once, and frames every 5 s", () => {
    const kept = memory();
    kept.keep([session(1)]);
    nowMs += 1_000;
    kept.keep([session(1, 3)]);
    expect(kept.recall()?.sessions).toEqual([session(1)]);
    kept.keep([session(2, 4)]);
    expect(kept.recall()?.sessions).toEqual([session(2, 4)]);
    nowMs += 5_000;
    kept.keep([session(2, 5)]);
    expect(kept.recall()?.sessions).toEqual([session(2, 5)]);
  });

  it("is of one pairing, half a day at most, and gone when the wall is taken out", () => {
    memory().keep([session(1)]);
    expect(memory("another").recall()).toBeNull();
    nowMs += 12 * 3_600_000 + 1;
    expect(memory().recall()).toBeNull();
    nowMs = 1_000_000;
    memory().forget();
    expect(memory().recall()).toBeNull();
  });

  it("is nothing on a full device, or where something else stands", () => {
    memory().keep([session(1)]);
    store.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    memory().keep([session(2)]);
    expect(memory().recall()).toBeNull();
    store = memoryStorage();
    store.setItem("dryland:wall-shown", "{");
    expect(memory().recall()).toBeNull();
  });
});
