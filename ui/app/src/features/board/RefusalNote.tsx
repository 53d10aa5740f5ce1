/** Why an order was refused, said where it was given. Stays until it is put away. */

import { Icon } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";

export interface RefusalNoteProps {
  words: string | null;
  /** Above the button instead of below it. */
  above?: boolean;
  onClose(): void;
}

export function RefusalNote({ words, above = false, onClose }: RefusalNoteProps) {
  const { t } = useWords();
  if (words === null) return null;
  return (
    <p className={above ? "refusal refusal-up" : "refusal"} role="alert">
      <span>{words}</span>
      <button type="button" className="bare" aria-label={t("panel.close")} onClick={onClose}>
        <Icon name="close" size={18} />
      </button>
    </p>
  );
}
