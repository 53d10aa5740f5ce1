/** The routes of People. */

import { Route, Routes, useParams } from "react-router";
import { CodesPage } from "./features/people/CodesPage";
import { ImportPage } from "./features/people/ImportPage";
import { PlayerPage } from "./features/people/PlayerPage";
import { RosterPage } from "./features/people/RosterPage";
import { TeamsPage } from "./features/people/TeamsPage";

export default function PeopleScreen() {
  return (
    <Routes>
      <Route index element={<RosterPage />} />
      <Route path="teams" element={<TeamsPage />} />
      <Route path="import" element={<ImportPage />} />
      <Route path="codes" element={<CodesPage />} />
      <Route path=":playerId" element={<OnePlayer />} />
    </Routes>
  );
}

function OnePlayer() {
  const { playerId = "" } = useParams();
  return <PlayerPage key={playerId} playerId={playerId} />;
}
