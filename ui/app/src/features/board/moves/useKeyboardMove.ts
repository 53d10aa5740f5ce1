/** The keyboard's route: Space picks up, arrows choose where to, Enter puts down, Escape lets go. */

import { type KeyboardEvent, useCallback, useEffect, useState } from "react";
import { shortName } from "../../../shared/format";
import { useBoardWords } from "../words";
import { targetWords } from "./DropPlace";
import type { Target } from "./targets";
import type { Moves } from "./useMoves";

export interface KeyboardMove {
  /** The session the keyboard stands on. */
  aimedId: string | null;
  /** For a live region. */
  spoken: string;
  onKeyDown(event: KeyboardEvent): void;
}

const STEP: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** Who a key on a tile is about. */
function tileOf(event: KeyboardEvent): { sessionId: string; playerId: string } | null {
  const tile = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-player]") : null;
  const [playerId, sessionId] = [tile?.dataset.player, tile?.dataset.session];
  return playerId === undefined || sessionId === undefined ? null : { sessionId, playerId };
}

interface Standing {
  moves: Moves;
  tile: { sessionId: string; playerId: string };
  at: number | null;
  target: Target | undefined;
  setAt(at: number): void;
}

/** What a key does now; null when it is not for the move. */
function actionOf(key: string, { moves, tile, at, target, setAt }: Standing): (() => void) | null {
  if (key === " ") {
    return () => {
      moves.pick(tile.sessionId, tile.playerId);
      setAt(0);
    };
  }
  if (at === null) return null;
  const step = STEP[key];
  const count = moves.targets.length;
  if (step !== undefined) return () => setAt((at + step + count) % Math.max(1, count));
  if (key === "Enter" && target !== undefined) return () => moves.place(target.sessionId);
  return key === "Escape" ? moves.drop : null;
}

export function useKeyboardMove(moves: Moves, enabled: boolean): KeyboardMove {
  const { t } = useBoardWords();
  const [at, setAt] = useState<number | null>(null);
  const { picked, targets } = moves;
  useEffect(() => {
    if (picked === null) setAt(null);
  }, [picked]);
  const lifted = at !== null && picked !== null;
  const target = lifted ? targets[at % Math.max(1, targets.length)] : undefined;
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const tile = enabled ? tileOf(event) : null;
      if (tile === null) return;
      const act = actionOf(event.key, { moves, tile, at, target, setAt });
      if (act === null) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
    [enabled, moves, at, target],
  );
  const name = shortName(picked?.player.playerName ?? "");
  const spoken =
    target === undefined ? "" : t("board.move.spoken", { name, target: target.name, words: targetWords(target, t) });
  return { aimedId: target?.sessionId ?? null, spoken, onKeyDown };
}
