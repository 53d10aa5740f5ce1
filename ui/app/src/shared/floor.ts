/** The page's one link and the sessions it watches. Made once, outside of React, so that no re-render opens a socket. */

import {
  type Bundles,
  createBundles,
  createLink,
  createSession,
  type Link,
  type Session,
  type TextStore,
} from "@dryland/client";
import { pageVersions } from "./version";

export interface Floor {
  readonly link: Link;
  readonly bundles: Bundles;
  /** The session with this identifier; joined on first use and then kept. */
  session(sessionId: string): Session;
  /** Leaves every session but these. */
  keep(sessionIds: readonly string[]): void;
  close(): void;
}

export interface FloorOptions {
  url: string;
  token: string | (() => Promise<string>);
  store: TextStore;
}

export function createFloor(options: FloorOptions): Floor {
  const link = createLink({ url: options.url, token: options.token });
  const unconfirm = link.onEvent(({ confirm }) => {
    if (confirm !== undefined) onGlass(() => confirm({ state: "shown" }));
  });
  const bundles = createBundles({ link });
  const unfollow = pageVersions.follow(link);
  const sessions = new Map<string, Session>();
  return {
    link,
    bundles,
    session(sessionId) {
      const known = sessions.get(sessionId);
      if (known !== undefined) return known;
      const session = createSession({ link, sessionId, store: options.store });
      sessions.set(sessionId, session);
      return session;
    },
    keep(sessionIds) {
      for (const [sessionId, session] of sessions) {
        if (sessionIds.includes(sessionId)) continue;
        session.leave();
        sessions.delete(sessionId);
      }
    },
    close() {
      unconfirm();
      unfollow();
      bundles.close();
      for (const session of sessions.values()) session.close();
      link.close();
    },
  };
}

/**
 * Calls back when what is known now has been painted: the frame after the next. A hidden page paints nothing and so
 * confirms nothing.
 */
function onGlass(shown: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(shown));
}

/** Writes every session's last known state down when the page goes away. */
export function saveOnLeave(sessions: readonly Session[]): () => void {
  const save = () => {
    for (const session of sessions) session.save();
  };
  window.addEventListener("pagehide", save);
  return () => window.removeEventListener("pagehide", save);
}
