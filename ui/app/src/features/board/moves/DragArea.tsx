/** The drag's route: a tile is taken by mouse or by a held finger and let go over a session. */

import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import type { ReactNode } from "react";
import { shortName } from "../../../shared/format";
import type { Moves } from "./useMoves";

/** A mouse that moves this far drags; less is a click. */
const DRAG_PX = 8;
/** A finger that rests this long drags; less scrolls or taps. */
const HOLD_MS = 220;

/** The library speaks English to screen readers; the board speaks for itself. */
const SILENT = {
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: "" },
};

export interface Dragged {
  sessionId: string;
  playerId: string;
}

export function DragArea({ moves, children }: { moves: Moves; children: ReactNode }) {
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: DRAG_PX } }),
    useSensor(TouchSensor, { activationConstraint: { delay: HOLD_MS, tolerance: DRAG_PX } }),
  );
  const start = ({ active }: DragStartEvent) => {
    const dragged = active.data.current as Dragged | undefined;
    if (dragged !== undefined) moves.pick(dragged.sessionId, dragged.playerId);
  };
  const end = ({ over }: DragEndEvent) => {
    if (over !== null) moves.place(String(over.id));
    moves.drop();
  };
  return (
    <DndContext sensors={sensors} accessibility={SILENT} onDragStart={start} onDragEnd={end} onDragCancel={moves.drop}>
      {children}
      <DragOverlay dropAnimation={null}>
        {moves.picked === null ? null : (
          <div className="drag-chip">
            <b>{moves.picked.player.jerseyNumber}</b> {shortName(moves.picked.player.playerName ?? "")}
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}
