/**
 * Nobody stands by a wall: it loads itself anew when it has heard nothing for a minute and the server answers again, and
 * once when the server has become a newer one.
 */

import { type Link, standingOf } from "@dryland/client";
import { useEffect } from "react";
import { registrationHere, takeNewest } from "../../shared/installed";

export const SILENT_MS = 60_000;
const LOOK_EVERY_MS = 5_000;

export interface Healing {
  link: Pick<Link, "heardAtMs" | "nowMs">;
  answers(): Promise<boolean>;
  reload(): void;
}

/** Looks once; true when the page was loaded anew. While the server is away the page stays, for a page that fails to load has no way back. */
export async function healOnce({ link, answers, reload }: Healing, openedAtMs: number): Promise<boolean> {
  if (link.nowMs() - (link.heardAtMs() ?? openedAtMs) < SILENT_MS) return false;
  if (!(await answers())) return false;
  reload();
  return true;
}

const LOADED_FOR = "wall:loadedFor";

/** Whether to load the newest screens now: the server is newer, and this was not yet done for it, so it never goes round. */
export function shouldFollow(link: Pick<Link, "server">, store: Pick<Storage, "getItem" | "setItem">): boolean {
  const server = link.server();
  if (server === null || standingOf(server) !== "serverNewer" || store.getItem(LOADED_FOR) === server.contract)
    return false;
  store.setItem(LOADED_FOR, server.contract);
  return true;
}

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch(window.location.pathname, { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

export function useSelfHealing(link: Link): void {
  useEffect(() => {
    const openedAtMs = link.nowMs();
    const healing = { link, answers: serverAnswers, reload: () => window.location.reload() };
    const timer = setInterval(() => void healOnce(healing, openedAtMs), LOOK_EVERY_MS);
    const unfollow = link.onServer(() => {
      if (shouldFollow(link, window.sessionStorage)) void registrationHere().then(takeNewest);
    });
    return () => {
      clearInterval(timer);
      unfollow();
    };
  }, [link]);
}
