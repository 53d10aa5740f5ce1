/** One more restriction, beside those that stand. Whoever adds need not know them, and cannot take any away. */

import "./medic.css";
import type { Restriction } from "@dryland/client";
import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing, useDraft } from "../../shared/AccountContext";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import type { ChangeProps } from "./ChangeFitness";
import { NEW_RESTRICTION, RestrictionFields } from "./RestrictionFields";
import { medicalOf } from "./squad";
import { useMedicWords } from "./words";

export function AddRestriction({ playerId, fitness, isConnected, onSaved }: ChangeProps) {
  const { t } = useMedicWords();
  const api = useApi();
  const draft = useDraft<Restriction>("tab", `restriction:${playerId}`);
  const [limit, setLimit] = useState(draft.first?.value ?? NEW_RESTRICTION);
  const adding = useDoing(async () => {
    const sinceMs = Date.now();
    const newStatus = fitness.status === "healthy" ? "limited" : fitness.status;
    await api.post(medicalOf(playerId), { newStatus, addRestrictions: [limit] });
    draft.drop();
    onSaved(sinceMs);
  });
  const change = (next: Restriction) => {
    draft.keep(next);
    setLimit(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void adding.run();
  };
  return (
    <Section
      title={t("medic.addRestriction")}
      lead={t("medic.addRestrictionLead", { count: fitness.restrictions.length })}
    >
      <form className="medic-form" onSubmit={submit}>
        <RestrictionFields title={t("medic.newRestriction")} limit={limit} onChange={change} />
        <ErrorNote problem={adding.problem} />
        <Button type="submit" size="lg" disabled={!isConnected} loading={adding.busy}>
          {t("medic.add")}
        </Button>
      </form>
    </Section>
  );
}
