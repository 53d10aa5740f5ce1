/** The state of the page's connection in a shape and a word. Never by colour alone. */

import type { Link } from "@dryland/client";
import { useLink } from "@dryland/client/react";
import { useWords } from "../i18n/I18n";

export function Connection({ link }: { link: Link }) {
  const { t } = useWords();
  const { phase } = useLink(link);
  return (
    <div className="shell-connection" data-phase={phase} role="status">
      <span className="shell-connection-sign" aria-hidden="true" />
      <span className="shell-connection-word">{t(`link.${phase}`)}</span>
    </div>
  );
}
