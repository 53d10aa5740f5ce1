/** The button for what cannot be taken back, with the words that every screen uses for it. */

import type { ReactNode } from "react";
import { HoldButton } from "../HoldButton";
import { useWords } from "../i18n/I18n";

export interface ConfirmHoldProps {
  children: ReactNode;
  disabled?: boolean;
  onDone(): void;
}

export function ConfirmHold({ children, disabled = false, onDone }: ConfirmHoldProps) {
  const { t } = useWords();
  return (
    <HoldButton again={t("ui.again")} hint={t("command.endHint")} disabled={disabled} onDone={onDone}>
      {children} · {t("ui.hold")}
    </HoldButton>
  );
}
