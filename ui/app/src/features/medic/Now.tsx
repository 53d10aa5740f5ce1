/** What a player may do now: the word for it, each restriction in a line of its own, and where on the way back. */

import "./medic.css";
import type { ReturnToPlay } from "@dryland/client";
import { Section } from "../../shared/ui/Section";
import type { Fitness } from "./fitness";
import { restrictionText, Status } from "./Status";
import { type MedicWords, useMedicWords } from "./words";

export function Now({ fitness }: { fitness: Fitness }) {
  const words = useMedicWords();
  const { t } = words;
  const { restrictions, returnToPlay } = fitness;
  return (
    <Section title={t("medic.now")} acts={<Status fitness={fitness} />}>
      {restrictions.length === 0 ? (
        <p className="soft">{t("medic.nothingStands")}</p>
      ) : (
        <ul className="medic-standing">
          {restrictions.map((one) => (
            <li key={restrictionText(one, words)}>{restrictionText(one, words)}</li>
          ))}
        </ul>
      )}
      {returnToPlay === null ? null : (
        <p>
          <b>{t("medic.wayBack")}:</b> {stageText(returnToPlay, words)}
        </p>
      )}
    </Section>
  );
}

function stageText(stage: ReturnToPlay, { t, locale }: MedicWords): string {
  const text = t("medic.stage", { stage: stage.stage });
  if (stage.earliestNext === undefined) return text;
  const next = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return `${text} · ${t("medic.earliest", { time: next.format(Date.parse(stage.earliestNext)) })}`;
}
