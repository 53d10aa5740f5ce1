/** Says that a newer version lies ready; it is used from the next opening on, so nothing here interrupts a floor. */

import { Notification } from "@mantine/core";
import { useEffect, useState } from "react";
import { useWords } from "./shared/i18n/I18n";
import { keepOnDevice } from "./shared/installed";

export function NewerVersion() {
  const { t } = useWords();
  const [isReady, setReady] = useState(false);
  useEffect(() => keepOnDevice(() => setReady(true)), []);
  if (!isReady) return null;
  return (
    <Notification
      className="newer-version"
      role="status"
      closeButtonProps={{ "aria-label": t("app.newer.later") }}
      onClose={() => setReady(false)}
    >
      {t("app.newer")}
    </Notification>
  );
}
