/** The head that the parts of People share. */

import type { ReactNode } from "react";
import { useMe } from "../../shared/AccountContext";
import { isStaff } from "../../shared/account";
import { PageHeader } from "../../shared/ui/PageHeader";
import { SubNav } from "../../shared/ui/SubNav";
import { usePeopleWords } from "./words";

export function PeopleHead({ lead, children }: { lead: string; children?: ReactNode }) {
  const { t } = usePeopleWords();
  const staff = isStaff(useMe());
  return (
    <>
      <PageHeader title={t("nav.people")} lead={lead}>
        {children}
      </PageHeader>
      {staff ? (
        <SubNav
          label={t("people.parts")}
          items={[
            { to: "/people", word: t("people.roster"), end: true },
            { to: "/people/teams", word: t("people.teams") },
            { to: "/people/import", word: t("people.import") },
            { to: "/people/codes", word: t("people.codes") },
          ]}
        />
      ) : null}
    </>
  );
}
