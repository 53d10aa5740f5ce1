/** The route of a player's own look back at a session. */

import { useParams } from "react-router";
import { OwnDebriefPage } from "./features/debrief/OwnDebriefPage";
import { useMe } from "./shared/AccountContext";
import { Gate } from "./shared/shell/Gate";
import "./shared/shell/shell.css";

export default function OwnDebriefScreen() {
  return (
    <Gate isFor={(me) => typeof me.playerId === "string"}>
      <Own />
    </Gate>
  );
}

function Own() {
  const { sessionId = "" } = useParams();
  const { playerId } = useMe();
  return typeof playerId === "string" ? <OwnDebriefPage playerId={playerId} sessionId={sessionId} /> : null;
}
