/** Where it hurts: a drawn body to touch, and the same as a list of buttons. */

import { REGIONS, type Region } from "./fitness";
import { useMedicWords } from "./words";

const LEFT = 20;
const WIDE = 160;
const HIGH = 364;
const part = (of: number, whole: number): string => `${(100 * of) / whole}%`;

/** Where each region lies on the drawing, in its own units. */
const PLACES: readonly { region: Region; x: number; y: number; w: number; h: number }[] = [
  { region: "head", x: 82, y: 6, w: 36, h: 42 },
  { region: "neck", x: 90, y: 50, w: 20, h: 14 },
  { region: "shoulder", x: 48, y: 66, w: 32, h: 26 },
  { region: "shoulder", x: 120, y: 66, w: 32, h: 26 },
  { region: "back", x: 82, y: 66, w: 36, h: 46 },
  { region: "core", x: 70, y: 114, w: 60, h: 42 },
  { region: "elbow", x: 36, y: 96, w: 26, h: 46 },
  { region: "elbow", x: 138, y: 96, w: 26, h: 46 },
  { region: "wrist", x: 28, y: 146, w: 26, h: 42 },
  { region: "wrist", x: 146, y: 146, w: 26, h: 42 },
  { region: "hip", x: 66, y: 158, w: 22, h: 32 },
  { region: "hip", x: 112, y: 158, w: 22, h: 32 },
  { region: "groin", x: 90, y: 158, w: 20, h: 32 },
  { region: "thigh", x: 66, y: 194, w: 30, h: 62 },
  { region: "thigh", x: 104, y: 194, w: 30, h: 62 },
  { region: "knee", x: 68, y: 260, w: 26, h: 32 },
  { region: "knee", x: 106, y: 260, w: 26, h: 32 },
  { region: "ankle", x: 68, y: 296, w: 24, h: 62 },
  { region: "ankle", x: 108, y: 296, w: 24, h: 62 },
];

export function Body({ chosen, onRegion }: { chosen: Region | null; onRegion(region: Region): void }) {
  const { t } = useMedicWords();
  return (
    <div className="medic-body">
      <div className="medic-figure" aria-hidden="true">
        {PLACES.map(({ region, x, y, w, h }) => (
          <button
            key={`${region}${x}`}
            type="button"
            tabIndex={-1}
            className="medic-part"
            data-chosen={region === chosen}
            style={{ left: part(x - LEFT, WIDE), top: part(y, HIGH), width: part(w, WIDE), height: part(h, HIGH) }}
            onClick={() => onRegion(region)}
          />
        ))}
      </div>
      <div className="medic-grid" data-of="regions">
        {REGIONS.map((region) => (
          <button
            key={region}
            type="button"
            className="medic-choice"
            aria-pressed={region === chosen}
            onClick={() => onRegion(region)}
          >
            {t(`medic.region.${region}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
