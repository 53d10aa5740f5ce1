/** The routes of the medic. */

import { Route, Routes, useParams } from "react-router";
import { FitnessPage } from "./features/medic/FitnessPage";
import { MedicPage } from "./features/medic/MedicPage";

export default function MedicScreen() {
  return (
    <Routes>
      <Route index element={<MedicPage />} />
      <Route path=":playerId" element={<OnePlayer />} />
    </Routes>
  );
}

function OnePlayer() {
  const { playerId = "" } = useParams();
  return <FitnessPage key={playerId} playerId={playerId} />;
}
