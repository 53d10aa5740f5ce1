import { describe, expect, it } from "vitest";
import { deviceName } from "../src/features/account/AccountSettings";
import { ageDays, GOOD_FOR_DAYS, isExpired } from "../src/features/people/freshness";
import { loadText, toKg } from "../src/features/people/measures";
import { filterRoster } from "../src/features/people/RosterPage";
import { readSheet, writeSheet } from "../src/features/people/sheet";
import { exerciseCode, exerciseName } from "../src/features/people/Tests";
import { safePath } from "../src/SignInScreen";
import type { Player } from "../src/shared/records";
import { sortRows } from "../src/shared/ui/DataTable";

describe("a roster's sheet", () => {
  it.each([
    ["commas", "name,jersey\nElin,7\n"],
    ["semicolons, as spreadsheets in Sweden write", "namn;nr;puls\nElin;7;196,5\n"],
    ["tabs", "name\tjersey\nElin\t7\n"],
    ["quotes with what separates and ends lines in them", 'name,line\n"Lund, Sofia","A ""first""\nline"\n'],
    ["empty cells and lines", "name,jersey,line\nElin,,\n\n,7,\n"],
  ])("with %s is written as it was read", (_words, text) => {
    expect(writeSheet(readSheet(text))).toBe(text);
  });

  it("counts lines as the server does, with the headings as the first", () => {
    const sheet = readSheet("\uFEFFname,jersey\r\nElin,7\r\nSofia,12");
    expect(sheet.headings).toEqual(["name", "jersey"]);
    expect(sheet.rows).toEqual([
      { line: 2, cells: ["Elin", "7"] },
      { line: 3, cells: ["Sofia", "12"] },
    ]);
  });

  it("ends whatever it is given", () => {
    for (const text of ["", "\n", '"', 'a,"b', '"a"b,c', ",,,", "\r\r"])
      expect(readSheet(text).rows.length, text).toBeLessThan(4);
  });
});

describe("a test's age", () => {
  const now = Date.parse("2026-06-30T12:00:00");

  it("is counted in whole days, never below none", () => {
    expect(ageDays("2026-06-30", now)).toBe(0);
    expect(ageDays("2026-06-29", now)).toBe(1);
    expect(ageDays("2026-07-02", now)).toBe(0);
  });

  it("is good until the last day that it may have", () => {
    expect(GOOD_FOR_DAYS.ftp_w).toBe(120);
    expect(isExpired("ftp_w", "2026-03-02", now)).toBe(false);
    expect(isExpired("ftp_w", "2026-03-01", now)).toBe(true);
    expect(isExpired("hr_max", "2026-03-01", now)).toBe(false);
  });
});

describe("loads", () => {
  it("are read in the person's unit and kept in kilograms", () => {
    expect(loadText(100, "kg", "en")).toBe("100 kg");
    expect(loadText(100, "lbs", "en")).toBe("220 lb");
    expect(toKg(225, "lbs")).toBe(102.058);
    expect(toKg(82.5, "kg")).toBe(82.5);
  });

  it("are of exercises by one name", () => {
    expect(exerciseCode(" Back squat ")).toBe("back_squat");
    expect(exerciseCode("1-bens knäböj")).toBe("bens_knaboj");
    expect(exerciseName("back_squat")).toBe("Back squat");
  });
});

describe("the roster", () => {
  const player = (id: string, part: Partial<Player>): Player => ({
    id,
    name: id,
    weightUnit: "kg",
    unit: "metric",
    wall: "number",
    ...part,
  });
  const players = [
    player("a", { name: "Elin Wikström", jerseyNumber: 7, line: "A", teamId: "x" }),
    player("b", { name: "Sofia Lund", jerseyNumber: 17, line: "B", teamId: "x" }),
    player("c", { name: "Åsa Ek", teamId: "y" }),
  ];
  const found = (search: string, teamId: string | null = null, line: string | null = null) =>
    filterRoster(players, { search, teamId, line }).map((one) => one.id);

  it("is found by a part of the name, by the very number, by team and line", () => {
    expect(found("wIK")).toEqual(["a"]);
    expect(found("7")).toEqual(["a"]);
    expect(found("", "x")).toEqual(["a", "b"]);
    expect(found("", "x", "B")).toEqual(["b"]);
    expect(found("å")).toEqual(["c"]);
  });

  it("sorts numbers as numbers, words as the language does, and the unknown last either way", () => {
    const columns = [
      { key: "number", title: "", cell: () => null, by: (one: Player) => one.jerseyNumber ?? null },
      { key: "name", title: "", cell: () => null, by: (one: Player) => one.name },
    ];
    const by = (key: string, down: boolean) => sortRows(players, columns, { key, down }, "sv").map((one) => one.id);
    expect(by("number", false)).toEqual(["a", "b", "c"]);
    expect(by("number", true)).toEqual(["b", "a", "c"]);
    expect(by("name", false)).toEqual(["a", "b", "c"]);
  });
});

describe("coming in", () => {
  it("leads on to a path of ours only", () => {
    expect(safePath("/people?team=x")).toBe("/people?team=x");
    for (const evil of [null, "https://evil.example", "//evil.example", "/\\evil.example", "people"])
      expect(safePath(evil), `${evil}`).toBeNull();
  });

  it("names a device as a person would", () => {
    expect(deviceName("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit Version/18 Safari/604")).toBe(
      "Safari · iPad",
    );
    expect(deviceName("python-httpx/0.28")).toBe("python-httpx/0.28");
  });
});
