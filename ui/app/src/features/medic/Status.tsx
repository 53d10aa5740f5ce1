/** Fitness in a word, and one restriction in one line. */

import { Tag, type Tone } from "../../shared/ui/Section";
import type { Fitness } from "./fitness";
import { type MedicWords, useMedicWords } from "./words";

const TONES: Readonly<Record<Fitness["status"], Tone>> = {
  healthy: "good",
  limited: "warn",
  recovery: "warn",
  injured: "bad",
};

export function Status({ fitness }: { fitness: Pick<Fitness, "status" | "returnToPlay"> }) {
  const { t } = useMedicWords();
  const { status, returnToPlay } = fitness;
  const stage = returnToPlay === null ? "" : ` · ${t("medic.stageShort", { stage: returnToPlay.stage })}`;
  return (
    <Tag tone={TONES[status]}>
      {t(`medic.status.${status}`)}
      {stage}
    </Tag>
  );
}

/** One restriction in one line. */
export function restrictionText(one: Fitness["restrictions"][number], { t }: MedicWords): string {
  const region = t(`medic.region.${one.bodyRegion}` as "medic.region.knee");
  const parts = [
    t(`medic.level.${one.level}`),
    ...(one.bannedMovements ?? []).map((name) => t("medic.no", { what: t(`medic.move.${name}` as "medic.move.run") })),
    ...(one.maxLoadPct === undefined ? [] : [t("medic.loadTo", { pct: one.maxLoadPct })]),
    ...(one.maxHeartRatePct === undefined ? [] : [t("medic.heartTo", { pct: one.maxHeartRatePct })]),
    ...(one.validTo === undefined ? [] : [t("medic.until", { day: one.validTo.slice(0, 10) })]),
  ];
  return `${region}: ${parts.join(", ")}`;
}
