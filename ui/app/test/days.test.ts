import { describe, expect, it } from "vitest";
import { daysOf, entriesOf, type Known, onDay, type SessionPast, spanOf, weekOf } from "../src/features/plan/days";
import type { BundleListed } from "../src/features/plan/records";

const bundle = (more: Partial<BundleListed>): BundleListed => ({
  bundleId: "b",
  bundleName: "Tuesday",
  status: "scheduled",
  sessionIds: [],
  totalParticipants: 8,
  ...more,
});
const session = (id: string, more: Partial<SessionPast> = {}): SessionPast => ({
  id,
  name: id,
  workoutType: "strength",
  createdAt: "2026-01-06T16:00:00Z",
  playerIds: ["p", "q"],
  ...more,
});
const known = (more: Partial<Known>): Known => ({ bundles: [], sessions: [], open: [], events: [], ...more });

describe("days", () => {
  it("of a month are whole weeks from a Monday", () => {
    for (let month = 0; month < 24; month += 1) {
      const days = daysOf(2026, month);
      expect(days.length % 7).toBe(0);
      expect(days[0]?.getDay()).toBe(1);
      expect(days.filter((day) => day.getMonth() === month % 12)).toHaveLength(new Date(2026, month + 1, 0).getDate());
    }
  });

  it("of a week are the seven around a day, across months and the change of clocks", () => {
    for (const day of [new Date(2026, 2, 29), new Date(2026, 9, 25), new Date(2026, 11, 31), new Date(2026, 5, 1)]) {
      const week = weekOf(day);
      expect(week.map((one) => one.getDay())).toEqual([1, 2, 3, 4, 5, 6, 0]);
      expect(week.map((one) => one.toDateString())).toContain(day.toDateString());
      const [from, to] = spanOf(week);
      expect([from.getHours(), to.getHours(), to.getDay()]).toEqual([0, 0, 1]);
    }
  });
});

describe("what stands in the calendar", () => {
  it("leads to preparation before its end and to the debrief after it", () => {
    const at = { scheduledStart: "2026-01-06T16:00:00Z", estimatedDuration: 60 };
    const found = entriesOf(known({ bundles: [bundle(at), bundle({ ...at, bundleId: "old", status: "completed" })] }));
    expect(found.map((one) => one.to)).toEqual(["/plan/bundles/b", "/debrief/bundles/old"]);
    expect(found[0]?.until?.toISOString()).toBe("2026-01-06T17:00:00.000Z");
  });

  it("holds a bundle once, not its sessions beside it", () => {
    const sessions = [session("one", { bundleId: "b" }), session("two", { bundleId: "b" })];
    expect(entriesOf(known({ bundles: [bundle({})], sessions })).map((one) => one.id)).toEqual(["b"]);
  });

  it("knows a bundle that is not listed any more by its sessions", () => {
    const sessions = [session("one", { bundleId: "b" }), session("two", { bundleId: "b" })];
    expect(entriesOf(known({ sessions }))).toMatchObject([
      { id: "b", title: "one · two", kind: "bundle", state: "over", players: 4, to: "/debrief/bundles/b" },
    ]);
  });

  it("shows single sessions by their time, open ones with their state", () => {
    const sessions = [session("late", { scheduledAt: "2026-01-07T10:00:00Z" }), session("early")];
    const found = entriesOf(known({ sessions, open: [{ sessionId: "late", status: "active" }] }));
    expect(found.map((one) => [one.id, one.state, one.to])).toEqual([
      ["early", "over", "/debrief/sessions/early"],
      ["late", "active", "/session/late"],
    ]);
    expect(onDay(found, new Date("2026-01-07T10:00:00Z")).map((one) => one.id)).toEqual(["late"]);
  });

  it("leaves out entries that stand for a session or a bundle", () => {
    const event = { id: "e", title: "Ice", startTime: "2026-01-06T08:00:00Z", endTime: "2026-01-06T09:00:00Z" };
    const found = entriesOf(known({ events: [event, { ...event, id: "f", sessionId: "s" }] }));
    expect(found.map((one) => one.id)).toEqual(["e"]);
  });
});
