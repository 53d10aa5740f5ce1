/**
 * What the page knows of versions: whether newer screens lie ready on this device, and how the server stands to these
 * screens. One place for the page; screens show it in their own room, never over what people touch.
 */

import { createEmitter, type Link, type Standing, standingOf } from "@dryland/client";

export type VersionNews = "ready" | "serverNewer" | "serverOlder";

export interface VersionState {
  readonly isReady: boolean;
  readonly standing: Standing;
  /** The server's release, as far as it was told. */
  readonly release: string | null;
}

export interface VersionWatch {
  state(): VersionState;
  subscribe(listener: () => void): () => void;
  /** Newer screens lie ready on this device. */
  ready(): void;
  /** Hears from a connection what the server is; what was heard last stays while it is away. */
  follow(link: Pick<Link, "server" | "onServer">): () => void;
}

export function createVersionWatch(): VersionWatch {
  const changes = createEmitter<void>();
  let state: VersionState = { isReady: false, standing: "unknown", release: null };
  const set = (change: Partial<VersionState>) => {
    state = { ...state, ...change };
    changes.emit();
  };
  const hear = (server: ReturnType<Link["server"]>) => {
    if (server !== null) set({ standing: standingOf(server), release: server.release });
  };
  return {
    state: () => state,
    subscribe: changes.on,
    ready: () => set({ isReady: true }),
    follow(link) {
      hear(link.server());
      return link.onServer(hear);
    },
  };
}

export const pageVersions = createVersionWatch();

/** The one thing to say; a server that does not fit comes before screens that only could be newer. */
export function newsOf({ isReady, standing }: VersionState): VersionNews | null {
  if (standing === "serverNewer" || standing === "serverOlder") return standing;
  return isReady ? "ready" : null;
}
