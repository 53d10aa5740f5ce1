import {
  type BulkOperationReported,
  createEmitter,
  EVENTS,
  type Incoming,
  type TrainingSessionState,
} from "@dryland/client";
import { describe, expect, it } from "vitest";
import {
  applyBundle,
  type BundleModel,
  bundlePhase,
  countdownEndMs,
  emptyBundle,
  isIn,
  isUnderWay,
  startFrom,
} from "../src/features/board/bundle/bundleModel";
import { watchBundle } from "../src/features/board/bundle/bundleWatch";
import type { BundleNow } from "../src/features/board/bundle/loadBundle";
import { commonStop } from "../src/features/board/bundle/StopBanner";

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
const told = (model: BundleModel, change: Partial<BulkOperationReported>) =>
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
    expect(told(empty, { dryRun: true })).toBe(empty);
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
const now: BundleNow = {
  bundle: {
    bundleName: "Tuesday dryland",
    epoch: "b1",
    seq: 4,
    sessions: [
      { sessionId: "a", ...places("Hall") },
      { sessionId: "b", ...places("Gym") },
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
      sessions: { a: places("Hall"), b: places("Gym") },
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
    const watch = watchBundle({
      link: {
        onEvent: events.on,
        onOpen: (listener) => {
          listener();
          return () => undefined;
        },
      },
      bundleId: "tuesday",
      load: () => new Promise((resolve) => (answer = resolve)),
    });
    const heard = new Promise<void>((resolve) => watch.subscribe(() => watch.view().name !== null && resolve()));
    events.emit({ event: EVENTS.BULK_OPERATION_STATUS, payload: report({ seq: 3, operationId: "old" }) });
    events.emit({ event: EVENTS.BULK_OPERATION_STATUS, payload: report({ seq: 5, operationId: "new" }) });
    answer(now);
    await heard;
    expect(watch.view()).toMatchObject({ name: "Tuesday dryland", operation: { operationId: "new" } });
    watch.close();
  });

  it("follows new names and places", () => {
    const changed = applyBundle(startFrom(empty, now), EVENTS.BULK_SESSION_UPDATE, {
      bundleId: "tuesday",
      changes: { bundleName: "Late dryland" },
      allocations: [{ sessionId: "b", ...places("Tent") }],
    });
    expect(changed).toMatchObject({ name: "Late dryland", sessions: { a: places("Hall"), b: places("Tent") } });
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

  it("is one stop only when nothing goes on", () => {
    expect(commonStop([session("paused", stop), session("paused", stop), session("completed")])).toEqual(stop);
    expect(commonStop([session("paused", stop), session("active")])).toBeNull();
    expect(commonStop([session("paused", stop)])).toBeNull();
  });
});
