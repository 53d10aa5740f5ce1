/** What was said of a player before: changes of fitness, and pain that was reported; the newest first. */

import "./medic.css";
import { told } from "../../shared/sayings/say";
import { Section } from "../../shared/ui/Section";
import type { Step } from "./history";
import { restrictionText, Status } from "./Status";
import { useMedicWords } from "./words";

export function History({ steps }: { steps: readonly Step[] }) {
  const { t } = useMedicWords();
  return (
    <Section title={t("medic.history")} lead={t("medic.historyLead")}>
      {steps.length === 0 ? <p className="soft">{t("medic.historyNone")}</p> : null}
      <ol className="medic-history">
        {steps.map((step) => (
          <li key={step.seq}>
            <OneStep step={step} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function OneStep({ step }: { step: Step }) {
  const words = useMedicWords();
  const { t, locale } = words;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const { change } = step;
  return (
    <>
      <p className="soft">{step.at === null ? "" : when.format(Date.parse(step.at))}</p>
      {change?.newStatus === undefined ? (
        <p>{told(step.sayings, step.message ?? "", locale)}</p>
      ) : (
        <>
          <Status fitness={{ status: change.newStatus, returnToPlay: change.returnToPlay ?? null }} />
          {change.restrictions?.map((limit) => (
            <p key={restrictionText(limit, words)}>{restrictionText(limit, words)}</p>
          ))}
        </>
      )}
      {step.note === null ? null : (
        <p>
          <b>{t("medic.notesShort")}</b> {step.noteIsWithdrawn ? <s>{step.note}</s> : step.note}
          {step.noteIsWithdrawn ? <span className="soft"> · {t("medic.noteWithdrawn")}</span> : null}
        </p>
      )}
      {step.withdraws ? <p className="soft">{t("medic.noteWasWithdrawn")}</p> : null}
    </>
  );
}
