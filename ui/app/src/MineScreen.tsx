/** The routes of what is kept of oneself, or of whom one answers for. */

import { useParams } from "react-router";
import { MinePage } from "./features/people/MinePage";

export default function MineScreen() {
  const { playerId = null } = useParams();
  return <MinePage playerId={playerId} />;
}
