/** What must be said about a session besides its players: an emergency, a hole in what we know, a refusal. */

import type { SessionView } from "@dryland/client";
import { useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { Icon } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";

export function SessionNotes({ view }: { view: SessionView }) {
  const words = useWords();
  const { t } = words;
  const emergency = view.model.state?.emergency;
  return (
    <>
      {emergency === undefined ? null : (
        <p className="note note-alarm note-stop" role="alert">
          {t("session.emergency", {
            by: emergency.by ?? "?",
            time: words.timeOfDay(Date.parse(emergency.at)),
            reason: emergency.reason ?? "",
          })}
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
