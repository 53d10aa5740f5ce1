/** A plan drawn: stretches of time side by side, and a drill with its cones and its way. */

import type { Drill } from "@dryland/client";
import { wayOf } from "./course";
import type { Layout } from "./records";
import { minutesWord, type Stretch, totalSeconds } from "./timeline";
import { usePlanWords } from "./words";

const WIDE = 1000;
const HIGH = 150;

export function Timeline({ stretches }: { stretches: readonly Stretch[] }) {
  const { t } = usePlanWords();
  const all = Math.max(1, totalSeconds(stretches));
  let from = 0;
  const bars = stretches.map((one) => {
    const bar = { ...one, x: (from / all) * WIDE, width: (one.seconds / all) * WIDE };
    from += one.seconds;
    return bar;
  });
  const words = stretches.map((one) => `${one.name} ${minutesWord(one.seconds)}`).join(", ");
  return (
    <figure className="plan-picture">
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label={words}>
        {bars.map((bar) => (
          <rect
            key={bar.key}
            className="plan-bar"
            data-kind={bar.kind}
            x={bar.x + 1}
            width={Math.max(1, bar.width - 2)}
            y={HIGH * (1 - bar.height)}
            height={HIGH * bar.height}
            rx={4}
          />
        ))}
      </svg>
      <figcaption>{t("plan.total", { time: minutesWord(totalSeconds(stretches)) })}</figcaption>
    </figure>
  );
}

/** The drill on its own grid; y goes up, as on paper. */
export function DrillPicture({ drill, layouts }: { drill: Drill; layouts: readonly Layout[] }) {
  const { t } = usePlanWords();
  const known = layouts.find((one) => one.pattern === drill.pattern);
  const cones = drill.cones ?? known?.cones ?? [];
  const own = drill.cones === undefined ? [] : wayOf(drill).map(({ x, y }) => [x, y] as const);
  const path = own.length > 1 ? own : (known?.path ?? []);
  if (cones.length === 0) return <p className="soft">{t("plan.noPattern")}</p>;
  const xs = [...cones.map((one) => one.x), ...path.map(([x]) => x)];
  const ys = [...cones.map((one) => one.y), ...path.map(([, y]) => y)];
  const size = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 1);
  const pad = size * 0.14;
  const [left, top] = [Math.min(...xs) - pad, -Math.max(...ys) - pad];
  const wide = Math.max(...xs) - Math.min(...xs) + 2 * pad;
  const high = Math.max(...ys) - Math.min(...ys) + 2 * pad;
  return (
    <figure className="plan-drill">
      <svg
        viewBox={`${left} ${top} ${wide} ${high}`}
        role="img"
        aria-label={t("plan.drillPicture", { name: drill.name, cones: cones.map((one) => one.id).join(" ") })}
      >
        <polyline
          className="plan-way"
          points={path.map(([x, y]) => `${x},${-y}`).join(" ")}
          strokeWidth={size * 0.016}
          strokeDasharray={`${size * 0.05} ${size * 0.025}`}
        />
        {cones.map((cone) => (
          <g key={cone.id}>
            <circle className="plan-cone" cx={cone.x} cy={-cone.y} r={size * 0.026} />
            <text className="plan-cone-name" x={cone.x} y={-cone.y - size * 0.045} fontSize={size * 0.06}>
              {cone.id}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>{drill.name}</figcaption>
    </figure>
  );
}
