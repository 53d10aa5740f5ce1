/** A session as a place to move somebody to: what it holds and whether they fit, said before the drop. */

import { useDroppable } from "@dnd-kit/core";
import { useBoardWords } from "../words";
import type { Target } from "./targets";
import { values } from "./useMoves";

export interface DropPlaceProps {
  target: Target;
  /** The keyboard stands here. */
  aimed: boolean;
  onPlace(sessionId: string): void;
}

export function DropPlace({ target, aimed, onPlace }: DropPlaceProps) {
  const { t } = useBoardWords();
  const { setNodeRef, isOver } = useDroppable({ id: target.sessionId });
  return (
    <button
      type="button"
      ref={setNodeRef}
      className="drop-place"
      data-verdict={target.verdict}
      data-aimed={aimed || isOver}
      aria-disabled={target.verdict !== "fits"}
      onClick={() => onPlace(target.sessionId)}
    >
      <b>{t(target.verdict === "fits" ? "board.move.here" : "board.move.notHere")}</b>
      <span>{targetWords(target, t)}</span>
    </button>
  );
}

/** Places, gear and fit in one line. */
export function targetWords(target: Target, t: ReturnType<typeof useBoardWords>["t"]): string {
  if (target.verdict !== "fits") return t(`board.move.why.${target.verdict}`, values(target));
  const places =
    target.capacity === null ? t("players", { count: target.players }) : t("board.move.places", values(target));
  return target.gear === null ? places : `${places} · ${t("board.move.gear", values(target))}`;
}
