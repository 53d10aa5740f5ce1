import { describe, expect, it } from "vitest";
import { createSend, readAck } from "../src/courier";

describe("sending", () => {
  it("stamps a command with an identity and node time, and lets an outbox give its own", async () => {
    const sent: object[] = [];
    const courier = {
      deliver: async (_event: string, payload: object) => {
        sent.push(payload);
        return { ok: true } as const;
      },
    };
    const send = createSend(courier, { newEventId: () => "id-1", nowMs: () => 0 });
    await send("training:session:start", { sessionId: "s" });
    await send("training:session:start", { sessionId: "s", eventId: "mine", occurredAt: "then" });
    expect(sent).toEqual([
      { eventId: "id-1", occurredAt: "1970-01-01T00:00:00.000Z", sessionId: "s" },
      { eventId: "mine", occurredAt: "then", sessionId: "s" },
    ]);
  });
});

describe("answers", () => {
  it.each([[undefined], [null], ["ok"], [{}], [{ ok: "yes" }], [{ ok: false }], [{ ok: false, error: { code: 5 } }]])(
    "%o is no acknowledgement",
    (answer) => {
      expect(readAck(answer)).toMatchObject({ ok: false, error: { code: "BAD_ANSWER" } });
    },
  );

  it("are passed on as they are", () => {
    const accepted = { ok: true, seq: 4 };
    const refused = { ok: false, error: { code: "FORBIDDEN", message: "no" } };
    expect(readAck(accepted)).toBe(accepted);
    expect(readAck(refused)).toEqual(refused);
  });
});
