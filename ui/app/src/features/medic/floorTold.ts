/**
 * What the floor told about players while the medic's screens were open. It listens before anything is reported, for the
 * floor acts faster than a screen draws. Plain TypeScript; knows no screen.
 */

import { createEmitter, EVENTS, type Incoming, type Link } from "@dryland/client";

/** What the floor did about somebody. */
export type Deed = { is: "called" } | { is: "moved" | "adapted"; sessionId: string } | { is: "paused" };

export interface FloorTold {
  /** What was done about a player since a device time, ms; each once, in its order. */
  since(playerId: string, sinceMs: number): readonly Deed[];
  subscribe(listener: () => void): () => void;
  close(): void;
}

interface Told {
  playerId?: string;
  playerIds?: readonly string[];
  sessionId?: string;
  status?: string;
  player?: { playerId?: string };
}

interface Heard {
  players: readonly string[];
  deed: Deed;
  atMs: number;
}

/** Of a whole evening nobody looks back farther. */
const KEPT = 500;

export function createFloorTold(link: Pick<Link, "onEvent" | "nowMs">): FloorTold {
  const changes = createEmitter<void>();
  let heard: readonly Heard[] = [];
  const end = link.onEvent((incoming) => {
    const { payload } = incoming;
    if (typeof payload !== "object" || payload === null) return;
    const deed = deedOf(incoming.event, payload as Told);
    if (deed === null) return;
    heard = [...heard, { players: playersOf(payload as Told), deed, atMs: link.nowMs() }].slice(-KEPT);
    changes.emit();
  });
  return {
    since: (playerId, sinceMs) => {
      const found = heard.filter(({ players, atMs }) => atMs >= sinceMs && players.includes(playerId));
      return [...new Map(found.map(({ deed }) => [JSON.stringify(deed), deed])).values()];
    },
    subscribe: (listener) => changes.on(listener),
    close: end,
  };
}

const playersOf = ({ playerId, playerIds, player }: Told): string[] =>
  [playerId, player?.playerId, ...(playerIds ?? [])].filter((id) => id !== undefined);

function deedOf(event: Incoming["event"], { sessionId = "", status }: Told): Deed | null {
  if (event === EVENTS.ALERT_RAISED) return { is: "called" };
  if (event === EVENTS.PLAYER_JOIN) return { is: "moved", sessionId };
  if (event === EVENTS.SESSION_PLAN) return { is: "adapted", sessionId };
  if (event === EVENTS.PLAYER_STATUS_UPDATE && status === "paused") return { is: "paused" };
  return null;
}
