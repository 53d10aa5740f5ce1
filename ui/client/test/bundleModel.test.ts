import { describe, expect, it } from "vitest";
import {
  applyBundle,
  type BundleNow,
  type BundleView,
  bundlePhase,
  countdownEndMs,
  emptyBundle,
  isIn,
  isUnderWay,
  startFrom,
} from "../src/bundleModel";
import { createBundles } from "../src/bundles";
import { createEmitter } from "../src/emitter";
import type { Incoming } from "../src/link";
import { type BulkOperationReported, EVENTS, type TrainingSessionState } from "../src/wire";

const report = (change: Partial<BulkOperationReported> = {}): BulkOperationReported => ({
  bundleId: "tuesday",
  eventId: "event-0001",
  seq: 2,
  epoch: "b1",
  occurredAt: "2026-01-10T18:00:00Z",
  recordedAt: "2026-01-10T18:00:00Z",
  operationId: "o1",
  operation: "start_all",
  status: "initiated",
  progress: { completed: 0, total: 2 },
  affectedSessions: ["a", "b"],
  executedBy: "anna",
  ...change,
});
const told = (model: BundleView, change: Partial<BulkOperationReported>) =>
  applyBundle(model, EVENTS.BULK_OPERATION_STATUS, report(change));
const empty = emptyBundle("tuesday");

describe("a bundle's model", () => {
  it("keeps the newest operation and the last stop apart", () => {
    const stopped = told(empty, { operation: "emergency_stop_all", reachedScreens: 3, totalScreens: 4 });
    const released = told(stopped, { operation: "release_stop_all", operationId: "o2", status: "completed" });
    expect(released.operation?.operation).toBe("release_stop_all");
    expect(released.stop).toMatchObject({ reachedScreens: 3, totalScreens: 4 });
  });

  it("does not take a question for an order, nor another bundle's news for its own", () => {
    expect(told(empty, { dryRun: true })).toMatchObject({ operation: null, rehearsal: { dryRun: true } });
    expect(told(empty, { bundleId: "wednesday" })).toBe(empty);
    expect(applyBundle(empty, EVENTS.LIVE_FRAME, { bundleId: "tuesday" })).toBe(empty);
  });

  it("counts down only until the operation has begun", () => {
    const waiting = told(empty, { operation: "resume_all", startsAt: "2026-01-10T18:00:10Z" });
    expect(countdownEndMs(waiting)).toBe(Date.parse("2026-01-10T18:00:10Z"));
    expect(isUnderWay(waiting)).toBe(true);
    const done = told(waiting, { operation: "resume_all", status: "completed", startsAt: "2026-01-10T18:00:10Z" });
    expect([countdownEndMs(done), isUnderWay(done)]).toEqual([null, false]);
  });
});

const places = (facilityName: string) => ({ resources: { facilityName, capacity: 8, equipment: [] } });
const part = (sessionId: string) => ({ sessionId, workoutType: "strength" as const, name: sessionId });
const now: BundleNow = {
  bundle: {
    bundleName: "Tuesday dryland",
    epoch: "b1",
    seq: 4,
    sessions: [
      { ...part("a"), ...places("Hall"), playerIds: ["p1"] },
      { ...part("b"), ...places("Gym"), playerIds: [] },
    ],
    operations: [{ operationId: "o1", operation: "start_all", status: "completed" }],
    figures: { totalParticipants: 12, averageProgress: 40 } as BundleNow["bundle"]["figures"],
  },
  resources: { at: "2026-01-10T18:00:00Z", facilities: [], equipment: [] },
};

describe("a screen that opens in the middle", () => {
  it("has the bundle's name, places, last operation and figures at once, and keeps what a stop has reached", () => {
    const stopped = told(empty, { operation: "emergency_stop_all", reachedScreens: 3, totalScreens: 4 });
    expect(startFrom(stopped, now)).toMatchObject({
      name: "Tuesday dryland",
      sessions: [
        { ...part("a"), ...places("Hall"), participantIds: ["p1"] },
        { ...part("b"), ...places("Gym"), participantIds: [] },
      ],
      operation: { operation: "start_all", status: "completed" },
      aggregates: { averageProgress: 40 },
      stop: { reachedScreens: 3 },
    });
  });

  it("knows which events are in the answer already", () => {
    expect(
      [{ epoch: "b1", seq: 4 }, { epoch: "b1", seq: 5 }, { epoch: "b2", seq: 1 }, {}, null].map((one) =>
        isIn(now.bundle, one),
      ),
    ).toEqual([true, false, false, false, false]);
  });

  it("puts on top of the answer only what is newer than it", async () => {
    const events = createEmitter<Incoming>();
    let answer: (now: BundleNow) => void = () => undefined;
    const bundles = createBundles({
      link: {
        onEvent: events.on,
        onOpen: (listener) => {
          listener();
          return () => undefined;
        },
        send: async () => ({ ok: true, eventId: "e" }),
      },
    });
    const load = () =>
      new Promise<BundleNow>((resolve) => {
        answer = resolve;
      });
    const end = bundles.follow("tuesday", load);
    const view = () => bundles.bundle("tuesday");
    const heard = new Promise<void>((resolve) => bundles.subscribe(() => view().name !== null && resolve()));
    events.emit({ event: EVENTS.BULK_OPERATION_STATUS, payload: report({ seq: 3, operationId: "old" }) });
    events.emit({ event: EVENTS.BULK_OPERATION_STATUS, payload: report({ seq: 5, operationId: "new" }) });
    answer(now);
    await heard;
    expect(view()).toMatchObject({ name: "Tuesday dryland", operation: { operationId: "new" } });
    end();
    bundles.close();
  });

  it("follows new names and places", () => {
    const changed = applyBundle(startFrom(empty, now), EVENTS.BULK_SESSION_UPDATE, {
      bundleId: "tuesday",
      changes: { bundleName: "Late dryland" },
      allocations: [{ sessionId: "b", ...places("Tent") }],
    });
    expect(changed).toMatchObject({ name: "Late dryland", sessions: [places("Hall"), places("Tent")] });
  });
});

describe("how a bundle stands", () => {
  const session = (
    status: TrainingSessionState["status"],
    emergency?: TrainingSessionState["emergency"],
  ): TrainingSessionState =>
    ({ sessionId: "s", status, ...(emergency === undefined ? {} : { emergency }) }) as TrainingSessionState;
  const stop = { at: "2026-01-10T18:00:00Z", by: "Anna" };

  it.each([
    [[session("scheduled"), session("scheduled")], "planned"],
    [[session("active"), session("scheduled")], "running"],
    [[session("paused"), session("completed")], "paused"],
    [[session("paused", stop), session("active")], "stopped"],
    [[session("completed"), session("cancelled")], "over"],
  ] as const)("%# is told from its sessions", (states, phase) => {
    expect(bundlePhase(states)).toBe(phase);
  });
});
