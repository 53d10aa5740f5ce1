/** The route of a session's view. */

import { useParams } from "react-router";
import { SessionViewPage } from "./features/session/SessionViewPage";

export default function SessionScreen() {
  const { sessionId = "" } = useParams();
  return <SessionViewPage key={sessionId} sessionId={sessionId} />;
}
