/** For staff: works out how a wall must write where it hangs, shows the layout, and leads to its pairing. */

import "./wall.css";
import { NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import { PairWall } from "./PairWall";
import { GAP_PX, wallLayout } from "./wallLayout";
import { MODES, USUAL, type WallSettings } from "./wallSettings";
import { useWallWords } from "./words";

const FULL_HD = { widthPx: 1920, heightPx: 1080 };

export function WallSetUp() {
  const { t } = useWallWords();
  const [settings, setSettings] = useState<WallSettings>(USUAL);
  const [tiles, setTiles] = useState(24);
  const change = (part: Partial<WallSettings>) => setSettings((before) => ({ ...before, ...part }));
  const layout = wallLayout({ tiles, ...settings, ...FULL_HD });
  const told = { columns: layout.columns, rows: layout.rows, pages: layout.pages };
  const sizes = { px: Math.round(layout.digitPx), arc: Math.round(layout.digitArcmin) };
  return (
    <>
      <PageHeader title={t("wall.title")} lead={t("wall.lead")} />
      <Section title={t("wall.setUp")} lead={t("wall.setUpLead")}>
        <div className="tools">
          <Amount
            label={t("wall.distance")}
            value={settings.distanceM}
            to={60}
            on={(distanceM) => change({ distanceM })}
          />
          <Amount
            label={t("wall.diagonal")}
            value={settings.diagonalIn}
            to={300}
            on={(diagonalIn) => change({ diagonalIn })}
          />
          <Amount label={t("wall.players")} value={tiles} to={100} on={setTiles} />
          <Select
            className="tools-grow"
            label={t("wall.mode")}
            allowDeselect={false}
            data={MODES.map((mode) => ({ value: mode, label: t(`wall.mode.${mode}`) }))}
            value={settings.mode}
            onChange={(value) => change({ mode: MODES.find((mode) => mode === value) ?? "auto" })}
          />
        </div>
        <p role="status">{layout.legible ? t("wall.result", { ...told, ...sizes }) : t("wall.tooSmall")}</p>
        <Picture tiles={tiles} settings={settings} label={t("wall.preview")} />
      </Section>
      <PairWall settings={settings} />
    </>
  );
}

interface AmountProps {
  label: string;
  value: number;
  to: number;
  on(value: number): void;
}

function Amount({ label, value, to, on }: AmountProps) {
  const take = (given: number | string) => {
    if (typeof given === "number" && given >= 1) on(given);
  };
  return <NumberInput label={label} value={value} min={1} max={to} clampBehavior="strict" onChange={take} />;
}

/** The first page of the wall, drawn to scale. */
function Picture({ tiles, settings, label }: { tiles: number; settings: WallSettings; label: string }) {
  const layout = wallLayout({ tiles, ...settings, ...FULL_HD });
  const [wide, high] = [FULL_HD.widthPx / layout.columns, (FULL_HD.heightPx - layout.headPx) / layout.rows];
  const shown = Math.min(layout.columns * layout.rows, tiles);
  return (
    <svg className="wall-picture" viewBox="0 0 1920 1080" role="img" aria-label={label}>
      <rect width={1920} height={1080} rx={24} fill="var(--ground)" stroke="var(--line)" strokeWidth={6} />
      {Array.from({ length: shown }, (_, place) => {
        const x = (place % layout.columns) * wide;
        const y = layout.headPx + Math.floor(place / layout.columns) * high;
        return (
          <g key={`${x} ${y}`}>
            <rect x={x + GAP_PX} y={y} width={wide - 2 * GAP_PX} height={high - GAP_PX} rx={16} fill="var(--raised)" />
            <text
              x={x + wide / 2}
              y={y + high / 2 + layout.digitPx * 0.2}
              textAnchor="middle"
              fontSize={layout.digitPx}
              fontWeight={780}
              fill="var(--ink)"
            >
              {place + 10}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
