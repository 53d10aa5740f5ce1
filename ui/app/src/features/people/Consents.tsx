/** What was agreed to, category by category; an admin enters what there is on paper. */

import { SegmentedControl } from "@mantine/core";
import { useCallback } from "react";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { Consent } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import "./people.css";
import { usePeopleWords } from "./words";

export function Consents({ playerId }: { playerId: string }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const admin = useMe().role === "admin";
  const ask = useCallback(
    (asking: Api, signal: AbortSignal) => asking.get<Consent[]>(`/api/players/${playerId}/consents`, { signal }),
    [playerId],
  );
  const asked = useAsked(ask);
  const answering = useDoing(async (category: Consent["category"], granted: boolean) => {
    await api.put(`/api/players/${playerId}/consents/${category}`, { granted });
    asked.again();
  });
  return (
    <Section title={t("people.consents")} lead={t("people.consentsLead")}>
      <ErrorNote problem={answering.problem} />
      <Asking asked={asked}>
        {(consents) =>
          consents.map((consent) => (
            <OneConsent
              key={consent.category}
              consent={consent}
              onAnswer={admin ? (granted) => void answering.run(consent.category, granted) : null}
            />
          ))
        }
      </Asking>
    </Section>
  );
}

interface OneConsentProps {
  consent: Consent;
  /** Null where the reader only reads. */
  onAnswer: ((granted: boolean) => void) | null;
}

function OneConsent({ consent, onAnswer }: OneConsentProps) {
  const { t, locale } = usePeopleWords();
  const name = t(`people.category.${consent.category}`);
  const day =
    consent.answeredAt == null ? "" : new Date(consent.answeredAt).toLocaleDateString(locale, { dateStyle: "medium" });
  const said = consent.granted == null ? t("people.notAsked") : t("people.answered", { day });
  return (
    <div className="agree">
      <p>
        <b>{name}</b>
        <br />
        <small>
          {said}
          {consent.needsGuardian === true ? ` · ${t("people.needsGuardian")}` : ""}
        </small>
      </p>
      {onAnswer === null ? (
        <Tag tone={consent.allowed ? "good" : "bad"}>{t(consent.allowed ? "people.allowed" : "people.notAllowed")}</Tag>
      ) : (
        <SegmentedControl
          aria-label={name}
          value={consent.granted == null ? "" : consent.granted ? "yes" : "no"}
          onChange={(value) => onAnswer(value === "yes")}
          data={[
            { value: "yes", label: t("people.allowed") },
            { value: "no", label: t("people.notAllowed") },
          ]}
        />
      )}
    </div>
  );
}
