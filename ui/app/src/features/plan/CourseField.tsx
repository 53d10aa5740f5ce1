/** The field of a drill's own layout: tap to place a cone, drag or arrow keys to move it, or tap cones for the way. */

import type { Drill, Point } from "@dryland/client";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { fieldOf, GRID_M, moved, snapped, wayOf, withCone, withoutCone } from "./course";
import { usePlanWords } from "./words";

interface CourseFieldProps {
  drill: Drill;
  /** True while taps on cones add steps to them. */
  drawing: boolean;
  onChange(drill: Drill): void;
  onStep(coneId: string): void;
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -GRID_M, y: 0 },
  ArrowRight: { x: GRID_M, y: 0 },
  ArrowUp: { x: 0, y: GRID_M },
  ArrowDown: { x: 0, y: -GRID_M },
};

export function CourseField({ drill, drawing, onChange, onStep }: CourseFieldProps) {
  const { t } = usePlanWords();
  const svg = useRef<SVGSVGElement>(null);
  const [held, setHeld] = useState<string | null>(null);
  const cones = drill.cones ?? [];
  const field = fieldOf(cones);
  const size = Math.max(field.width, field.height);
  const at = (event: PointerEvent): Point | null => {
    const inverse = svg.current?.getScreenCTM()?.inverse();
    if (inverse === undefined) return null;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(inverse);
    return snapped({ x: point.x, y: -point.y });
  };
  const place = (event: PointerEvent) => {
    const point = at(event);
    if (point !== null && !drawing && cones.length < 100) onChange(withCone(drill, point));
  };
  const drag = (event: PointerEvent) => {
    const point = held === null ? null : at(event);
    if (held !== null && point !== null) onChange(moved(drill, held, point));
  };
  const key = (event: KeyboardEvent, id: string, from: Point) => {
    const by = ARROWS[event.key];
    if (by !== undefined) onChange(moved(drill, id, snapped({ x: from.x + by.x, y: from.y + by.y })));
    else if (event.key === "Delete" && cones.length > 1) onChange(withoutCone(drill, id));
    else if (event.key === "Enter" || event.key === " ") onStep(id);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset
    <svg
      ref={svg}
      className="plan-field"
      viewBox={`${field.left} ${-field.bottom - field.height} ${field.width} ${field.height}`}
      style={{ aspectRatio: `${field.width} / ${field.height}` }}
      role="group"
      aria-label={t("plan.field", { name: drill.name })}
      data-drawing={drawing}
      onPointerMove={drag}
      onPointerUp={() => setHeld(null)}
      onPointerCancel={() => setHeld(null)}
    >
      <rect
        className="plan-ground"
        x={field.left}
        y={-field.bottom - field.height}
        width={field.width}
        height={field.height}
        onPointerDown={place}
      />
      <Lines field={field} size={size} />
      <polyline
        className="plan-way"
        points={wayOf(drill)
          .map(({ x, y }) => `${x},${-y}`)
          .join(" ")}
        strokeWidth={size * 0.01}
      />
      {cones.map((cone, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a cone of a drawing cannot be a button of HTML
        <g
          // biome-ignore lint/suspicious/noArrayIndexKey: a cone is renamed while it has the focus
          key={place}
          className="plan-handle"
          role="button"
          tabIndex={0}
          aria-label={t("plan.coneAt", { cone: cone.id, x: cone.x, y: cone.y })}
          onKeyDown={(event) => key(event, cone.id, cone)}
          onPointerDown={(event) => {
            event.stopPropagation();
            if (drawing) onStep(cone.id);
            else setHeld(cone.id);
          }}
        >
          <circle className="plan-touch" cx={cone.x} cy={-cone.y} r={size * 0.06} />
          <circle className="plan-cone" data-first={place === 0} cx={cone.x} cy={-cone.y} r={size * 0.022} />
          <text className="plan-cone-name" x={cone.x} y={-cone.y - size * 0.04} fontSize={size * 0.045}>
            {cone.id}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** A line each 5 m, with its figure at the edge. */
function Lines({ field, size }: { field: ReturnType<typeof fieldOf>; size: number }) {
  const every = (from: number, length: number): number[] =>
    Array.from({ length: Math.floor(length / 5) - 1 }, (_, place) => from + (place + 1) * 5);
  const top = -field.bottom - field.height;
  const font = size * 0.03;
  return (
    <g>
      {every(field.left, field.width).map((x) => (
        <g key={`x${x}`}>
          <line className="plan-grid" x1={x} x2={x} y1={top} y2={-field.bottom} strokeWidth={size * 0.002} />
          <text className="plan-metre" x={x} y={-field.bottom - font * 0.4} fontSize={font}>
            {x} m
          </text>
        </g>
      ))}
      {every(field.bottom, field.height).map((y) => (
        <g key={`y${y}`}>
          <line
            className="plan-grid"
            x1={field.left}
            x2={field.left + field.width}
            y1={-y}
            y2={-y}
            strokeWidth={size * 0.002}
          />
          <text className="plan-metre" data-edge="left" x={field.left + font * 0.3} y={-y - font * 0.3} fontSize={font}>
            {y} m
          </text>
        </g>
      ))}
    </g>
  );
}
