/** The phone's strap and machine, and what they say now. */

import type { Metrics } from "@dryland/client";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Kit } from "../../../shared/athlete/kit";
import { createSensor, type Sensor, type SensorState } from "./bluetooth";
import { decodeHeartRate, decodeMachine, INDOOR_BIKE, ROWER, usableRate } from "./decode";
import { createSampler, type Sampler } from "./samples";

const HEART_RATE_SERVICE = 0x180d;
const HEART_RATE = 0x2a37;
const FITNESS_SERVICE = 0x1826;
const BIKE_DATA = 0x2ad2;
const ROWER_DATA = 0x2ad1;

/** A value and the device time at which it came, ms since 1970. */
export interface Heard {
  readonly values: Metrics;
  readonly atMs: number;
}

export interface Sensors {
  strap: Sensor;
  machine: Sensor;
  heard(): Heard | null;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export function openSensors(kit: Kit, playerId: string): Sensors {
  const { link } = kit.floor;
  const listeners = new Set<() => void>();
  const sampler: Sampler = createSampler({ link, outbox: kit.outbox, sessionId: kit.session.sessionId, playerId });
  let newest: Heard | null = null;
  const take = (values: Metrics) => {
    newest = { values: { ...newest?.values, ...values }, atMs: link.nowMs() };
    sampler.take(values);
    for (const listener of listeners) listener();
  };
  let record: Record<string, number | null> = {};
  const strap = createSensor({
    service: HEART_RATE_SERVICE,
    characteristics: [HEART_RATE],
    onBytes(_, bytes) {
      const beat = decodeHeartRate(bytes);
      const heartRate = beat === null ? null : usableRate(beat);
      if (heartRate !== null) take({ heartRate });
    },
  });
  const machine = createSensor({
    service: FITNESS_SERVICE,
    characteristics: [BIKE_DATA, ROWER_DATA],
    onBytes(id, bytes) {
      const packet = decodeMachine(id === BIKE_DATA ? INDOOR_BIKE : ROWER, bytes);
      if (packet === null) return;
      record = { ...record, ...packet.values };
      if (!packet.isWhole) return;
      take(machineMetrics(record));
      record = {};
    },
  });
  return {
    strap,
    machine,
    heard: () => newest,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      strap.close();
      machine.close();
      sampler.close();
    },
  };
}

/** A machine's record in the contract's units: speed in m/s, pace in s/500 m. */
export function machineMetrics(record: Readonly<Record<string, number | null>>): Metrics {
  const value = (name: string): number | null => record[name] ?? null;
  const speedKmh = value("instantaneous_speed_kmh");
  const cadence = value("instantaneous_cadence_rpm") ?? value("stroke_rate_spm");
  const found: Record<string, number | null> = {
    power: value("instantaneous_power_w"),
    cadence,
    speed: speedKmh === null ? null : Math.round((speedKmh / 3.6) * 100) / 100,
    distance: value("total_distance_m"),
    pace: value("instantaneous_pace_s_per_500m"),
    calories: value("total_energy_kcal"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, each]) => each !== null && each >= 0)) as Metrics;
}

export function useSensors(kit: Kit, playerId: string): Sensors {
  const sensors = useMemo(() => openSensors(kit, playerId), [kit, playerId]);
  useEffect(() => () => sensors.close(), [sensors]);
  return sensors;
}

export function useSensorState(sensor: Sensor): SensorState {
  return useSyncExternalStore(sensor.subscribe, sensor.state);
}

/** The newest own values, for as long as they are fresh. */
export function useHeard(sensors: Sensors, nowMs: number, freshMs: number): Metrics | null {
  const [heard, setHeard] = useState(sensors.heard());
  useEffect(() => sensors.subscribe(() => setHeard(sensors.heard())), [sensors]);
  return heard === null || nowMs - heard.atMs > freshMs ? null : heard.values;
}
