/** A calm full page with one message: for entry, waiting, refusal and breakdown. */

import type { ReactNode } from "react";
import { Mark } from "./Icon";

export function Page({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <main className="page">
      <div className="page-card">
        <div className="page-brand">
          <Mark size={34} />
          <span>Dryland</span>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
