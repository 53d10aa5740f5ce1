/** The sessions that are not over, by name; all of them are watched, for a move is told to those who watch. */

import { useEffect, useState } from "react";
import { useApi } from "../../shared/AccountContext";
import type { MedicDesk } from "./desk";

interface Open {
  sessionId: string;
  workoutName: string;
  status: string;
}

const LOOK_EVERY_MS = 15_000;

export function useOpenSessions(desk: MedicDesk | null): ReadonlyMap<string, string> {
  const api = useApi();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    if (desk === null) return;
    const { floor } = desk;
    const look = async () => {
      const found = await api.get<Open[]>("/api/sessions").catch(() => null);
      if (found === null) return;
      const open = found.filter(({ status }) => status !== "completed" && status !== "cancelled");
      for (const { sessionId } of open) floor.session(sessionId);
      setNames(new Map(open.map(({ sessionId, workoutName }) => [sessionId, workoutName])));
    };
    const end = floor.link.onOpen(() => void look());
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }, [api, desk]);
  return names;
}
