/** The routes of Plan. */

import { Route, Routes, useParams } from "react-router";
import { BundlePage } from "./features/plan/BundlePage";
import { BundlesPage } from "./features/plan/BundlesPage";
import { CalendarPage } from "./features/plan/CalendarPage";
import { MakePage } from "./features/plan/MakePage";
import { PlacesPage } from "./features/plan/PlacesPage";
import { PlanPage } from "./features/plan/PlanPage";
import { PlansPage } from "./features/plan/PlansPage";
import { TemplatePage } from "./features/plan/TemplatePage";

export default function PlanScreen() {
  return (
    <Routes>
      <Route index element={<BundlesPage />} />
      <Route path="plans" element={<PlansPage />} />
      <Route path="plans/:planId" element={<OnePlan />} />
      <Route path="templates/new" element={<TemplatePage templateId={null} />} />
      <Route path="templates/:templateId" element={<OneTemplate />} />
      <Route path="make/:templateId" element={<Make />} />
      <Route path="bundles/:bundleId" element={<OneBundle />} />
      <Route path="calendar" element={<CalendarPage />} />
      <Route path="places" element={<PlacesPage />} />
    </Routes>
  );
}

function OnePlan() {
  const { planId = "" } = useParams();
  return <PlanPage key={planId} planId={planId} />;
}

function OneTemplate() {
  const { templateId = "" } = useParams();
  return <TemplatePage key={templateId} templateId={templateId} />;
}

function Make() {
  const { templateId = "" } = useParams();
  return <MakePage key={templateId} templateId={templateId} />;
}

function OneBundle() {
  const { bundleId = "" } = useParams();
  return <BundlePage key={bundleId} bundleId={bundleId} />;
}
