import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Api, Problem } from "../src/shared/api";
import { forgetAll, forgetAnswers, isAway, keepAnswers, Shelf } from "../src/shared/kept";
import { memoryStorage } from "./memoryStorage";

const DAY_MS = 86_400_000;
let store = memoryStorage();
let nowMs = 1_000_000;
const shelf = (owner = "o:anna") => new Shelf(store, owner, DAY_MS, () => nowMs);
const drafts = () => new Shelf(store, "o:anna", DAY_MS, () => nowMs, "dryland:draft:");

beforeEach(() => {
  store = memoryStorage();
  nowMs = 1_000_000;
});

const answering = (get: (path: string) => Promise<unknown>) => ({ get }) as unknown as Api;
const away = answering(() => Promise.reject(new Problem("NOT_CONNECTED")));

describe("what is kept on this device", () => {
  it("belongs to whoever kept it and goes when it is too old", () => {
    shelf().write("a", 1);
    expect(shelf().read("a")).toEqual({ atMs: nowMs, value: 1 });
    expect(shelf("o:bo").read("a")).toBeNull();
    nowMs += DAY_MS + 1;
    expect(shelf().read("a")).toBeNull();
    expect(store.length).toBe(0);
  });

  it("gives up the oldest answers for room, and never what somebody typed", () => {
    drafts().write("d", "typed");
    const big = "x".repeat(900_000);
    for (const name of ["a", "b", "c"]) {
      shelf().write(name, big);
      nowMs += 1;
    }
    expect(["a", "b", "c"].map((name) => shelf().read(name) === null)).toEqual([true, false, false]);
    expect(drafts().read("d")?.value).toBe("typed");
    expect(shelf().write("huge", "x".repeat(3_000_000))).toBe(false);
  });

  it("makes room in a full browser, and says when there is none", () => {
    shelf().write("a", 1);
    const { setItem } = store;
    store.setItem = (key, value) => {
      if (store.length > 0) throw new DOMException("full", "QuotaExceededError");
      setItem(key, value);
    };
    expect(shelf().write("b", 2)).toBe(true);
    expect(shelf().read("a")).toBeNull();
    store.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    expect(shelf().write("c", 3)).toBe(false);
  });

  it("goes with the sign-in: answers when it has run out, all of it when the person leaves", () => {
    store.setItem("other", "stays");
    shelf().write("a", 1);
    drafts().write("d", 2);
    forgetAnswers(store);
    expect(shelf().read("a")).toBeNull();
    expect(drafts().read("d")?.value).toBe(2);
    forgetAll(store);
    expect(drafts().read("d")).toBeNull();
    expect(store.getItem("other")).toBe("stays");
  });

  it("is nothing where the store holds something else", () => {
    for (const text of ["{", "null", '{"value":1}']) {
      store.setItem("dryland:kept:o:anna:a", text);
      expect(shelf().read("a")).toBeNull();
    }
  });
});

describe("an answer that is kept", () => {
  it("is given while the server is away, with the age of the oldest", async () => {
    const there = keepAnswers(
      answering((path) => Promise.resolve(path)),
      shelf(),
    );
    await there.api.get("/api/a");
    nowMs += 5;
    await there.api.get("/api/b", { query: { team: "t" } });
    expect(there.asOfMs()).toBeNull();
    const old = keepAnswers(away, shelf());
    expect(await old.api.get("/api/b", { query: { team: "t" } })).toBe("/api/b");
    expect(old.asOfMs()).toBe(1_000_005);
    expect(await old.api.get("/api/a")).toBe("/api/a");
    expect(old.asOfMs()).toBe(1_000_000);
    await expect(old.api.get("/api/b", { query: { team: "u" } })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  });

  it("is not given when the server refuses", async () => {
    await keepAnswers(
      answering(() => Promise.resolve(1)),
      shelf(),
    ).api.get("/api/a");
    const refused = keepAnswers(
      answering(() => Promise.reject(new Problem("FORBIDDEN", 403))),
      shelf(),
    );
    await expect(refused.api.get("/api/a")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is given when the server is silent for too long, and replaced by what comes late", async () => {
    vi.useFakeTimers();
    await keepAnswers(
      answering(() => Promise.resolve("old")),
      shelf(),
    ).api.get("/api/a");
    let answer: (value: string) => void = () => undefined;
    const slow = keepAnswers(
      answering(() => new Promise((resolve) => (answer = resolve))),
      shelf(),
      50,
    );
    const got = slow.api.get("/api/a");
    await vi.advanceTimersByTimeAsync(51);
    expect(await got).toBe("old");
    answer("new");
    await vi.advanceTimersByTimeAsync(1);
    expect(shelf().read("/api/a")?.value).toBe("new");
    vi.useRealTimers();
  });

  it.each([
    [new Problem("NOT_CONNECTED"), true],
    [new Problem("STORAGE_UNAVAILABLE", 503), true],
    [new Problem("BAD_ANSWER", 500), false],
    [new Problem("NOT_FOUND", 404), false],
  ])("%s is the server away: %s", (problem, expected) => {
    expect(isAway(problem)).toBe(expected);
  });
});
