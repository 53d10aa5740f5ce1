import "fake-indexeddb/auto";
import { openStore } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { unsentOf } from "../src/shared/athlete/unsent";

describe("what a sign-out would leave behind", () => {
  it("is nothing for who has recorded nothing", async () => {
    expect(await unsentOf("elin")).toBeNull();
  });

  it("is what waits on the disk of this player, and of nobody else, as a file", async () => {
    const store = openStore("maja");
    await store.add({
      eventId: "e1",
      event: "training:strength:set:completion",
      payload: { playerId: "maja" },
    } as never);
    store.close();
    expect(await unsentOf("elin")).toBeNull();
    expect(await unsentOf("maja")).toMatchObject({
      count: 1,
      file: { outbox: "maja", waiting: [{ eventId: "e1", payload: { playerId: "maja" } }] },
    });
  });
});
