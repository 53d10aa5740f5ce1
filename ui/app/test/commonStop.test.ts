import type { TrainingSessionState } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { commonStop } from "../src/features/board/bundle/StopBanner";

const session = (
  status: TrainingSessionState["status"],
  emergency?: TrainingSessionState["emergency"],
): TrainingSessionState =>
  ({ sessionId: "s", status, ...(emergency === undefined ? {} : { emergency }) }) as TrainingSessionState;
const stop = { at: "2026-01-10T18:00:00Z", by: "Anna" };

describe("a stop of all", () => {
  it("is one stop only when nothing goes on", () => {
    expect(commonStop([session("paused", stop), session("paused", stop), session("completed")])).toEqual(stop);
    expect(commonStop([session("paused", stop), session("active")])).toBeNull();
    expect(commonStop([session("paused", stop)])).toBeNull();
  });
});
