/** The page's one floor, and with it its one socket: kept over screens, made anew for another sign-in. */

import type { Account } from "./account";
import { accountKey, linkOf, whoIs } from "./account";
import { createFloor, type Floor } from "./floor";
import { forgetAll } from "./kept";

let opened: { key: string; floor: Floor } | null = null;

function floorWith(key: string, token: string | (() => Promise<string>)): Floor {
  if (opened?.key === key) return opened.floor;
  closePageFloor();
  const floor = createFloor({ url: window.location.origin, token, store: window.sessionStorage });
  opened = { key, floor };
  return floor;
}

/** The floor of a token that came in the address; it need not wait until the server has said whose it is. */
export const floorOfLink = (token: string): Floor => floorWith(`link:${token}`, token);

/** The floor of whoever is signed in, or was when the server could be asked; null while nobody is. */
export function floorOfAccount(account: Account): Floor | null {
  const state = account.state();
  if (whoIs(state) === null) return null;
  const link = linkOf(state);
  return link !== null ? floorOfLink(link) : floorWith(accountKey(state), () => account.freshToken());
}

export function closePageFloor(): void {
  opened?.floor.close();
  opened = null;
}

/**
 * The person leaves: the socket closes, this tab forgets whom they saw, and the device what it kept of their pages; a
 * roster with restrictions must not outlive them.
 */
export function leavePage(store: Storage = window.sessionStorage): void {
  closePageFloor();
  for (const key of Object.keys(store)) if (key.startsWith("dryland:")) store.removeItem(key);
  forgetAll(window.localStorage);
}
