/** The note for medics: written, replaced, or withdrawn. What was withdrawn stands nowhere but in the history. */

import "./medic.css";
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing } from "../../shared/AccountContext";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import type { ChangeProps } from "./ChangeFitness";
import { medicalOf } from "./squad";
import { useMedicWords } from "./words";

export function Note({ playerId, fitness, isConnected, onSaved }: ChangeProps) {
  const { t } = useMedicWords();
  const api = useApi();
  const [notes, setNotes] = useState(fitness.notes ?? "");
  const saving = useDoing(async (part: { notes: string } | { withdrawNotes: true }) => {
    const sinceMs = Date.now();
    await api.post(medicalOf(playerId), { newStatus: fitness.status, previousStatus: fitness.status, ...part });
    onSaved(sinceMs);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saving.run({ notes });
  };
  return (
    <Section title={t("medic.notes")} lead={t("medic.notesLead")}>
      <form className="medic-form" onSubmit={submit}>
        <Textarea
          aria-label={t("medic.notes")}
          autosize
          minRows={3}
          maxLength={2000}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <ErrorNote problem={saving.problem} />
        <div className="row-acts">
          <Button
            type="submit"
            size="lg"
            disabled={!isConnected || notes.trim() === "" || notes === fitness.notes}
            loading={saving.busy}
          >
            {t("medic.saveNote")}
          </Button>
          {fitness.notes === null ? null : (
            <ConfirmHold disabled={!isConnected} onDone={() => void saving.run({ withdrawNotes: true })}>
              {t("medic.withdrawNote")}
            </ConfirmHold>
          )}
        </div>
      </form>
    </Section>
  );
}
