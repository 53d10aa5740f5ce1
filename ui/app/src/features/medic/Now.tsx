/** What a player may do now, line by line. */

import type { ReturnToPlay } from "@dryland/client";
import { Facts, Section } from "../../shared/ui/Section";
import type { Fitness } from "./fitness";
import { restrictionText, Status } from "./Status";
import { type MedicWords, useMedicWords } from "./words";

export function Now({ fitness }: { fitness: Fitness }) {
  const words = useMedicWords();
  const { t } = words;
  const { returnToPlay } = fitness;
  return (
    <Section title={t("medic.now")}>
      <Facts
        items={[
          { name: t("medic.status"), value: <Status fitness={fitness} /> },
          ...fitness.restrictions.map((one, place) => ({
            name: `${t("medic.restriction")} ${place + 1}`,
            value: restrictionText(one, words),
          })),
          ...(returnToPlay === null ? [] : [{ name: t("medic.wayBack"), value: stageText(returnToPlay, words) }]),
        ]}
      />
    </Section>
  );
}

function stageText(stage: ReturnToPlay, { t, locale }: MedicWords): string {
  const text = t("medic.stage", { stage: stage.stage });
  if (stage.earliestNext === undefined) return text;
  const next = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return `${text} · ${t("medic.earliest", { time: next.format(Date.parse(stage.earliestNext)) })}`;
}
