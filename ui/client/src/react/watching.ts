/** What is known, as hooks: the connection, a session, node time. */

import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { calmly } from "../calmly";
import type { Link } from "../link";
import type { LinkState } from "../linkState";
import type { Session, SessionView } from "../session";
import { everyPeriod } from "../ticker";

/** The connection's state; renders again when it changes. */
export function useLink(link: Link): LinkState {
  return useSyncExternalStore(link.onState, link.state);
}

/** The connection's phase alone; does not render again when only the time that an answer takes has changed. */
export function useLinkPhase(link: Link): LinkState["phase"] {
  return useSyncExternalStore(link.onState, () => link.state().phase);
}

/** What is known of a session; renders again on stored facts, not on live values, and a burst of them once. */
export function useSession(session: Session): SessionView {
  const subscribe = useMemo(() => calmly(session.subscribe), [session]);
  return useSyncExternalStore(subscribe, session.view);
}

/** Node time in ms, renewed at each full period of node time, so that all screens step together. */
export function useNow(link: Pick<Link, "serverNowMs">, periodMs = 1_000): number {
  const [nowMs, setNowMs] = useState(() => link.serverNowMs());
  useEffect(() => everyPeriod(link, periodMs, setNowMs), [link, periodMs]);
  return nowMs;
}
