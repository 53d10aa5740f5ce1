/** One family of sounds: five short tones for high, three for medium, one for low. Silent until a tap has armed it. */

import type { AlertSeverity } from "@dryland/client";

const TONES: Readonly<Record<AlertSeverity, number>> = { high: 5, medium: 3, low: 1 };
const TONE_S = 0.12;
const GAP_S = 0.1;
const PITCH_HZ = 880;
const LOUDNESS = 0.25;

export interface Sounds {
  play(severity: AlertSeverity): void;
  close(): void;
}

/** Must be called from a tap: browsers let nothing sound before one. */
export function armSounds(): Sounds {
  const context = new AudioContext();
  void context.resume();
  return {
    play(severity) {
      for (let at = 0; at < TONES[severity]; at += 1) tone(context, context.currentTime + at * (TONE_S + GAP_S));
    },
    close: () => void context.close(),
  };
}

function tone(context: AudioContext, atS: number): void {
  const [oscillator, volume] = [context.createOscillator(), context.createGain()];
  oscillator.frequency.value = PITCH_HZ;
  volume.gain.setValueAtTime(0, atS);
  volume.gain.linearRampToValueAtTime(LOUDNESS, atS + 0.01);
  volume.gain.linearRampToValueAtTime(0, atS + TONE_S);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(atS);
  oscillator.stop(atS + TONE_S);
}
