/** The head of a screen: where one is, what it says in one line, what one can do. */

import "./ui.css";
import { type ReactNode, useEffect } from "react";
import { Link as RouteLink } from "react-router";
import { useWords } from "../i18n/I18n";
import { Sign } from "../shell/Sign";

export interface PageHeaderProps {
  title: string;
  /** One line under the title. */
  lead?: ReactNode;
  /** Where one came from. */
  back?: { to: string; word: string };
  /** Buttons; the most important one last. */
  children?: ReactNode;
}

export function PageHeader({ title, lead, back, children }: PageHeaderProps) {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <div className="head">
      <div className="head-words">
        {back === undefined ? null : (
          <RouteLink className="head-back" to={back.to}>
            <Sign name="back" size={18} /> {back.word}
          </RouteLink>
        )}
        <h1>{title}</h1>
        {lead === undefined ? null : <p>{lead}</p>}
      </div>
      {children === undefined ? null : <div className="head-acts">{children}</div>}
    </div>
  );
}
