/** Names the browser's tab after the sessions that are shown. */

import { calmly, type Session } from "@dryland/client";
import { useEffect } from "react";

export function useTitle(sessions: readonly Session[]): void {
  useEffect(() => {
    const name = () => {
      const names = sessions.flatMap((session) => session.view().model.state?.workoutName ?? []);
      document.title = [...names, "Dryland"].join(" · ");
    };
    name();
    const endings = sessions.map((session) => calmly(session.subscribe)(name));
    return () => {
      for (const end of endings) end();
      document.title = "Dryland";
    };
  }, [sessions]);
}
