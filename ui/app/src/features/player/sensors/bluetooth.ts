/**
 * One sensor over Web Bluetooth: asked for by a tap, then kept. A watchdog notices silence as well as a lost connection
 * and connects anew for as long as it takes. Knows no screen and no node.
 */

import { createEmitter } from "@dryland/client";

/** The part of Web Bluetooth that is needed; browsers' type definitions do not have it. */
export interface Characteristic extends EventTarget {
  readonly value?: DataView | undefined;
  startNotifications(): Promise<Characteristic>;
}

export interface Device extends EventTarget {
  readonly name?: string | undefined;
  readonly gatt?: {
    readonly connected: boolean;
    connect(): Promise<{
      getPrimaryService(service: number): Promise<{ getCharacteristic(id: number): Promise<Characteristic> }>;
    }>;
    disconnect(): void;
  };
}

export interface Bluetooth {
  requestDevice(options: { filters: { services: number[] }[] }): Promise<Device>;
}

/** `silent`: connected, but nothing has come for a while; `lost`: connecting anew. */
export type SensorPhase = "off" | "connecting" | "live" | "lost" | "failed";

export interface SensorState {
  readonly phase: SensorPhase;
  readonly name: string | null;
}

export interface SensorOptions {
  service: number;
  /** Tried in order; the first that the sensor has is heard. */
  characteristics: readonly number[];
  onBytes(characteristic: number, bytes: DataView): void;
  silentAfterMs?: number;
  retryMs?: (attempt: number) => number;
}

export interface Sensor {
  state(): SensorState;
  subscribe(listener: () => void): () => void;
  /** Opens the browser's own list of sensors; must follow a tap. */
  choose(bluetooth: Bluetooth): Promise<void>;
  close(): void;
}

const SILENT_AFTER_MS = 8_000;
const RETRY_MOST_MS = 10_000;
const retryAfter = (attempt: number): number => Math.min(RETRY_MOST_MS, 1_000 * 2 ** Math.min(attempt, 4));

/** Why a browser cannot do it, as a word the screen explains; null when it can. */
export function obstacle(host: { isSecureContext: boolean; navigator: object }): "insecure" | "unsupported" | null {
  if (!host.isSecureContext) return "insecure";
  return "bluetooth" in host.navigator ? null : "unsupported";
}

export function createSensor(options: SensorOptions): Sensor {
  return new WatchedSensor(options);
}

class WatchedSensor implements Sensor {
  private readonly changes = createEmitter<void>();
  private current: SensorState = { phase: "off", name: null };
  private device: Device | null = null;
  private attempt = 0;
  private round = 0;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SensorOptions) {}

  state = (): SensorState => this.current;
  subscribe = (listener: () => void): (() => void) => this.changes.on(listener);

  async choose(bluetooth: Bluetooth): Promise<void> {
    try {
      const device = await bluetooth.requestDevice({ filters: [{ services: [this.options.service] }] });
      this.close();
      this.device = device;
      device.addEventListener("gattserverdisconnected", () => this.lost());
    } catch {
      return; // The list was closed without a choice.
    }
    this.attempt = 0;
    await this.connect("connecting");
  }

  close(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    this.round += 1;
    this.device?.gatt?.disconnect();
    this.device = null;
    this.set("off");
  }

  private async connect(phase: SensorPhase): Promise<void> {
    const device = this.device;
    if (device === null) return;
    this.round += 1;
    const round = this.round;
    this.set(phase);
    try {
      const server = await device.gatt?.connect();
      const service = await server?.getPrimaryService(this.options.service);
      const heard = service === undefined ? 0 : await this.listen(service, round);
      if (heard === 0) throw new Error("the sensor has none of the characteristics");
      if (round === this.round) this.watch();
    } catch {
      if (round === this.round) this.again();
    }
  }

  private async listen(
    service: { getCharacteristic(id: number): Promise<Characteristic> },
    round: number,
  ): Promise<number> {
    let heard = 0;
    for (const id of this.options.characteristics) {
      const found = await service.getCharacteristic(id).catch(() => null);
      if (found === null) continue;
      heard += 1;
      found.addEventListener("characteristicvaluechanged", () => {
        if (round === this.round && found.value !== undefined) this.hear(id, found.value);
      });
      await found.startNotifications();
    }
    return heard;
  }

  private hear(id: number, bytes: DataView): void {
    this.attempt = 0;
    this.set("live");
    this.watch();
    this.options.onBytes(id, bytes);
  }

  /** A connection that says nothing is no connection: many straps stay "connected" after they were taken off. */
  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      this.device?.gatt?.disconnect();
      this.lost();
    }, this.options.silentAfterMs ?? SILENT_AFTER_MS);
  }

  private lost(): void {
    if (this.device === null || this.current.phase === "lost") return;
    this.again();
  }

  private again(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    this.set("lost");
    const waitMs = (this.options.retryMs ?? retryAfter)(this.attempt);
    this.attempt += 1;
    this.retry = setTimeout(() => void this.connect("lost"), waitMs);
  }

  private set(phase: SensorPhase): void {
    const name = this.device?.name ?? null;
    if (this.current.phase === phase && this.current.name === name) return;
    this.current = { phase, name };
    this.changes.emit();
  }
}
