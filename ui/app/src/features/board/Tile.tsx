/** One player. React builds the elements; live values are written straight into them by a `TileView`. */

import { useDraggable } from "@dnd-kit/core";
import type { ConditioningPlan, PlayerSessionStatus, Session, WorkoutType } from "@dryland/client";
import { memo, useEffect, useRef } from "react";
import { shortName } from "../../shared/format";
import { useWords } from "../../shared/i18n/I18n";
import { momentOf, useBoardTools } from "./context";
import { type Band, SPARK } from "./sparkline";
import { currentIndex, tileFacts } from "./tileFacts";
import { type TileElements, TileView } from "./tileView";

export interface TileProps {
  session: Session;
  player: PlayerSessionStatus;
  plan: ConditioningPlan | null;
  type: WorkoutType;
  running: boolean;
  pausedAtMs: number | null;
  solo: boolean;
  selected: boolean;
  /** Part of a bundle, so that there is somewhere to go. */
  movable: boolean;
  onSelect(playerId: string): void;
}

/** The heart rate band to shade, in bpm: only the one of the interval the player is in. */
function bandOf(player: PlayerSessionStatus, index: number | null): Band | null {
  return player.interval !== undefined && player.interval.index === index ? (player.interval.targetZone ?? null) : null;
}

/** Paints the tile's elements at each frame, each second and each change of what is stored. */
function usePainting(props: TileProps, elements: React.RefObject<Partial<TileElements>>): void {
  const { queue, ticks, say, link } = useBoardTools();
  const latest = useRef(props);
  const painter = useRef<{ mark(): void } | null>(null);
  const { session, player } = props;
  const { playerId } = player;
  useEffect(() => {
    const parts = elements.current as TileElements;
    const view = new TileView(parts, say);
    const item = {
      paint() {
        const { plan, type, running, pausedAtMs, solo, player: now } = latest.current;
        const moment = momentOf(link);
        const track = session.live(playerId);
        const facts = tileFacts({
          type,
          player: now,
          live: track?.values,
          plan,
          running,
          pausedAtMs,
          solo,
          ...moment,
        });
        const index = track === undefined ? null : currentIndex(now, track.values);
        view.paint({
          facts,
          trail: track?.trail ?? null,
          band: running ? bandOf(now, index) : null,
          nowMs: moment.nowMs,
        });
      },
    };
    const mark = () => queue.mark(item);
    painter.current = { mark };
    const endings = [session.subscribePlayer(playerId, mark), ticks.on(mark)];
    mark();
    return () => {
      queue.drop(item);
      for (const end of endings) end();
    };
  }, [session, playerId, queue, ticks, say, link, elements]);
  useEffect(() => {
    latest.current = props;
    painter.current?.mark();
  }, [props]);
}

export const Tile = memo(function Tile(props: TileProps) {
  const { session, player, selected, movable, onSelect } = props;
  const { t } = useWords();
  const elements = useRef<Partial<TileElements>>({});
  usePainting(props, elements);
  const part = (name: Exclude<keyof TileElements, "curve" | "band">) => (element: HTMLElement | null) => {
    if (element !== null) elements.current[name] = element;
  };
  const drag = useDraggable({
    id: `${session.sessionId} ${player.playerId}`,
    data: { sessionId: session.sessionId, playerId: player.playerId },
    disabled: !movable,
  });
  const root = part("root");
  const name = player.playerName ?? player.playerId;
  const away = player.status === "completed" || player.status === "dropped" || player.status === "paused";
  return (
    <button
      type="button"
      className="tile"
      ref={(element) => {
        root(element);
        drag.setNodeRef(element);
      }}
      aria-pressed={selected}
      aria-describedby={movable ? "move-hint" : undefined}
      data-status={player.status}
      data-player={player.playerId}
      data-session={session.sessionId}
      data-dragged={drag.isDragging}
      {...drag.listeners}
      title={name}
      onClick={() => onSelect(player.playerId)}
    >
      <span className="tile-head">
        {player.jerseyNumber === undefined ? null : <b className="tile-jersey">{player.jerseyNumber}</b>}
        <span className="tile-name">{shortName(name)}</span>
        {away ? <span className="tile-status">{t(`playerStatus.${player.status}`)}</span> : null}
      </span>
      <span className="tile-main">
        <span className="tile-value" ref={part("value")} />
        <span className="tile-unit" ref={part("unit")} />
        <span className="tile-zone" ref={part("zone")} aria-hidden="true" />
        <span className="sr-only" ref={part("zoneWord")} />
      </span>
      <svg
        className="tile-spark"
        viewBox={`0 0 ${SPARK.width} ${SPARK.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <rect
          className="spark-band"
          width={SPARK.width}
          height={0}
          ref={(element) => {
            if (element !== null) elements.current.band = element;
          }}
        />
        <path
          className="spark-curve"
          ref={(element) => {
            if (element !== null) elements.current.curve = element;
          }}
        />
      </svg>
      <span className="tile-line" ref={part("line")} />
      <span className="tile-foot">
        <span className="tile-signal" ref={part("signal")} />
        <span className="tile-target" ref={part("target")} aria-hidden="true" />
        <span className="sr-only" ref={part("targetWord")} />
        <span className="tile-interval">
          <span className="tile-kind" ref={part("kind")} />
          <span className="tile-countdown" ref={part("countdown")} />
        </span>
      </span>
      <span className="tile-bar" aria-hidden="true">
        <span ref={part("bar")} />
      </span>
    </button>
  );
});
