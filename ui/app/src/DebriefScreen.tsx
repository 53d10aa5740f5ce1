/** The routes of the debrief. */

import { Route, Routes, useParams } from "react-router";
import { BundleDebriefPage } from "./features/debrief/BundleDebriefPage";
import { ListPage } from "./features/debrief/ListPage";
import { SessionDebriefPage } from "./features/debrief/SessionDebriefPage";
import { WeekPage } from "./features/debrief/WeekPage";

export default function DebriefScreen() {
  return (
    <Routes>
      <Route index element={<ListPage />} />
      <Route path="week" element={<WeekPage />} />
      <Route path="sessions/:sessionId" element={<OneSession />} />
      <Route path="bundles/:bundleId" element={<OneBundle />} />
    </Routes>
  );
}

function OneSession() {
  const { sessionId = "" } = useParams();
  return <SessionDebriefPage key={sessionId} sessionId={sessionId} />;
}

function OneBundle() {
  const { bundleId = "" } = useParams();
  return <BundleDebriefPage key={bundleId} bundleId={bundleId} />;
}
