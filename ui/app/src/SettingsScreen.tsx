/** The routes of the settings. */

import { Route, Routes } from "react-router";
import { AccountSettings } from "./features/account/AccountSettings";
import { AccountsPage } from "./features/settings/AccountsPage";
import { AuditPage } from "./features/settings/AuditPage";
import { ClubPage } from "./features/settings/ClubPage";
import { DevicesPage } from "./features/settings/DevicesPage";
import { SettingsHead } from "./features/settings/SettingsHead";

export default function SettingsScreen() {
  return (
    <>
      <SettingsHead />
      <Routes>
        <Route index element={<AccountSettings />} />
        <Route path="devices" element={<DevicesPage />} />
        <Route path="accounts" element={<AccountsPage />} />
        <Route path="club" element={<ClubPage />} />
        <Route path="audit" element={<AuditPage />} />
      </Routes>
    </>
  );
}
