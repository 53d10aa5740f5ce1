import { describe, expect, it } from "vitest";
import { createBundles } from "../src/bundles";
import { createEmitter } from "../src/emitter";
import type { Incoming } from "../src/link";
import { type BulkOperationReported, type BundleCreated, EVENTS } from "../src/wire";
import { iso, T0 } from "./made";

const session = (sessionId: string, ...participantIds: string[]) => ({
  sessionId,
  workoutType: "strength" as const,
  name: sessionId,
  participantIds,
  resources: { equipment: [] },
});
const BUNDLE = {
  bundleId: "b",
  bundleName: "Tuesday",
  sessions: [session("s1", "p1", "p2"), session("s2")],
  totalParticipants: 2,
} as unknown as BundleCreated;
const report = (seq: number, status: BulkOperationReported["status"], more: Partial<BulkOperationReported> = {}) => ({
  bundleId: "b",
  epoch: "e",
  seq,
  recordedAt: iso(T0 + seq),
  operationId: "o",
  operation: "start_all",
  status,
  progress: { completed: 0, total: 2 },
  affectedSessions: ["s1", "s2"],
  executedBy: "t",
  ...more,
});

function desk() {
  const heard = createEmitter<Incoming>();
  const sent: unknown[] = [];
  const send = async (event: string, payload: object) => {
    sent.push([event, payload]);
    return { ok: true } as const;
  };
  const bundles = createBundles({ link: { onEvent: heard.on, onOpen: () => () => undefined, send } });
  const tell = (event: string, payload: object) => heard.emit({ event, payload });
  return { bundles, tell, sent, only: () => bundles.view().bundles[0] };
}

describe("a bundle", () => {
  it("holds a player in exactly one session after a move", () => {
    const { tell, only } = desk();
    tell(EVENTS.BULK_SESSION_CREATED, BUNDLE);
    const move = { bundleId: "b", eventId: "m", playerId: "p1", fromSession: {}, toSession: { sessionId: "s2" } };
    tell(EVENTS.CROSS_SESSION_PARTICIPANT_MOVE, move);
    tell(EVENTS.CROSS_SESSION_PARTICIPANT_MOVE, move);
    expect(only()?.sessions.map((one) => one.participantIds)).toEqual([["p2"], ["p1"]]);
    expect(only()?.moves).toHaveLength(1);
  });

  it("shows the operation under way until it is over, whatever order reports come in", () => {
    const { bundles, tell, only } = desk();
    tell(EVENTS.BULK_SESSION_CREATED, BUNDLE);
    tell(EVENTS.BULK_OPERATION_STATUS, report(3, "in_progress"));
    expect(bundles.view().currentOperation).toMatchObject({ status: "in_progress" });
    tell(EVENTS.BULK_OPERATION_STATUS, report(4, "completed"));
    tell(EVENTS.BULK_OPERATION_STATUS, report(2, "initiated"));
    expect(bundles.view().currentOperation).toBeNull();
    expect(only()?.operation?.status).toBe("completed");
  });

  it("keeps a rehearsal apart from what is done", () => {
    const { tell, only } = desk();
    tell(EVENTS.BULK_OPERATION_STATUS, report(1, "completed", { dryRun: true }));
    expect(only()).toMatchObject({ operation: null, rehearsal: { dryRun: true } });
  });

  it("takes aggregates and resources, and what was there before this screen came", () => {
    const { bundles, tell, only } = desk();
    tell(EVENTS.AGGREGATE_METRICS_BROADCAST, {
      bundleId: "b",
      at: iso(T0),
      aggregatedMetrics: { averageProgress: 40 },
    });
    tell(EVENTS.RESOURCE_UPDATE, { at: iso(T0), facilities: [], equipment: [] });
    bundles.restore([BUNDLE]);
    expect(only()).toMatchObject({ name: "Tuesday", aggregates: { averageProgress: 40 } });
    expect(bundles.view().bundles).toHaveLength(1);
  });

  it("is run by orders with the contract's names", async () => {
    const { bundles, sent } = desk();
    await bundles.execute("b", "pause_all", { reason: "water" });
    await bundles.move({ bundleId: "b", playerId: "p", fromSessionId: "s1", toSessionId: "s2" });
    expect(sent).toEqual([
      [
        EVENTS.BULK_OPERATION_STATUS,
        { bundleId: "b", operationId: expect.any(String), operation: "pause_all", reason: "water" },
      ],
      [EVENTS.CROSS_SESSION_PARTICIPANT_MOVE, expect.objectContaining({ playerId: "p" })],
    ]);
  });
});
