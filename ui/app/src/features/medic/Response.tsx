/** What the running floor did about a player since a moment, line by line, as the floor itself tells it. */

import { EVENTS, type Incoming } from "@dryland/client";
import { useEffect, useState } from "react";
import { useApi } from "../../shared/AccountContext";
import type { MedicDesk } from "./desk";
import { type MedicWords, useMedicWords } from "./words";

interface Open {
  sessionId: string;
  workoutName: string;
  status: string;
}

interface Told {
  playerId?: string;
  sessionId?: string;
  status?: string;
  player?: { playerId?: string };
}

export function Response({ desk, playerId, sinceMs }: { desk: MedicDesk; playerId: string; sinceMs: number }) {
  const words = useMedicWords();
  const { t } = words;
  const names = useOpenSessions(desk);
  const [heard, setHeard] = useState<{ event: string; told: Told }[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another report begins with nothing heard
  useEffect(() => {
    setHeard([]);
    return desk.floor.link.onEvent((incoming) => {
      const told = about(incoming, playerId);
      if (told !== null) setHeard((before) => [...before, { event: incoming.event, told }]);
    });
  }, [desk, playerId, sinceMs]);
  const lines = [...new Set(heard.flatMap(({ event, told }) => lineOf(event, told, names, words) ?? []))];
  if (lines.length === 0) return <p className="soft">{t("medic.response.none")}</p>;
  return (
    <ul className="medic-lines">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Watches every session that is not over, for a move is told to those who watch. */
function useOpenSessions({ floor }: MedicDesk): ReadonlyMap<string, string> {
  const api = useApi();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const watch = async () => {
      const found = await api.get<Open[]>("/api/sessions").catch(() => []);
      const open = found.filter(({ status }) => status !== "completed" && status !== "cancelled");
      for (const { sessionId } of open) floor.session(sessionId);
      setNames(new Map(open.map(({ sessionId, workoutName }) => [sessionId, workoutName])));
    };
    return floor.link.onOpen(() => void watch());
  }, [api, floor]);
  return names;
}

function about({ payload }: Incoming, playerId: string): Told | null {
  if (typeof payload !== "object" || payload === null) return null;
  const told = payload as Told;
  return told.playerId === playerId || told.player?.playerId === playerId ? told : null;
}

function lineOf(event: string, told: Told, names: ReadonlyMap<string, string>, { t }: MedicWords): string | null {
  const session = names.get(told.sessionId ?? "") ?? told.sessionId ?? "";
  if (event === EVENTS.ALERT_RAISED) return t("medic.response.called");
  if (event === EVENTS.PLAYER_JOIN) return t("medic.response.moved", { session });
  if (event === EVENTS.SESSION_PLAN) return t("medic.response.plan", { session });
  if (event === EVENTS.PLAYER_STATUS_UPDATE && told.status === "paused") return t("medic.response.paused");
  return null;
}
