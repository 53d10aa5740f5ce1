/** What an athlete's screen stands on: one link, one session, one outbox, the sets of this device. Made once, outside of React. */

import { createOutbox, type Outbox, type Session } from "@dryland/client";
import { createFloor, type Floor } from "../floor";
import { createSetBook, type SetBook } from "./setBook";

/** Who a token says that its holder is; read for screens only, the node trusts nothing but the signature. */
export interface Holder {
  readonly name: string;
  readonly playerId: string | null;
  /** Set on a token for one session only. */
  readonly sessionId: string | null;
  readonly isStation: boolean;
  readonly isWall?: boolean;
}

export interface Kit {
  readonly floor: Floor;
  readonly session: Session;
  readonly outbox: Outbox;
  readonly book: SetBook;
  readonly holder: Holder;
  close(): void;
}

export interface KitOptions {
  token: string | (() => Promise<string>);
  holder: Holder;
  sessionId: string;
}

export function openKit({ token, holder, sessionId }: KitOptions): Kit {
  const kept = window.localStorage;
  const floor = createFloor({ url: window.location.origin, token, store: kept });
  const session = floor.session(sessionId);
  const outbox = createOutbox({ link: floor.link, name: holder.playerId ?? `station-${sessionId}` });
  const book = createSetBook({ outbox, sessionId, nowMs: floor.link.serverNowMs, store: kept });
  return {
    floor,
    session,
    outbox,
    book,
    holder,
    close() {
      book.close();
      outbox.close();
      floor.close();
    },
  };
}

/** The holder that a token names. */
export function holderOf(token: string): Holder {
  const nobody: Holder = { name: "", playerId: null, sessionId: null, isStation: false };
  try {
    const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null ? { ...nobody, ...readClaims(claims) } : nobody;
  } catch {
    return nobody;
  }
}

function readClaims(claims: object): Partial<Holder> {
  return {
    ...("name" in claims && typeof claims.name === "string" ? { name: claims.name } : {}),
    ...("player" in claims && typeof claims.player === "string" ? { playerId: claims.player } : {}),
    ...("session" in claims && typeof claims.session === "string" ? { sessionId: claims.session } : {}),
    isStation: "station" in claims && claims.station === true,
    isWall: "role" in claims && claims.role === "wall",
  };
}
