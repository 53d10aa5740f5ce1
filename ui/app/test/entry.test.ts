import { describe, expect, it } from "vitest";
import { readPasted } from "../src/features/entry/pasted";
import { inOrder, obvious, openBundles, type SessionSummary } from "../src/features/entry/sessionList";
import { leave, readFragment, takeEntry } from "../src/shared/entry";

class Store {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

describe("the fragment", () => {
  it("names a token and any number of sessions, each once", () => {
    expect(readFragment("#token=a.b.c&session=x&session=y&session=x")).toEqual({
      token: "a.b.c",
      sessionIds: ["x", "y"],
    });
  });

  it.each([[""], ["#"], ["#top"], ["#session="]])("%o says nothing", (fragment) => {
    expect(readFragment(fragment)).toBeNull();
  });
});

describe("coming in", () => {
  it("keeps the entry for this tab, so that a reload without fragment comes in again", () => {
    const store = new Store();
    takeEntry("#token=t&session=x", store);
    expect(takeEntry("", store)).toEqual({ token: "t", sessionIds: ["x"] });
  });

  it("takes new sessions with the token it has", () => {
    const store = new Store();
    takeEntry("#token=t&session=x", store);
    expect(takeEntry("#session=y", store)).toEqual({ token: "t", sessionIds: ["y"] });
  });

  it("does not keep the sessions of another sign-in", () => {
    const store = new Store();
    takeEntry("#token=t&session=x", store);
    expect(takeEntry("#token=u", store)).toEqual({ token: "u", sessionIds: [] });
  });

  it("needs a token, and forgets it when leaving", () => {
    const store = new Store();
    expect(takeEntry("#session=x", store)).toBeNull();
    takeEntry("#token=t", store);
    leave(store);
    expect(takeEntry("", store)).toBeNull();
  });

  it("is not broken by what it finds in the tab", () => {
    const store = new Store();
    for (const junk of ["{", "5", '{"token":5,"sessionIds":[]}', '{"token":"t","sessionIds":"x"}']) {
      store.setItem("dryland:entry", junk);
      expect(takeEntry("", store)).toBeNull();
    }
  });
});

describe("what is pasted", () => {
  it.each([
    ["aaa.bbb.ccc", "token=aaa.bbb.ccc"],
    ["  https://floor.example/board#token=t&session=x ", "token=t&session=x"],
    ["https://floor.example/board", null],
    ["hello", null],
    ["https://floor.example/board#session=x", null],
  ])("%o is %o", (text, fragment) => {
    expect(readPasted(text)).toBe(fragment);
  });
});

describe("the list of sessions", () => {
  const session = (sessionId: string, status: SessionSummary["status"]): SessionSummary => ({
    sessionId,
    workoutName: sessionId,
    workoutType: "conditioning",
    status,
    totalPlayers: 1,
  });

  it("has running ones first and finished ones last", () => {
    const list = [session("d", "completed"), session("c", "scheduled"), session("b", "paused"), session("a", "active")];
    expect(inOrder(list).map((one) => one.sessionId)).toEqual(["a", "b", "c", "d"]);
  });

  it("needs no question when only one can be meant", () => {
    expect(obvious([session("a", "active"), session("b", "completed")])).toMatchObject([{ sessionId: "a" }]);
    expect(obvious([session("a", "active"), session("b", "scheduled")])).toBeNull();
    expect(obvious([])).toBeNull();
  });

  it("is a whole bundle where nothing else is open", () => {
    const [a, b] = [session("a", "scheduled"), session("b", "active")].map((one) => ({ ...one, bundleId: "tuesday" }));
    expect(obvious([a, b] as SessionSummary[])).toMatchObject([{ sessionId: "b" }, { sessionId: "a" }]);
    expect(obvious([a, b, session("c", "active")] as SessionSummary[])).toBeNull();
    expect(openBundles([a, b, session("c", "active")] as SessionSummary[])).toHaveLength(1);
  });
});
