/** The note for medics: written, replaced, or withdrawn. What was withdrawn stands nowhere but in the history. */

import "./medic.css";
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing, useDraft } from "../../shared/AccountContext";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { DraftNote } from "../../shared/ui/DraftNote";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import type { ChangeProps } from "./ChangeFitness";
import { medicalOf } from "./squad";
import { useMedicWords } from "./words";

export interface NoteProps extends ChangeProps {
  /** False where this device does not have the note that stands. */
  isKnown: boolean;
}

/** What was typed, and which record it was typed beside. */
interface Typed {
  notes: string;
  at: string | null;
}

export function Note({ playerId, fitness, isConnected, isKnown, onSaved }: NoteProps) {
  const { t } = useMedicWords();
  const api = useApi();
  const draft = useDraft<Typed>("tab", `note:${playerId}`);
  const [typed, setTyped] = useState(draft.first);
  const notes = typed?.value.notes ?? fitness.notes ?? "";
  const isNewer = typed !== null && Date.parse(fitness.at ?? "") !== Date.parse(typed.value.at ?? "");
  const isOvertaken = isKnown && isNewer && fitness.notes !== null;
  const write = (text: string) => {
    const value = { notes: text, at: typed?.value.at ?? fitness.at };
    draft.keep(value);
    setTyped({ atMs: Date.now(), value });
  };
  const discard = () => {
    draft.drop();
    setTyped(null);
  };
  const saving = useDoing(async (part: { notes: string } | { withdrawNotes: true }) => {
    const sinceMs = Date.now();
    await api.post(medicalOf(playerId), { newStatus: fitness.status, previousStatus: fitness.status, ...part });
    discard();
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
          onChange={(event) => write(event.currentTarget.value)}
        />
        {isKnown ? null : <p className="soft">{t("medic.noteNotKept")}</p>}
        {isOvertaken ? <p role="status">{t("medic.noteStands", { note: fitness.notes ?? "" })}</p> : null}
        {typed === null || notes === fitness.notes ? null : <DraftNote atMs={typed.atMs} onDiscard={discard} />}
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
