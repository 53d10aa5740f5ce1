import { describe, expect, it } from "vitest";
import en from "../src/features/plan/en.json";
import { dueWords } from "../src/features/plan/GearUsage";
import { gearCode, gearWord, hitsOf, newNames, usedWord } from "../src/features/plan/gear";
import type { BundleShown } from "../src/features/plan/records";
import sv from "../src/features/plan/sv.json";
import type { PlanWords } from "../src/features/plan/words";

const say =
  (words: Readonly<Record<string, string>>): PlanWords["t"] =>
  (id, values) =>
    `${words[id]}${values === undefined ? "" : ` ${Object.values(values).join(" ")}`}`;

const bundle = (status: "scheduled" | "active", isOver = false): BundleShown => ({
  bundleId: "b",
  bundleName: "Tuesday",
  status,
  sessionIds: ["s"],
  totalParticipants: 4,
  scheduledStart: "2026-01-06T16:00:00Z",
  sessions: [
    {
      sessionId: "s",
      name: "Bikes",
      workoutType: "conditioning",
      status,
      isOver,
      playerIds: [],
      resources: { equipment: [{ type: "bike", count: 2 }], itemIds: ["bike-1", "bike-2"] },
    },
  ],
});

describe("a type of gear", () => {
  it.each([
    ["Bike", "bike"],
    [" rower ", "rower"],
    ["Ski ergometer", "ski_erg"],
    ["Assault bike 2", "assault_bike_2"],
    ["Höjdställ", "hojdstall"],
    ["7 balls", "balls"],
    ["!?", ""],
  ])("written %s is kept as %s", (written, code) => {
    expect(gearCode(written, say(en))).toBe(code);
  });

  it("has a word in either language, and reads as it was written where it is the club's own", () => {
    expect(gearWord("bike", say(sv))).toBe("Cykel");
    expect(gearCode("cykel", say(sv))).toBe("bike");
    expect(gearWord("assault_bike", say(en))).toBe("Assault bike");
  });

  it("numbers new items after those there are", () => {
    expect(newNames("Bike", 2, [{ name: "Bike 1" }, { name: "bike 7" }, { name: "Bike old" }])).toEqual([
      "Bike 8",
      "Bike 9",
    ]);
    expect(newNames("Rack 3", 1, [])).toEqual(["Rack 3"]);
  });
});

describe("an item out of service", () => {
  it("hits the sessions that were given it and are not over", () => {
    expect(hitsOf([bundle("scheduled")], "bike-2")).toEqual([
      { bundleId: "b", bundleName: "Tuesday", sessionName: "Bikes", start: "2026-01-06T16:00:00Z", running: false },
    ]);
    expect(hitsOf([bundle("active")], "bike-1")[0]?.running).toBe(true);
    expect(hitsOf([bundle("active", true)], "bike-1")).toEqual([]);
    expect(hitsOf([bundle("scheduled")], "bike-3")).toEqual([]);
  });
});

it("says minutes below two hours, hours above", () => {
  expect(usedWord(119.4, say(en))).toContain("119");
  expect(usedWord(180, say(en))).toContain("3");
});

describe("a task of the maker's plan", () => {
  it.each([
    [{ overdue: true, remainingDays: -3 }, "plan.gear.overdue"],
    [{ overdue: false, remainingHours: 12, remainingDays: 4.4 }, "plan.gear.dueDays"],
    [{ overdue: false, remainingHours: 12 }, "plan.gear.dueHours"],
    [{ overdue: false }, "plan.gear.dueSeen"],
    [{ overdue: false, everyHours: 50 }, "plan.gear.dueUnknown"],
  ] as const)("%j is said by %s", (task, id) => {
    expect(dueWords(task, (said) => said)).toBe(id);
  });
});
