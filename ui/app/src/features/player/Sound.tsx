/** Sound is off until a tap switches it on: browsers want that, and so do people in a room. */

import { useState } from "react";
import { beep } from "../../shared/athlete/hooks";
import { usePlayerWords } from "./words";

export interface SoundSwitch {
  audio: AudioContext | null;
  arm(): void;
  mute(): void;
}

export function useSound(): SoundSwitch {
  const [audio, setAudio] = useState<AudioContext | null>(null);
  return {
    audio,
    arm() {
      if (typeof AudioContext === "undefined") return;
      const made = new AudioContext();
      beep(made, 660, 0.12);
      setAudio(made);
    },
    mute() {
      void audio?.close();
      setAudio(null);
    },
  };
}

export function Sound({ sound }: { sound: SoundSwitch }) {
  const { t } = usePlayerWords();
  const isOn = sound.audio !== null;
  return (
    <button type="button" className="soft" aria-pressed={isOn} onClick={isOn ? sound.mute : sound.arm}>
      {t(isOn ? "player.sound.on" : "player.sound.off")}
    </button>
  );
}
