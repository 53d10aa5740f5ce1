/** The course from above: cones with their letters and the way between them. */

import type { Cone, Drill, Point, VisualCues } from "@dryland/client";
import { usePlayerWords } from "./words";

/** Half of a stroke's room around the course, in shares of its larger side. */
const ROOM = 0.14;
/** Height of the picture in shares of its width. */
const FLATTEST = 0.34;
const TALLEST = 0.9;

export function Course({ cues, drill }: { cues: VisualCues | null; drill: Drill | null }) {
  const { t } = usePlayerWords();
  const cones = cues?.conePositions ?? drill?.cones ?? [];
  const told = cues?.pathTrace ?? wayOf(drill);
  const path = told.length > 1 ? told : straight(cones);
  if (cones.length === 0) return <p className="sheet-text course-none">{t("player.course.none")}</p>;
  const { x, y, size, height } = frame([...cones, ...path]);
  const dot = size * 0.028;
  return (
    <svg
      className="course"
      viewBox={`${x} ${y} ${size} ${height}`}
      style={{ aspectRatio: `${size} / ${height}` }}
      role="img"
      aria-label={t("player.course", { cones: cones.map((cone) => cone.id).join(", ") })}
    >
      <marker id="course-arrow" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="5" markerHeight="5" orient="auto">
        <path d="M1 1 9 5 1 9z" className="course-arrow" />
      </marker>
      {legsOf(path).map(({ from, to, key }) => (
        <polyline
          key={key}
          points={[from, middle(from, to), to].map((point) => `${point.x},${-point.y}`).join(" ")}
          className="course-way"
          strokeWidth={size * 0.011}
          markerMid="url(#course-arrow)"
        />
      ))}
      {cones.map((cone) => (
        <g key={cone.id}>
          <circle cx={cone.x} cy={-cone.y} r={dot} className="course-cone" />
          <text x={cone.x} y={-cone.y - dot * 1.6} fontSize={size * 0.06} className="course-letter">
            {cone.id}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Each leg of the way, so that an arrow can stand in its middle. */
function legsOf(path: readonly Point[]): { from: Point; to: Point; key: string }[] {
  return path.slice(1).flatMap((to, place) => {
    const from = path[place];
    return from === undefined || (from.x === to.x && from.y === to.y)
      ? []
      : [{ from, to, key: `${place} ${to.x} ${to.y}` }];
  });
}

const middle = (from: Point, to: Point): Point => ({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });

/** The way from step to step through the plan's own cones. */
function wayOf(drill: Drill | null): Point[] {
  const cones = new Map((drill?.cones ?? []).map((cone): [string, Cone] => [cone.id, cone]));
  return (drill?.steps ?? []).flatMap((step) => {
    const cone = step.to === undefined ? undefined : cones.get(step.to);
    return cone === undefined ? [] : [{ x: cone.x, y: cone.y }];
  });
}

/** Between cones that stand in one line there is only one way. */
function straight(cones: readonly Point[]): readonly Point[] {
  const oneLine = new Set(cones.map(({ x }) => x)).size === 1 || new Set(cones.map(({ y }) => y)).size === 1;
  return oneLine ? cones : [];
}

interface Frame {
  x: number;
  y: number;
  size: number;
  height: number;
}

/** A view box around all points, north up, no flatter than a strip with room for the letters. */
function frame(points: readonly Point[]): Frame {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => -point.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const size = Math.max(right - left, (bottom - top) / TALLEST, 1) * (1 + 2 * ROOM);
  const height = Math.min(TALLEST, Math.max(FLATTEST, (bottom - top) / size + 2 * ROOM)) * size;
  return { x: (left + right) / 2 - size / 2, y: (top + bottom) / 2 - height / 2, size, height };
}
