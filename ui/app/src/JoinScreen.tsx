/** The route of a join code: from the code to the player's own phone. */

import { Join } from "./features/player/Join";

export default function JoinScreen() {
  const open = (token: string, sessionId: string | null) => {
    const session = sessionId === null ? {} : { session: sessionId };
    window.location.assign(`/player#${new URLSearchParams({ token, ...session })}`);
  };
  return <Join onJoined={open} />;
}
