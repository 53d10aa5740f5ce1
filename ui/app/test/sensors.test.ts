import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Characteristic, createSensor, type Device, obstacle } from "../src/features/player/sensors/bluetooth";
import { decodeHeartRate, decodeMachine, INDOOR_BIKE, ROWER, usableRate } from "../src/features/player/sensors/decode";
import { machineMetrics } from "../src/features/player/sensors/useSensors";

const SHARED = fileURLToPath(new URL("../../../../shared/data/ble/payloads.json", import.meta.url));
const bytes = (hex: string): DataView => new DataView(Uint8Array.from(Buffer.from(hex, "hex")).buffer);

interface Row {
  characteristic: string;
  hex: string;
  conformance: string;
  trailing_bytes: number;
  spec_decode: Record<string, unknown>;
}

const rows: Row[] = existsSync(SHARED) ? JSON.parse(readFileSync(SHARED, "utf8")) : [];
const conforms = (row: Row): boolean => row.conformance.startsWith("conforming");

describe.skipIf(rows.length === 0)("captured payloads (skipped when payloads.json is not beside the project)", () => {
  const beats = rows.filter((row) => row.characteristic === "0x2A37");
  const machines = rows.filter((row) => row.characteristic === "0x2AD2" || row.characteristic === "0x2AD1");

  it("of straps give the specified values", () => {
    expect(beats.length).toBeGreaterThan(10);
    for (const row of beats) {
      const beat = decodeHeartRate(bytes(row.hex));
      expect(beat?.bpm, row.hex).toBe(row.spec_decode.heart_rate_bpm);
      expect(beat?.trailingBytes).toBe(row.trailing_bytes);
      const told = Array.isArray(row.spec_decode.rr_ms) ? row.spec_decode.rr_ms : [];
      told.forEach((ms, place) => {
        expect(beat?.rrMs[place]).toBeCloseTo(ms, 2);
      });
    }
  });

  it("of bikes and rowers give the specified values, or nothing where the packet contradicts itself", () => {
    expect(machines.length).toBeGreaterThan(30);
    for (const row of machines) {
      const packet = decodeMachine(row.characteristic === "0x2AD2" ? INDOOR_BIKE : ROWER, bytes(row.hex));
      if (conforms(row)) {
        expect(packet?.values, row.hex).toEqual(row.spec_decode);
        expect(packet?.trailingBytes).toBe(row.trailing_bytes);
      } else expect(packet, row.hex).toBeNull();
    }
  });
});

describe("literal bytes", () => {
  it("a strap off the skin or at zero gives no heart rate", () => {
    const rate = (hex: string) => {
      const beat = decodeHeartRate(bytes(hex));
      return beat === null ? null : usableRate(beat);
    };
    expect([rate("0448"), rate("0600"), rate("0648"), rate("0048")]).toEqual([null, null, 72, 72]);
    expect(decodeHeartRate(bytes("01"))).toBeNull();
  });

  it("negative power stays negative, and a cut packet is nothing", () => {
    expect(decodeMachine(INDOOR_BIKE, bytes("4100f6ff"))?.values).toEqual({ instantaneous_power_w: -10 });
    expect(decodeMachine(INDOOR_BIKE, bytes("fe02"))).toBeNull();
    expect(decodeMachine(INDOOR_BIKE, bytes(""))).toBeNull();
  });

  it("a bike that hides its cadence is not believed", () => {
    const hidden = "fa0b550ebe09cc00b1000b02001300360176000c00ffffff594d00";
    expect(decodeMachine(INDOOR_BIKE, bytes(hidden))).toBeNull();
  });

  it("becomes metrics in the contract's units", () => {
    const packet = decodeMachine(INDOOR_BIKE, bytes("5402ca0ca000d3a4002c018f"));
    expect(machineMetrics(packet?.values ?? {})).toEqual({ power: 300, cadence: 80, speed: 9.09, distance: 42195 });
  });
});

describe("a browser without Bluetooth", () => {
  it("is told apart from a page that is not secure", () => {
    expect(obstacle({ isSecureContext: false, navigator: {} })).toBe("insecure");
    expect(obstacle({ isSecureContext: true, navigator: {} })).toBe("unsupported");
    expect(obstacle({ isSecureContext: true, navigator: { bluetooth: {} } })).toBeNull();
  });
});

/** A strap that can be taken off, made of the browser's own event targets. */
class Strap extends EventTarget implements Device {
  readonly name = "Strap 7";
  connects = 0;
  isAway = false;
  characteristic = Object.assign(new EventTarget(), {
    value: undefined as DataView | undefined,
    startNotifications: async () => this.characteristic as Characteristic,
  });
  readonly gatt = {
    connected: true,
    connect: async () => {
      this.connects += 1;
      if (this.isAway) throw new Error("out of reach");
      return {
        getPrimaryService: async () => ({ getCharacteristic: async () => this.characteristic as Characteristic }),
      };
    },
    disconnect: () => {
      this.dispatchEvent(new Event("gattserverdisconnected"));
    },
  };

  beat(bpm: number): void {
    this.characteristic.value = bytes(`00${bpm.toString(16)}`);
    this.characteristic.dispatchEvent(new Event("characteristicvaluechanged"));
  }
}

describe("a strap that drops in the middle of an interval", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function chosen(strap: Strap, heard: number[]) {
    const sensor = createSensor({
      service: 0x180d,
      characteristics: [0x2a37],
      onBytes: (_, told) => heard.push(told.getUint8(1)),
    });
    await sensor.choose({ requestDevice: async () => strap });
    await vi.advanceTimersByTimeAsync(0);
    return sensor;
  }

  it("is found again by itself, and each beat counts once", async () => {
    const [strap, heard] = [new Strap(), [] as number[]];
    const sensor = await chosen(strap, heard);
    strap.beat(140);
    expect(sensor.state()).toEqual({ phase: "live", name: "Strap 7" });
    strap.isAway = true;
    strap.dispatchEvent(new Event("gattserverdisconnected"));
    expect(sensor.state().phase).toBe("lost");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sensor.state().phase).toBe("lost");
    strap.isAway = false;
    await vi.advanceTimersByTimeAsync(20_000);
    strap.beat(150);
    expect(sensor.state().phase).toBe("live");
    expect(heard).toEqual([140, 150]);
  });

  it("is noticed by its silence even while the browser calls it connected", async () => {
    const strap = new Strap();
    const sensor = await chosen(strap, []);
    strap.beat(140);
    await vi.advanceTimersByTimeAsync(8_100);
    expect(sensor.state().phase).toBe("lost");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(strap.connects).toBe(2);
    sensor.close();
    expect(sensor.state().phase).toBe("off");
  });
});
