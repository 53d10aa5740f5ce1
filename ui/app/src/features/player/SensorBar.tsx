/** The strap and the machine: a tap to connect, their state in words, and why a browser cannot. */

import { useState } from "react";
import { type Bluetooth, obstacle, type Sensor } from "./sensors/bluetooth";
import { type Sensors, useSensorState } from "./sensors/useSensors";
import { usePlayerWords } from "./words";

export function SensorBar({ sensors }: { sensors: Sensors }) {
  const { t } = usePlayerWords();
  const [why, setWhy] = useState(false);
  const blocked = obstacle(window);
  if (blocked !== null) {
    return (
      <>
        <button type="button" className="soft" aria-expanded={why} onClick={() => setWhy(!why)}>
          {t("player.strap")}
        </button>
        {why ? <p className="player-why">{t(`player.bluetooth.${blocked}`)}</p> : null}
      </>
    );
  }
  return (
    <>
      <SensorButton sensor={sensors.strap} what={t("player.strap")} />
      <SensorButton sensor={sensors.machine} what={t("player.machine")} />
    </>
  );
}

function SensorButton({ sensor, what }: { sensor: Sensor; what: string }) {
  const { t } = usePlayerWords();
  const { phase } = useSensorState(sensor);
  const { bluetooth } = navigator as Navigator & { bluetooth?: Bluetooth };
  return (
    <button
      type="button"
      className="soft sensor"
      data-phase={phase}
      onClick={() => bluetooth !== undefined && void sensor.choose(bluetooth)}
    >
      {what}
      {phase === "off" ? null : <span className="sensor-state">{t(`player.sensor.${phase}`)}</span>}
    </button>
  );
}
