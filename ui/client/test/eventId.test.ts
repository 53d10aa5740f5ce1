import { describe, expect, it } from "vitest";
import { newEventId, uuidV7 } from "../src/eventId";

describe("event identifiers", () => {
  it("makes the example of RFC 9562, appendix A.6", () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });

  it("sorts by time", () => {
    const random = new Uint8Array(10).fill(255);
    const ids = [1, 255, 256, 65_536, 1_700_000_000_000].map((at) => uuidV7(at, random));
    expect([...ids].sort()).toEqual(ids);
  });

  it("never repeats", () => {
    expect(new Set(Array.from({ length: 1_000 }, newEventId)).size).toBe(1_000);
  });

  it("refuses too little randomness", () => {
    expect(() => uuidV7(0, new Uint8Array(9))).toThrow(RangeError);
  });
});
