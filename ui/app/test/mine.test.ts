import { beforeEach, describe, expect, it, vi } from "vitest";
import { answersFor } from "../src/features/people/MinePage";
import { actionText, subjectText } from "../src/features/settings/auditWords";
import en from "../src/features/settings/en.json";
import { hasOwn, type Me } from "../src/shared/account";
import { adopted } from "../src/shared/person";
import type { SealedEntry } from "../src/shared/records";
import { homeOf, PLACES } from "../src/shared/shell/places";

const me = (part: Partial<Me>): Me => ({ userId: "u", role: "observer", orgId: "club", name: "Petra", ...part });
const OPEN: ReadonlySet<string> = new Set(PLACES.map(({ to }) => to));

describe("whose data one may open", () => {
  it("is one's own first, then those of whom one answers for, each once", () => {
    expect(answersFor(me({ playerId: "p", wards: ["a", "p", "b"] }))).toEqual(["p", "a", "b"]);
    expect(answersFor(me({}))).toEqual([]);
  });

  it.each([
    ["a guardian", me({ wards: ["a"] }), true],
    ["a player", me({ role: "player", playerId: "p" }), true],
    ["an observer who answers for nobody", me({}), false],
    ["a station", me({ role: "player", station: true }), false],
    ["a token for one session", me({ role: "player", playerId: "p", sessionId: "s" }), false],
  ])("exists for %s or not", (_, who, has) => {
    expect(hasOwn(who)).toBe(has);
  });

  it("is where a guardian begins; a player begins at the phone", () => {
    expect(homeOf(me({ wards: ["a"] }), OPEN)).toBe("/mine");
    expect(homeOf(me({ role: "player", playerId: "p" }), OPEN)).toBe("/player");
    expect(homeOf(me({}), OPEN)).toBe("/board");
  });
});

describe("a person's language and units on a device", () => {
  const kept = new Map<string, string>();
  const person = { id: "p", language: "sv", weightUnit: "lbs" } as const;

  beforeEach(() => {
    kept.clear();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
  });

  it("are taken over where nothing was chosen on the device", () => {
    expect(adopted(person, { anew: false })).toBe("sv");
    expect(kept.get("dryland:unit:p")).toBe("lbs");
  });

  it("give way to what was chosen on the device", () => {
    kept.set("dryland:locale", "en");
    kept.set("dryland:unit:p", "kg");
    expect(adopted(person, { anew: false })).toBeNull();
    expect(kept.get("dryland:unit:p")).toBe("kg");
  });

  it("hold on the device where the person chooses them now", () => {
    kept.set("dryland:locale", "en");
    kept.set("dryland:unit:p", "kg");
    expect(adopted(person, { anew: true })).toBe("sv");
    expect(kept.get("dryland:unit:p")).toBe("lbs");
  });

  it("leave the device's language to who has none of their own", () => {
    expect(adopted({ ...person, language: null }, { anew: true })).toBeNull();
  });
});

describe("the trail in words", () => {
  const words = { t: (id: keyof typeof en) => en[id] } as never;
  const entry = (action: string, what: string): SealedEntry =>
    ({ number: 1, atMs: 0, hash: "", entry: { actor: "m", role: "medical", action, what } }) as SealedEntry;

  it.each([
    ["look", "GET /api/medical", "looked at", "everybody's fitness"],
    ["withdraw", "training:medical:status:changed", "withdrew", "fitness, restrictions or a note"],
    ["agreed", "consent:heart_rate", "agreed to", "heart rate being measured and kept"],
    ["exported", "export", "took along", "all data in a file"],
  ])("says %s %s", (action, what, did, subject) => {
    expect(actionText(entry(action, what), words)).toBe(did);
    expect(subjectText(entry(action, what), words)).toBe(subject);
  });

  it("shows what it has no words for as it is", () => {
    expect(actionText(entry("toString", "x"), words)).toBe("toString");
    expect(subjectText(entry("look", "something:new"), words)).toBe("something:new");
  });
});
