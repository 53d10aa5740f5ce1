/** What stands where nothing is yet: what will be here, and the one thing to do to get it there. */

import "./ui.css";
import type { ReactNode } from "react";
import { Sign, type SignName } from "../shell/Sign";

export interface EmptyStateProps {
  sign: SignName;
  title: string;
  text: ReactNode;
  /** The button that begins it. */
  children?: ReactNode;
}

export function EmptyState({ sign, title, text, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <span className="empty-sign">
        <Sign name={sign} size={40} />
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      {children === undefined ? null : <div className="empty-acts">{children}</div>}
    </div>
  );
}
