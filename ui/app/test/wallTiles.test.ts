import { STALE_AFTER_MS, type WallPlayer, type WallTimer } from "@dryland/client";
import { describe, expect, it } from "vitest";
import type { WallSession } from "../src/features/wall/wallFeed";
import { labelChars, phaseOf, tilesOf } from "../src/features/wall/wallTiles";

const AT_MS = 1_000_000;
const COLUMNS = ["jerseyNumber", "alias", "zone", "inZone", "signal"];
type Row = [number | null, string | null, number | null, boolean | null, string];

const session = (players: WallPlayer[], rows: Row[] = [], frameAtMs: number | null = AT_MS): WallSession => ({
  state: {
    sessionId: "one",
    workoutName: "Bikes",
    workoutType: "conditioning",
    status: "active",
    duration: 60,
    players,
    epoch: "one",
    seq: 1,
  },
  columns: COLUMNS,
  rows,
  frameAtMs,
});

const active = (part: Partial<WallPlayer>): WallPlayer => ({ status: "active", ...part });
const timer = (part: Partial<WallTimer>): WallTimer => ({ index: 1, total: 4, name: "Hard", type: "work", ...part });

describe("a wall's tiles", () => {
  it("stand by jersey number, then by alias, then those who are known by neither", () => {
    const players = [active({}), active({ alias: "OWL" }), active({ jerseyNumber: 12 }), active({ alias: "ELK" })];
    const labels = tilesOf(session([...players, active({ jerseyNumber: 7 })]), AT_MS).map(({ label }) => label);
    expect(labels).toEqual(["7", "12", "ELK", "OWL", null]);
  });

  it("carry the zone of the row with their label", () => {
    const rows: Row[] = [
      [null, "OWL", 4, false, "live"],
      [7, null, 2, true, "late"],
    ];
    const [seven, owl] = tilesOf(session([active({ alias: "OWL" }), active({ jerseyNumber: 7 })], rows), AT_MS);
    expect(seven).toMatchObject({ label: "7", zone: 2, inZone: true, isFresh: true });
    expect(owl).toMatchObject({ label: "OWL", zone: 4, inZone: false, isFresh: true });
  });

  it("give each of those without a label one of the rows without one", () => {
    const rows: Row[] = [
      [null, null, 3, true, "live"],
      [null, null, 5, true, "live"],
    ];
    const zones = tilesOf(session([active({}), active({})], rows), AT_MS).map(({ zone }) => zone);
    expect(zones).toEqual([3, 5]);
  });

  it.each(["stale", "lost", "implausible", "none"])("show no zone of a signal that is %s", (signal) => {
    const [tile] = tilesOf(session([active({ jerseyNumber: 7 })], [[7, null, 3, true, signal]]), AT_MS);
    expect(tile).toMatchObject({ zone: null, inZone: null, isFresh: false });
  });

  it.each([
    [STALE_AFTER_MS, 3],
    [STALE_AFTER_MS + 1, null],
  ])("show of a frame that came %i ms ago zone %s", (ageMs, zone) => {
    const shown = session([active({ jerseyNumber: 7 })], [[7, null, 3, true, "live"]]);
    expect(tilesOf(shown, AT_MS + ageMs)[0]?.zone).toBe(zone);
  });

  it("show nothing before the first frame, a rest where one runs, and who is done", () => {
    const restEndsAt = "2026-01-01T00:00:00Z";
    const players = [active({ jerseyNumber: 1, restEndsAt }), { jerseyNumber: 2, status: "completed" as const }];
    const [resting, done] = tilesOf(session(players, [], null), AT_MS);
    expect(resting).toMatchObject({ zone: null, restEndsAtMs: Date.parse(restEndsAt), isDone: false });
    expect(done?.isDone).toBe(true);
  });

  it("leave room for the longest label", () => {
    expect(labelChars([])).toBe(2);
    expect(labelChars([active({ jerseyNumber: 7 }), active({})])).toBe(2);
    expect(labelChars([active({ jerseyNumber: 7 }), active({ alias: "LYNX" })])).toBe(4);
  });
});

describe("the phase on a wall", () => {
  it("is that of most, and none where no timer runs", () => {
    expect(phaseOf(session([active({}), active({})]))).toBeNull();
    const easy = timer({ index: 2, name: "Easy", type: "rest", endsAt: "2026-01-01T00:00:30Z", nextName: "Hard" });
    const most = [active({ timer: timer({}) }), active({ timer: easy }), active({ timer: easy })];
    expect(phaseOf(session(most))).toEqual({
      name: "Easy",
      type: "rest",
      index: 2,
      total: 4,
      endsAtMs: Date.parse("2026-01-01T00:00:30Z"),
      nextName: "Hard",
    });
  });
});
