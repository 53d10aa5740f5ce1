/** One session: its header and its players, as large as the space allows. */

import type { PlayerSessionStatus, Session } from "@dryland/client";
import { useSession } from "@dryland/client/react";
import { Button } from "@mantine/core";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useWords } from "../../shared/i18n/I18n";
import type { PreflightWays } from "./bundle/PreflightFix";
import { ColumnHeader } from "./ColumnHeader";
import { orderChildren } from "./fewestMoves";
import { fitGrid, type GridFit } from "./fitGrid";
import { DropPlace } from "./moves/DropPlace";
import type { Target } from "./moves/targets";
import type { FilterKey, SortKey } from "./order";
import { SessionNotes } from "./SessionNotes";
import { Tile } from "./Tile";
import { timing } from "./tileFacts";
import { useArrangement } from "./useArrangement";
import { usePlan } from "./useRanking";
import { useBoardWords } from "./words";

const GAP = 8;

export interface ColumnProps {
  session: Session;
  sort: SortKey;
  filter: FilterKey;
  selectedId: string | null;
  /** One of several sessions that are run together. */
  bundled: boolean;
  /** Set while somebody of another session is picked up. */
  target: Target | null;
  aimed: boolean;
  onPlace(sessionId: string): void;
  stopSaid: boolean;
  ways: PreflightWays;
  onSelect(sessionId: string, playerId: string): void;
}

/** The grid's fit into the element's present size; on a narrow page the page scrolls instead. */
function useFit(count: number): { body: React.RefObject<HTMLDivElement | null>; fit: GridFit } {
  const body = useRef<HTMLDivElement | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = body.current;
    if (element === null) return undefined;
    // The content box: the padding is room for a focus ring, and a tile that reached into it would be cut.
    const watch = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const fit = useMemo(() => fitGrid({ count, ...size, gap: GAP }), [count, size]);
  return { body, fit };
}

/** Keeps the tiles in their order on the page; React makes them, and need not know it. */
function useOrder(order: readonly string[], players: readonly PlayerSessionStatus[]) {
  const tiles = useRef<HTMLDivElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is there decides which elements there are
  useLayoutEffect(() => {
    const parent = tiles.current;
    if (parent === null) return;
    const byId = new Map([...parent.children].map((tile) => [(tile as HTMLElement).dataset.player, tile]));
    orderChildren(
      parent,
      order.flatMap((playerId) => byId.get(playerId) ?? []),
    );
  }, [order, players]);
  return tiles;
}

export function Column({ session, sort, filter, selectedId, bundled, stopSaid, onSelect, ...place }: ColumnProps) {
  const { t } = useWords();
  const view = useSession(session);
  const state = view.model.state;
  const order = useArrangement(session, view, sort, filter);
  const plan = usePlan(view);
  const { body, fit } = useFit(order.length);
  const shown = useMemo(() => new Set(order), [order]);
  const players = useMemo(
    () => (state?.players ?? []).filter(({ playerId }) => shown.has(playerId)),
    [state?.players, shown],
  );
  const tiles = useOrder(order, players);
  const select = useCallback(
    (playerId: string) => onSelect(session.sessionId, playerId),
    [onSelect, session.sessionId],
  );
  const grid = {
    "--columns": fit.columns,
    "--tile-width": `${fit.tileWidth}px`,
    "--tile-height": `${fit.tileHeight}px`,
  } as React.CSSProperties;
  const clock = timing(state);
  const total = state?.players.length ?? 0;
  return (
    <section
      className="column"
      aria-label={state?.workoutName ?? t("session.joining")}
      style={{ flexGrow: Math.max(2, total) }}
    >
      <ColumnHeader session={session} view={view} bundled={bundled} />
      <SessionNotes view={view} stopSaid={stopSaid} />
      {place.target === null ? null : <DropPlace target={place.target} aimed={place.aimed} onPlace={place.onPlace} />}
      <div className="column-body" data-scrolls={fit.scrolls} ref={body}>
        <div className="tiles" style={grid} ref={tiles}>
          {players.map((player) => (
            <Tile
              key={player.playerId}
              session={session}
              player={player}
              plan={plan}
              type={state?.workoutType ?? "conditioning"}
              {...clock}
              solo={total === 1 && !bundled}
              movable={bundled}
              selected={player.playerId === selectedId}
              onSelect={select}
            />
          ))}
        </div>
        {players.length > 0 || view.phase === "refused" ? null : (
          <div className="column-empty">
            {t(emptyWord(state !== null, total))}
            {state !== null && total === 0 ? <Fill sessionId={session.sessionId} ways={place.ways} /> : null}
          </div>
        )}
      </div>
    </section>
  );
}

function emptyWord(known: boolean, total: number) {
  if (!known) return "session.joining";
  return total === 0 ? "session.empty" : "board.filter.none";
}

/** How somebody comes into a session in which nobody is. */
function Fill({ sessionId, ways }: { sessionId: string; ways: PreflightWays }) {
  const { t } = useBoardWords();
  return (
    <div className="column-start">
      <Button size="md" onClick={ways.addPlayers}>
        {t("board.fix.add_players")}
      </Button>
      <Button size="md" variant="default" onClick={() => ways.showCode(sessionId)}>
        {t("board.fix.open_screen")}
      </Button>
    </div>
  );
}
