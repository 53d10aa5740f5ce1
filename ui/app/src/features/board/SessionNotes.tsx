/** What must be said about a session besides its players: an emergency, a hole in what we know, a refusal. */

import type { Emergency, SessionView } from "@dryland/client";
import { useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { Icon } from "../../shared/Icon";
import { useWords, type Words } from "../../shared/i18n/I18n";

export interface SessionNotesProps {
  view: SessionView;
  /** The stop is said once for the whole board. */
  stopSaid: boolean;
}

export function SessionNotes({ view, stopSaid }: SessionNotesProps) {
  const words = useWords();
  const { t } = words;
  const emergency = view.model.state?.emergency;
  return (
    <>
      {emergency === undefined || stopSaid ? null : (
        <p className="note note-alarm note-stop" role="alert">
          {emergencyWords(emergency, words)}
        </p>
      )}
      {view.error === null ? null : (
        <p className="note note-alarm" role="alert">
          <b>{t("session.refused")}.</b> {errorWords(view.error, words)}
        </p>
      )}
      <HoleNote view={view} />
    </>
  );
}

/** Who stopped the session when and why. */
export function emergencyWords(emergency: Emergency, words: Pick<Words, "t" | "timeOfDay">): string {
  return words.t("session.emergency", {
    by: emergency.byName ?? emergency.by ?? "?",
    time: words.timeOfDay(Date.parse(emergency.at)),
    reason: emergency.reason ?? "",
  });
}

function HoleNote({ view }: { view: SessionView }) {
  const { t } = useWords();
  const hole = view.model.discontinuity;
  const [dismissedMs, setDismissedMs] = useState(0);
  if (hole === null || hole.atMs === dismissedMs) return null;
  return (
    <p className="note" role="status">
      <span>{t(`session.${hole.reason}`)}</span>
      <button type="button" className="bare" aria-label={t("panel.close")} onClick={() => setDismissedMs(hole.atMs)}>
        <Icon name="close" size={18} />
      </button>
    </p>
  );
}
