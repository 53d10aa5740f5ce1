/** The course from above: cones with their letters and the way between them. */

import type { Cone, Drill, Point, VisualCues } from "@dryland/client";
import { usePlayerWords } from "./words";

/** Half of a stroke's room around the course, in shares of its larger side. */
const ROOM = 0.14;

export function Course({ cues, drill }: { cues: VisualCues | null; drill: Drill | null }) {
  const { t } = usePlayerWords();
  const cones = cues?.conePositions ?? drill?.cones ?? [];
  const path = cues?.pathTrace ?? wayOf(drill);
  if (cones.length === 0) return <p className="sheet-text course-none">{t("player.course.none")}</p>;
  const { x, y, size } = frame([...cones, ...path]);
  const dot = size * 0.028;
  return (
    <svg
      className="course"
      viewBox={`${x} ${y} ${size} ${size * 0.7}`}
      role="img"
      aria-label={t("player.course", { cones: cones.map((cone) => cone.id).join(", ") })}
    >
      <polyline
        points={path.map((point) => `${point.x},${-point.y}`).join(" ")}
        className="course-way"
        strokeWidth={size * 0.012}
      />
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

/** The way from step to step through the plan's own cones. */
function wayOf(drill: Drill | null): Point[] {
  const cones = new Map((drill?.cones ?? []).map((cone): [string, Cone] => [cone.id, cone]));
  return (drill?.steps ?? []).flatMap((step) => {
    const cone = step.to === undefined ? undefined : cones.get(step.to);
    return cone === undefined ? [] : [{ x: cone.x, y: cone.y }];
  });
}

/** A view box of 10 : 7 around all points, north up. */
function frame(points: readonly Point[]): { x: number; y: number; size: number } {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => -point.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const size = Math.max(right - left, (bottom - top) / 0.7, 1) * (1 + 2 * ROOM);
  return { x: (left + right) / 2 - size / 2, y: (top + bottom) / 2 - (size * 0.7) / 2, size };
}
