/** The head of the debrief's two lists. */

import type { ReactNode } from "react";
import { PageHeader } from "../../shared/ui/PageHeader";
import { SubNav } from "../../shared/ui/SubNav";
import { useDebriefWords } from "./words";
import "./debrief.css";

export function DebriefHead({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  const { t } = useDebriefWords();
  return (
    <>
      <PageHeader title={title} lead={lead}>
        {children}
      </PageHeader>
      <SubNav
        label={t("debrief.parts")}
        items={[
          { to: "/debrief", word: t("debrief.sessions"), end: true },
          { to: "/debrief/week", word: t("debrief.week") },
        ]}
      />
    </>
  );
}
