/** Stories that play by themselves: which one, from which seed, how fast. */

import type { TrainingSessionState } from "@dryland/client";
import { Button, NumberInput, Progress, Select } from "@mantine/core";
import { useState, useSyncExternalStore } from "react";
import type { Lab } from "./lab";
import { SCENARIO_TYPE, SCENARIOS, type ScenarioName, scenario } from "./scenarios";
import { useLabWords } from "./words";

const SPEEDS = [0.1, 0.5, 1, 2, 5, 10, 25, 50];

export interface PlayProps {
  lab: Lab;
  session: TrainingSessionState | null;
}

export function Play({ lab, session }: PlayProps) {
  const { t } = useLabWords();
  const [picked, setPicked] = useState<ScenarioName | null>(null);
  const name = picked ?? storyFor(session);
  const [seed, setSeed] = useState(1);
  const [speed, setSpeed] = useState(10);
  const needs = SCENARIO_TYPE[name];
  const fits = session !== null && (needs === null || needs === session.workoutType);
  const changeSpeed = (next: number) => {
    setSpeed(next);
    lab.playback.setSpeed(next);
  };
  const start = () => {
    if (session === null) return;
    lab.playback.setSpeed(speed);
    lab.playback.start(scenario(name, seed, session));
  };
  return (
    <div className="lab-play">
      <Select
        label={t("lab.play.story")}
        data={SCENARIOS.map((one) => ({ value: one, label: t(`lab.play.${one}`) }))}
        value={name}
        allowDeselect={false}
        error={fits ? null : t("lab.play.wrongType")}
        onChange={(next) => setPicked(SCENARIOS.find((one) => one === next) ?? name)}
      />
      <div className="lab-pair">
        <NumberInput
          label={t("lab.play.seed")}
          value={seed}
          min={0}
          allowDecimal={false}
          onChange={(next) => setSeed(Number(next) || 0)}
        />
        <Select
          label={t("lab.play.speed")}
          data={SPEEDS.map((one) => ({ value: String(one), label: `×${one}` }))}
          value={String(speed)}
          allowDeselect={false}
          onChange={(next) => changeSpeed(Number(next ?? speed))}
        />
      </div>
      <Controls lab={lab} fits={fits} onStart={start} />
    </div>
  );
}

function storyFor(session: TrainingSessionState | null): ScenarioName {
  return SCENARIOS.find((one) => session !== null && SCENARIO_TYPE[one] === session.workoutType) ?? "medical";
}

function Controls({ lab, fits, onStart }: { lab: Lab; fits: boolean; onStart(): void }) {
  const { t } = useLabWords();
  const { playback } = lab;
  const { phase, at, of } = useSyncExternalStore(playback.subscribe, playback.state);
  const under = phase === "playing" || phase === "paused";
  return (
    <>
      <div className="lab-acts">
        {under ? (
          <>
            <Button variant="default" onClick={playback.stop}>
              {t("lab.play.stop")}
            </Button>
            <Button onClick={phase === "playing" ? playback.pause : playback.resume}>
              {t(phase === "playing" ? "lab.play.pause" : "lab.play.resume")}
            </Button>
          </>
        ) : (
          <Button disabled={!fits} onClick={onStart}>
            {t("lab.play.start")}
          </Button>
        )}
      </div>
      {phase === "idle" ? null : (
        <>
          <Progress value={of === 0 ? 100 : (100 * at) / of} aria-label={t("lab.play.at", { at, of })} />
          <p role="status">{phase === "done" ? t("lab.play.done", { of }) : t("lab.play.at", { at, of })}</p>
        </>
      )}
    </>
  );
}
