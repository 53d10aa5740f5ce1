/**
 * Moving a player between sessions: picked up, targets in view, put down, taken back within 10 s. The three routes
 * (drag, tap, keyboard) all end here.
 */

import type { PlayerSessionStatus, TrainingSessionState } from "@dryland/client";
import { useCallback, useEffect, useMemo, useState } from "react";
import { errorWords } from "../../../shared/errorWords";
import { useBoardTools } from "../context";
import { useBoardWords } from "../words";
import { type Given, nearestLegal, type Target, targetsFor } from "./targets";

export const UNDO_MS = 10_000;

export interface Picked {
  sessionId: string;
  player: PlayerSessionStatus;
}

export interface Done {
  picked: Picked;
  target: Target;
}

/** What is said after an attempt: moved and may be taken back, or why not and what would go. */
export type Said =
  | { kind: "moved"; done: Done }
  | { kind: "refused"; picked: Picked; words: string; nearest: Target | null };

export interface Moves {
  picked: Picked | null;
  targets: readonly Target[];
  said: Said | null;
  pick(sessionId: string, playerId: string): void;
  drop(): void;
  /** Moves who is picked up, or says why not. */
  place(sessionId: string): void;
  /** Moves somebody to a target that is known to be legal. */
  go(picked: Picked, target: Target): Promise<void>;
  undo(done: Done): Promise<void>;
  hush(): void;
}

export function useMoves(bundleId: string | null, states: readonly TrainingSessionState[], given: Given): Moves {
  const words = useBoardWords();
  const { bundles } = useBoardTools();
  const [from, setFrom] = useState<{ sessionId: string; playerId: string } | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const picked = useMemo(() => find(states, from), [states, from]);
  const targets = useMemo(
    () => (picked === null || bundleId === null ? [] : targetsFor(picked.player, picked.sessionId, states, given)),
    [picked, bundleId, states, given],
  );
  useEffect(() => {
    if (said?.kind !== "moved") return undefined;
    const timer = setTimeout(() => setSaid(null), UNDO_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const send = useCallback(
    (playerId: string, fromSessionId: string, toSessionId: string) => {
      if (bundleId === null) throw new Error("targets are there only in a bundle");
      const why = { moveReason: "trainer_decision", preserveProgress: true } as const;
      return bundles.move({ bundleId, playerId, fromSessionId, toSessionId, ...why });
    },
    [bundles, bundleId],
  );
  const go = async (who: Picked, target: Target) => {
    setFrom(null);
    const answer = await send(who.player.playerId, who.sessionId, target.sessionId);
    if (answer.ok) {
      setSaid({ kind: "moved", done: { picked: who, target } });
      return;
    }
    const alternatives = new Set(answer.error.context?.alternatives ?? []);
    const nearest = targets.find(({ sessionId }) => alternatives.has(sessionId)) ?? null;
    setSaid({ kind: "refused", picked: who, words: errorWords(answer.error, words), nearest });
  };
  const place = (sessionId: string) => {
    const target = targets.find((one) => one.sessionId === sessionId);
    if (picked === null || target === undefined) return;
    if (target.verdict === "fits") {
      void go(picked, target);
      return;
    }
    const like = states.find((state) => state.sessionId === picked.sessionId)?.workoutType;
    const why = words.t(`board.move.why.${target.verdict}`, values(target));
    setSaid({ kind: "refused", picked, words: why, nearest: nearestLegal(targets, like) });
  };
  const undo = async ({ picked: who, target }: Done) => {
    setSaid(null);
    const answer = await send(who.player.playerId, target.sessionId, who.sessionId);
    if (!answer.ok) {
      setSaid({ kind: "refused", picked: who, words: errorWords(answer.error, words), nearest: null });
    }
  };
  return {
    picked,
    targets,
    said,
    pick: useCallback((sessionId: string, playerId: string) => setFrom({ sessionId, playerId }), []),
    drop: useCallback(() => setFrom(null), []),
    place,
    go,
    undo,
    hush: () => setSaid(null),
  };
}

function find(
  states: readonly TrainingSessionState[],
  from: { sessionId: string; playerId: string } | null,
): Picked | null {
  const state = states.find(({ sessionId }) => sessionId === from?.sessionId);
  const player = state?.players.find(({ playerId }) => playerId === from?.playerId);
  return state === undefined || player === undefined ? null : { sessionId: state.sessionId, player };
}

/** What the words about a target may name. */
export function values(target: Target): Record<string, string | number> {
  return {
    name: target.name,
    players: target.players,
    capacity: target.capacity ?? 0,
    gear: (target.gear?.type ?? "").replaceAll("_", " "),
    left: target.gear?.left ?? 0,
    banned: (target.banned ?? "").replaceAll("_", " "),
  };
}
