/** The places of the product, in the order of the navigation, and for whom each is. Which of them exist, the app says. */

import { createContext, useContext } from "react";
import { hasOwn, isStaff, isTeam, type Me } from "../account";
import type { SignName } from "./Sign";

export const PLACES = [
  { to: "/board", word: "nav.board", sign: "board", isFor: isTeam },
  { to: "/plan", word: "nav.plan", sign: "plan", isFor: isStaff },
  { to: "/people", word: "nav.people", sign: "people", isFor: isTeam },
  { to: "/medic", word: "nav.medic", sign: "medic", isFor: isTeam },
  { to: "/debrief", word: "nav.debrief", sign: "debrief", isFor: isTeam },
  { to: "/wall", word: "nav.wall", sign: "wall", isFor: isStaff },
  { to: "/lab", word: "nav.lab", sign: "lab", isFor: isStaff },
  { to: "/mine", word: "nav.mine", sign: "account", isFor: hasOwn },
  { to: "/settings", word: "nav.settings", sign: "settings", isFor: () => true },
] as const satisfies readonly { to: `/${string}`; word: string; sign: SignName; isFor(me: Me): boolean }[];

export type Place = (typeof PLACES)[number];

/** The paths that have a screen. */
export const OpenPlaces = createContext<ReadonlySet<string>>(new Set());

export function usePlaces(me: Me | null): Place[] {
  const open = useContext(OpenPlaces);
  return me === null ? [] : PLACES.filter((place) => open.has(place.to) && place.isFor(me));
}

/** Where somebody begins; the screens of a phone and a station stand outside of the navigation and are always there. */
export function homeOf(me: Me, open: ReadonlySet<string>): string {
  const wanted = wantedHome(me);
  const isClosed = PLACES.some(({ to }) => to === wanted) && !open.has(wanted);
  return isClosed ? "/board" : wanted;
}

function wantedHome(me: Me): string {
  if (me.station === true) return "/station";
  if (me.role === "player") return "/player";
  if (me.role === "medical") return "/medic";
  if (me.role === "wall") return "/wall";
  if (me.role === "observer" && hasOwn(me)) return "/mine";
  return "/board";
}
