import { EVENTS, type MedicalStatusChanged } from "@dryland/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FIT, fitnessOf, injury, REGIONS, SEVERITIES } from "../src/features/medic/fitness";
import { stepsOf, type Told } from "../src/features/medic/history";
import { createReports } from "../src/features/medic/reports";
import { askRecord, askSquad } from "../src/features/medic/squad";
import { type Api, Problem } from "../src/shared/api";
import { KEEP_MS, Shelf } from "../src/shared/kept";
import { memoryStorage } from "./memoryStorage";

const change = (part: Partial<MedicalStatusChanged>): MedicalStatusChanged =>
  ({ playerId: "p", message: "Training is being adapted.", updatedBy: "m", newStatus: "injured", ...part }) as never;

const told = (seq: number, part: Partial<MedicalStatusChanged>): Told => ({
  seq,
  event: EVENTS.MEDICAL_STATUS_CHANGED,
  payload: { ...change(part), occurredAt: `2026-01-0${seq}T10:00:00Z` },
});

const KNEE = { bodyRegion: "knee", level: "no_impact" } as const;

describe("fitness as the log tells it", () => {
  it("is the newest change of each player, which says the whole record", () => {
    const found = fitnessOf([
      change({ restrictions: [KNEE], notes: "torn" }),
      change({ playerId: "q", newStatus: "limited" }),
      change({ newStatus: "recovery" }),
    ]);
    expect(found.get("p")).toEqual({ ...FIT, status: "recovery" });
    expect(found.get("q")?.status).toBe("limited");
    expect(found.get("nobody")).toBeUndefined();
  });
});

describe("a report from the floor", () => {
  it.each(REGIONS.flatMap((region) => SEVERITIES.map((severity) => [region, severity] as const)))(
    "of the %s, %s, adds one restriction and replaces none",
    (region, severity) => {
      const said = injury("p", region, severity);
      expect(said.addRestrictions).toHaveLength(1);
      expect(said.addRestrictions?.[0]?.bodyRegion).toBe(region);
      expect(said).not.toHaveProperty("restrictions");
      expect(said.newStatus).not.toBe("healthy");
    },
  );

  it("says how bad it is", () => {
    expect(SEVERITIES.map((severity) => injury("p", "knee", severity).newStatus)).toEqual([
      "injured",
      "injured",
      "limited",
    ]);
  });
});

describe("the medical history", () => {
  it("has the newest step first and each note once, where it was written", () => {
    const steps = stepsOf([told(1, { notes: "torn" }), told(2, { notes: "torn" }), told(3, { notes: "sprained" })]);
    expect(steps.map(({ seq, note }) => [seq, note])).toEqual([
      [3, "sprained"],
      [2, null],
      [1, "torn"],
    ]);
  });

  it("marks the note that was withdrawn, and says when", () => {
    const [third, second, first] = stepsOf([
      told(1, { notes: "wrong player" }),
      told(2, { notes: "wrong player" }),
      told(3, { notesWithdrawn: true }),
    ]);
    expect(first).toMatchObject({ note: "wrong player", noteIsWithdrawn: true, withdraws: false });
    expect(second).toMatchObject({ note: null, noteIsWithdrawn: false });
    expect(third).toMatchObject({ note: null, withdraws: true });
  });

  it("shows a note again that was written again after it was withdrawn", () => {
    const steps = stepsOf([told(1, { notes: "torn" }), told(2, { notesWithdrawn: true }), told(3, { notes: "torn" })]);
    expect(steps.map(({ note, noteIsWithdrawn }) => [note, noteIsWithdrawn])).toEqual([
      ["torn", false],
      [null, false],
      ["torn", true],
    ]);
  });

  it("keeps a note standing over pain that was reported", () => {
    const pain = { seq: 2, event: EVENTS.ALERT_RAISED, payload: { playerId: "p", message: "Pain: knee, 4 of 10" } };
    const [after, report] = stepsOf([told(1, { notes: "torn" }), pain, told(3, { notes: "torn" })]);
    expect(after?.note).toBeNull();
    expect(report).toMatchObject({ message: "Pain: knee, 4 of 10", change: null });
  });
});

describe("everybody's fitness", () => {
  const players = [
    { id: "q", name: "Elin Wikström", jerseyNumber: 12 },
    { id: "p", name: "Åsa Ek", jerseyNumber: 7 },
    { id: "r", name: "Bo Ny" },
  ];
  const answers: Record<string, unknown> = {
    "/api/players": { items: players, next: null },
    "/api/medical": [{ playerId: "p", status: "injured", restrictions: [KNEE], notes: "torn" }],
    "/api/players/p": players[1],
    "/api/players/p/medical": [told(1, { restrictions: [KNEE] })],
  };
  const asked = vi.fn();
  const there = {
    get(path: string) {
      asked(path);
      return Promise.resolve(answers[path]);
    },
  } as unknown as Api;
  const away = { get: () => Promise.reject(new Problem("NOT_CONNECTED")) } as unknown as Api;
  const { signal } = new AbortController();
  let store = memoryStorage();
  const shelf = (owner = "o:medic", nowMs = Date.now) => new Shelf(store, owner, KEEP_MS.tab, nowMs);

  beforeEach(() => {
    store = memoryStorage();
    asked.mockClear();
  });

  it("is asked for at once, whoever was never spoken of is fit, and stands by number", async () => {
    const { members, asOfMs } = await askSquad(there, shelf(), signal);
    expect(asked.mock.calls.map(([path]) => path)).toEqual(["/api/players", "/api/medical"]);
    expect(asOfMs).toBeNull();
    expect(members.map(({ id, fitness }) => [id, fitness.status])).toEqual([
      ["p", "injured"],
      ["q", "healthy"],
      ["r", "healthy"],
    ]);
  });

  it("is what this tab remembers while the server is away, with its age, also of one player", async () => {
    await askSquad(there, shelf(), signal);
    const squad = await askSquad(away, shelf(), signal);
    expect(squad.asOfMs).not.toBeNull();
    expect(squad.members).toHaveLength(3);
    const record = await askRecord(away, shelf(), "p", signal);
    expect(record).toMatchObject({ name: "Åsa Ek", told: null, asOfMs: squad.asOfMs });
    expect(record.kept.restrictions).toEqual([KNEE]);
  });

  it("is remembered without the notes, for whoever saw it, and for half a day", async () => {
    await askSquad(there, shelf(), signal);
    expect(store.getItem("dryland:kept:o:medic:medic-squad")).not.toContain("torn");
    const later = () => Date.now() + KEEP_MS.tab + 1;
    await expect(askSquad(away, shelf("o:somebody"), signal)).rejects.toThrow("NOT_CONNECTED");
    await expect(askSquad(away, shelf("o:medic", later), signal)).rejects.toThrow("NOT_CONNECTED");
    expect(store.length).toBe(0);
  });

  it("is a problem where nothing is remembered", async () => {
    await expect(askSquad(away, shelf(), signal)).rejects.toThrow("NOT_CONNECTED");
    await expect(askRecord(away, shelf(), "p", signal)).rejects.toThrow("NOT_CONNECTED");
  });

  it("of one player comes with all that was said", async () => {
    expect(await askRecord(there, shelf(), "p", signal)).toMatchObject({ id: "p", number: 7, asOfMs: null });
  });
});

describe("a report that was sent", () => {
  const who = { id: "p", name: "Åsa Ek" };
  const link = { nowMs: () => 5 };

  function outboxOf(kept: object) {
    return createReports({ link, outbox: { put: () => Promise.resolve(kept) as never } });
  }

  it("is on this device, then on the server", async () => {
    let answer = (_: { ok: boolean }): void => undefined;
    const reports = outboxOf({ ok: true, answer: new Promise((done) => (answer = done)) });
    const heard = vi.fn();
    reports.subscribe(heard);
    expect(await reports.send(who, "knee", "out")).toBe(true);
    expect(reports.newest()).toEqual({ is: "kept", who, sinceMs: 5 });
    answer({ ok: true });
    await vi.waitFor(() => expect(reports.newest()).toEqual({ is: "told", who, sinceMs: 5 }));
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("is refused by name, also when another was sent since", async () => {
    const error = { code: "FORBIDDEN" };
    const reports = outboxOf({ ok: true, answer: Promise.resolve({ ok: false, error }) });
    await reports.send(who, "knee", "out");
    await vi.waitFor(() => expect(reports.newest()).toEqual({ is: "refused", who, error }));
  });

  it("says that a device could not keep it", async () => {
    const error = { code: "STORAGE_UNAVAILABLE" };
    const reports = outboxOf({ ok: false, error });
    expect(await reports.send(who, "knee", "out")).toBe(false);
    expect(reports.newest()).toEqual({ is: "notKept", who, error });
  });
});
