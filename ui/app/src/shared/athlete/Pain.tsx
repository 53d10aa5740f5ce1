/** "Something hurts": one tap here, one on the region, and the staff are told. */

import { EVENTS, type Outbox } from "@dryland/client";
import { useEffect, useRef } from "react";
import { useAthleteWords } from "./words";

/** Regions as plans and restrictions name them. */
export const REGIONS = [
  "head",
  "neck",
  "shoulder",
  "elbow",
  "wrist",
  "back",
  "trunk",
  "hip",
  "groin",
  "thigh",
  "knee",
  "ankle",
] as const;
export type Region = (typeof REGIONS)[number];

/** Nobody was asked how much it hurts, so the middle is told, with words that say so. */
const LEVEL_NOT_ASKED = 5;

export type PainNews = "kept" | "told" | "notKept" | "notTaken";

/** Tells the staff where it hurts, and says step by step how far that has come. */
export async function tellPain(
  outbox: Pick<Outbox, "put">,
  about: { sessionId: string; playerId: string; region: Region },
  onNews: (news: PainNews) => void,
): Promise<void> {
  const kept = await outbox.put(EVENTS.ALERT_RAISED, {
    type: "injury_risk",
    severity: "medium",
    sessionId: about.sessionId,
    playerId: about.playerId,
    message: `Pain: ${about.region}. Told on a screen without a level; go and ask.`,
    pain: { bodyRegion: about.region, level: LEVEL_NOT_ASKED },
  });
  onNews(kept.ok ? "kept" : "notKept");
  if (kept.ok) onNews((await kept.answer).ok ? "told" : "notTaken");
}

export interface PainPickerProps {
  name: string;
  onRegion(region: Region): void;
  onCancel(): void;
}

export function PainPicker({ name, onRegion, onCancel }: PainPickerProps) {
  const { t } = useAthleteWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="sheet" aria-labelledby="pain-heading">
      <h2 id="pain-heading" ref={heading} tabIndex={-1}>
        {t("athlete.pain.where", { name })}
      </h2>
      <div className="sheet-grid">
        {REGIONS.map((region) => (
          <button key={region} type="button" className="soft" onClick={() => onRegion(region)}>
            {t(`athlete.region.${region}`)}
          </button>
        ))}
      </div>
      <button type="button" className="soft" onClick={onCancel}>
        {t("athlete.cancel")}
      </button>
    </section>
  );
}
