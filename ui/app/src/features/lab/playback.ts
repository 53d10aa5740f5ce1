/**
 * Plays a scenario: each step at its time, faster or slower, with a pause. The speed may change at any moment.
 * Knows no scenario and no socket.
 */

import { createEmitter } from "@dryland/client";
import type { Step } from "./scenarios";

export interface PlaybackState {
  readonly phase: "idle" | "playing" | "paused" | "done";
  readonly at: number;
  readonly of: number;
}

export interface Playback {
  state(): PlaybackState;
  subscribe(listener: () => void): () => void;
  start(steps: readonly Step[]): void;
  pause(): void;
  resume(): void;
  stop(): void;
  setSpeed(speed: number): void;
}

const IDLE: PlaybackState = { phase: "idle", at: 0, of: 0 };

/** A floor that answers slower than a story is played is waited for, but not for ever. */
const LONGEST_WAIT_MS = 2_000;

/** `play` may return what the next step waits for: a story told faster than it is heard would be another one. */
export function createPlayback(play: (step: Step) => Promise<unknown> | undefined, speed = 1): Playback {
  const changes = createEmitter<void>();
  let current = IDLE;
  let steps: readonly Step[] = [];
  let factor = speed;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (next: PlaybackState) => {
    current = next;
    changes.emit();
  };
  const next = () => {
    clearTimeout(timer);
    const step = steps[current.at];
    if (step === undefined) return tell({ ...current, phase: "done" });
    timer = setTimeout(playMoment, step.afterMs / factor);
  };
  /** Steps of one moment go out together: a timer for each would make a fast story slow. */
  const playMoment = () => {
    let heard: Promise<unknown> | undefined;
    let step = steps[current.at];
    while (step !== undefined) {
      current = { ...current, at: current.at + 1 };
      heard = play(step);
      step = steps[current.at];
      if (heard !== undefined || step?.afterMs !== 0) break;
    }
    changes.emit();
    if (heard === undefined) next();
    else void waitFor(heard);
  };
  const waitFor = async (heard: Promise<unknown>) => {
    const { at } = current;
    const told = steps;
    await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
    if (current.phase === "playing" && current.at === at && steps === told) next();
  };
  return {
    state: () => current,
    subscribe: (listener) => changes.on(listener),
    start(story) {
      steps = story;
      tell({ phase: "playing", at: 0, of: story.length });
      next();
    },
    pause() {
      if (current.phase !== "playing") return;
      clearTimeout(timer);
      tell({ ...current, phase: "paused" });
    },
    resume() {
      if (current.phase !== "paused") return;
      tell({ ...current, phase: "playing" });
      next();
    },
    stop() {
      clearTimeout(timer);
      tell(IDLE);
    },
    setSpeed(to) {
      factor = to;
      if (current.phase === "playing") next();
    },
  };
}
