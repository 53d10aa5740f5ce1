/** The head that the parts of the settings share; each sees the parts that are theirs. */

import { useMe } from "../../shared/AccountContext";
import { isStaff } from "../../shared/account";
import { PageHeader } from "../../shared/ui/PageHeader";
import { SubNav } from "../../shared/ui/SubNav";
import { useSettingsWords } from "./words";

export function SettingsHead() {
  const { t } = useSettingsWords();
  const me = useMe();
  const admin = me.role === "admin";
  return (
    <>
      <PageHeader title={t("nav.settings")} />
      <SubNav
        label={t("settings.parts")}
        items={[
          { to: "/settings", word: t("settings.you"), end: true },
          ...(isStaff(me) ? [{ to: "/settings/devices", word: t("settings.devices") }] : []),
          ...(admin
            ? [
                { to: "/settings/accounts", word: t("settings.accounts") },
                { to: "/settings/club", word: t("settings.club") },
                { to: "/settings/audit", word: t("settings.audit") },
              ]
            : []),
        ]}
      />
    </>
  );
}
