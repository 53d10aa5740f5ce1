/** Every question with its whole words, the answer that holds and whose it is, and both answers to give: nothing is agreed to beforehand. */

import "./people.css";
import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { Consent, Player } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { type PeopleWords, usePeopleWords } from "./words";

export interface OwnConsentsProps {
  player: Player;
  /** Whether the reader is this player; else one who answers for them. */
  isSelf: boolean;
}

export function OwnConsents({ player, isSelf }: OwnConsentsProps) {
  const { t, locale } = usePeopleWords();
  const api = useApi();
  const place = `/api/players/${encodeURIComponent(player.id)}/consents`;
  const ask = useCallback(
    (asking: Api, signal: AbortSignal) => asking.get<Consent[]>(place, { query: { language: locale }, signal }),
    [place, locale],
  );
  const asked = useAsked(ask, "tab");
  const answering = useDoing(async (category: Consent["category"], granted: boolean) => {
    await api.put(`${place}/${category}`, { granted, language: locale });
    asked.again();
  });
  return (
    <Section title={t("people.consents")} lead={t("people.mine.consentsLead")}>
      <ErrorNote problem={answering.problem} />
      <Asking asked={asked} within>
        {(consents) =>
          consents.map((consent) => (
            <Question
              key={consent.category}
              consent={consent}
              isSelf={isSelf}
              busy={answering.busy}
              onAnswer={(granted) => void answering.run(consent.category, granted)}
            />
          ))
        }
      </Asking>
    </Section>
  );
}

interface QuestionProps {
  consent: Consent;
  isSelf: boolean;
  busy: boolean;
  onAnswer(granted: boolean): void;
}

function Question({ consent, isSelf, busy, onAnswer }: QuestionProps) {
  const words = usePeopleWords();
  const { t } = words;
  const me = useMe();
  const mustWait = isSelf && consent.needsGuardian === true;
  const answers = [
    { granted: true, word: t("people.mine.agree") },
    { granted: false, word: t(consent.granted === true ? "people.mine.withdraw" : "people.mine.refuse") },
  ];
  return (
    <fieldset className="question">
      <legend>{t(`people.category.${consent.category}`)}</legend>
      <p className="question-words">{consent.wording}</p>
      <p className="question-now">
        <Tag tone={consent.granted == null ? "warn" : consent.granted ? "good" : "plain"}>
          {t(
            consent.granted == null
              ? "people.notAsked"
              : consent.granted
                ? "people.mine.agreed"
                : "people.mine.refused",
          )}
        </Tag>{" "}
        <small>{byWhom(consent, me.userId, words)}</small>
      </p>
      {mustWait ? <p className="soft">{t("people.mine.needsGuardian")}</p> : null}
      <div className="row-acts">
        {answers.map(({ granted, word }) => (
          <Button
            key={word}
            size="md"
            variant={consent.granted === granted ? "filled" : "default"}
            aria-pressed={consent.granted === granted}
            disabled={busy || (granted && mustWait)}
            onClick={() => onAnswer(granted)}
          >
            {word}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

function byWhom(consent: Consent, userId: string, { t, locale }: PeopleWords): string {
  if (consent.answeredAt == null) return t(consent.allowed ? "people.mine.assumed" : "people.mine.notYet");
  const day = new Date(consent.answeredAt).toLocaleDateString(locale, { dateStyle: "medium" });
  if (consent.givenBy === userId) return t("people.mine.byYou", { day });
  return t(consent.asGuardian === true ? "people.mine.byGuardian" : "people.mine.byOther", { day });
}
