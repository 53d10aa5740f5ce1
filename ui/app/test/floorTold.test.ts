import { createEmitter, EVENTS, type Incoming } from "@dryland/client";
import { describe, expect, it, vi } from "vitest";
import { createFloorTold } from "../src/features/medic/floorTold";

function listening() {
  const events = createEmitter<Incoming>();
  let nowMs = 1_000;
  const told = createFloorTold({ onEvent: (listener) => events.on(listener), nowMs: () => nowMs });
  const tell = (event: string, payload: object) => {
    nowMs += 10;
    events.emit({ event, payload } as Incoming);
  };
  return { told, tell, at: () => nowMs };
}

describe("what the floor did about a player", () => {
  it("is told in its order, each once: staff called, moved, plan adapted", () => {
    const { told, tell } = listening();
    tell(EVENTS.ALERT_RAISED, { playerId: "p", alertId: "a" });
    tell(EVENTS.PLAYER_JOIN, { sessionId: "bikes", player: { playerId: "p" } });
    tell(EVENTS.SESSION_PLAN, { sessionId: "bikes", playerIds: ["p"] });
    tell(EVENTS.SESSION_PLAN, { sessionId: "bikes", playerIds: ["p"] });
    expect(told.since("p", 0)).toEqual([
      { is: "called" },
      { is: "moved", sessionId: "bikes" },
      { is: "adapted", sessionId: "bikes" },
    ]);
  });

  it("is told although it happened before anybody asked, and not from before the report", () => {
    const { told, tell, at } = listening();
    tell(EVENTS.PLAYER_STATUS_UPDATE, { playerId: "p", status: "paused" });
    const sinceMs = at() + 1;
    tell(EVENTS.ALERT_RAISED, { playerId: "p" });
    expect(told.since("p", sinceMs)).toEqual([{ is: "called" }]);
  });

  it("is nobody else's, and not what players do themselves", () => {
    const { told, tell } = listening();
    tell(EVENTS.ALERT_RAISED, { playerId: "q" });
    tell(EVENTS.SESSION_PLAN, { sessionId: "bikes" });
    tell(EVENTS.PLAYER_STATUS_UPDATE, { playerId: "p", status: "active" });
    expect(told.since("p", 0)).toEqual([]);
  });

  it("is told to who listens until it is closed", () => {
    const { told, tell } = listening();
    const heard = vi.fn();
    told.subscribe(heard);
    tell(EVENTS.ALERT_RAISED, { playerId: "p" });
    told.close();
    tell(EVENTS.PLAYER_JOIN, { sessionId: "bikes", player: { playerId: "p" } });
    expect(heard).toHaveBeenCalledOnce();
    expect(told.since("p", 0)).toEqual([{ is: "called" }]);
  });
});
