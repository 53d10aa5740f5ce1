/** The wall's route: a paired screen comes by its link and stays paired over a restart; staff are led to its set-up. */

import { useLink } from "@dryland/client/react";
import { useEffect, useState } from "react";
import { Navigate } from "react-router";
import { fetchSessions, inOrder, isOver } from "./features/entry/sessionList";
import { Wall } from "./features/wall/Wall";
import { WallCard } from "./features/wall/WallCard";
import { createWallFeed, type WallFeed } from "./features/wall/wallFeed";
import { createWallMemory } from "./features/wall/wallMemory";
import { keepSettings, readSettings } from "./features/wall/wallSettings";
import { useAccountState } from "./shared/AccountContext";
import { createApi, Problem } from "./shared/api";
import { holderOf } from "./shared/athlete/kit";
import { type Entry, leave, save, takeEntry } from "./shared/entry";
import { floorOfLink } from "./shared/pageFloor";

export default function WallScreen({ entry }: { entry: Entry | null }) {
  const state = useAccountState();
  const [pass] = useState(() => passOf(entry));
  if (pass !== null) return <Paired token={pass.token} />;
  return state.kind === "in" ? <Navigate to="/wall/set-up" replace /> : <WallCard is="unpaired" />;
}

/** The link this tab came by, else the one this screen was paired with. */
function passOf(entry: Entry | null): Entry | null {
  if (entry !== null) {
    if (!holderOf(entry.token).isWall) return null;
    save(window.localStorage, entry);
    return entry;
  }
  const kept = takeEntry("", window.localStorage);
  return kept !== null && holderOf(kept.token).isWall ? kept : null;
}

/** A token's end is its signature, of which no two are the same. */
const memoryOf = (token: string) => createWallMemory(window.localStorage, token.slice(-16));

function openFeed(token: string): WallFeed {
  const api = createApi({ bearer: () => token, renew: () => Promise.resolve(false) });
  return createWallFeed({
    link: floorOfLink(token).link,
    memory: memoryOf(token),
    async ask() {
      const found = await fetchSessions(api, new AbortController().signal);
      if (found.kind !== "list") throw new Problem("NOT_CONNECTED");
      return inOrder(found.sessions.filter((session) => !isOver(session))).map(({ sessionId }) => sessionId);
    },
  });
}

function Paired({ token }: { token: string }) {
  const { link } = floorOfLink(token);
  const { phase } = useLink(link);
  const [feed, setFeed] = useState<WallFeed | null>(null);
  const [settings] = useState(() => readSettings(window.location.search, window.localStorage));
  useEffect(() => {
    const opened = openFeed(token);
    setFeed(opened);
    return () => opened.close();
  }, [token]);
  useEffect(() => keepSettings(settings, window.localStorage), [settings]);
  useEffect(() => {
    if (phase !== "refused") return;
    leave(window.localStorage);
    memoryOf(token).forget();
  }, [phase, token]);
  if (phase === "refused") return <WallCard is="revoked" />;
  return feed === null ? null : <Wall link={link} feed={feed} settings={settings} />;
}
