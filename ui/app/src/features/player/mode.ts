/** What a phone shows: by the kind of workout, and in a hybrid by the block or the mode that a person switched to. Pure. */

import type { BlockKind, PlayerSessionStatus, WorkoutType } from "@dryland/client";

export interface Mode {
  readonly shows: BlockKind | "drill" | "other";
  /** Whole seconds until another mode begins; null while none is announced. */
  readonly switchesInS: number | null;
  readonly next: BlockKind;
}

const BY_TYPE: Readonly<Record<WorkoutType, Mode["shows"]>> = {
  strength: "exercise",
  conditioning: "interval",
  hybrid: "interval",
  agility: "drill",
  plyometrics: "other",
};

export function modeOf(type: WorkoutType, me: PlayerSessionStatus, nowMs: number): Mode {
  const block = me.block;
  if (type !== "hybrid" || block === undefined) return { shows: BY_TYPE[type], switchesInS: null, next: "exercise" };
  const present = block.mode ?? block.type;
  if (block.nextMode === undefined || block.modeSwitchesAt === undefined) {
    return { shows: present, switchesInS: null, next: present };
  }
  const leftMs = Date.parse(block.modeSwitchesAt) - nowMs;
  if (leftMs <= 0) return { shows: block.nextMode, switchesInS: null, next: block.nextMode };
  return { shows: present, switchesInS: Math.ceil(leftMs / 1000), next: block.nextMode };
}
