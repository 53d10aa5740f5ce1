/** What was typed is on this device and nowhere else: since when, and the way to be rid of it. */

import "./ui.css";
import { Button } from "@mantine/core";
import { useWords } from "../i18n/I18n";

export interface DraftNoteProps {
  atMs: number;
  /** It is saved by itself as soon as that can be. */
  waits?: boolean;
  /** Somebody else saved a newer one meanwhile. */
  isOvertaken?: boolean;
  onDiscard(): void;
}

export function DraftNote({ atMs, waits = false, isOvertaken = false, onDiscard }: DraftNoteProps) {
  const { t, whenText } = useWords();
  return (
    <div className="draft-note" role="status">
      <span>
        {waits ? t("ui.draft.waits") : t("ui.draft.kept", { when: whenText(atMs) })}
        {isOvertaken ? ` ${t("ui.draft.overtaken")}` : ""}
      </span>
      <Button variant="default" onClick={onDiscard}>
        {t("ui.draft.discard")}
      </Button>
    </div>
  );
}
