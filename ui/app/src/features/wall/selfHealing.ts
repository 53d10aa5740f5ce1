/** A wall that has heard nothing for a minute loads itself anew, once the server answers again: nobody stands by to do it. */

import type { Link } from "@dryland/client";
import { useEffect } from "react";

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
    return () => clearInterval(timer);
  }, [link]);
}
