/** Sound is off until a tap switches it on: browsers want that, and so do people in a room. */

import { useState } from "react";
import { beep } from "../../shared/athlete/hooks";
import { Icon } from "../../shared/Icon";
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
  const words = t(isOn ? "player.sound.on" : "player.sound.off");
  return (
    <button
      type="button"
      className="soft sound"
      aria-pressed={isOn}
      aria-label={words}
      title={words}
      onClick={isOn ? sound.mute : sound.arm}
    >
      <Icon name={isOn ? "bell" : "bellOff"} size={30} />
    </button>
  );
}
