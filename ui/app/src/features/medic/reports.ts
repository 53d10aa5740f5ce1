/**
 * Reports of injuries and how far the newest has come: on this device, on the server, refused. It outlives the screen that
 * sent it. Plain TypeScript; knows no screen.
 */

import { createEmitter, EVENTS, type Link, type Outbox } from "@dryland/client";
import { injury, type Region, type Severity } from "./fitness";

export interface Reported {
  id: string;
  name: string;
}

type Refused = Extract<Awaited<ReturnType<Outbox["put"]>>, { ok: false }>["error"];

/** How far a report has come; `sinceMs` is device time before it was sent. */
export type Sent =
  | { is: "kept" | "told"; who: Reported; sinceMs: number }
  | { is: "refused" | "notKept"; who: Reported; error: Refused };

export interface Reports {
  newest(): Sent | null;
  subscribe(listener: () => void): () => void;
  /** Resolves once it is on this device, or could not be kept. */
  send(who: Reported, region: Region, severity: Severity): Promise<boolean>;
}

export interface ReportsOptions {
  link: Pick<Link, "nowMs">;
  outbox: Pick<Outbox, "put">;
}

export function createReports({ link, outbox }: ReportsOptions): Reports {
  const changes = createEmitter<void>();
  let newest: Sent | null = null;
  const say = (sent: Sent) => {
    newest = sent;
    changes.emit();
  };
  return {
    newest: () => newest,
    subscribe: (listener) => changes.on(listener),
    async send(who, region, severity) {
      const sinceMs = link.nowMs();
      const kept = await outbox.put(EVENTS.MEDICAL_STATUS_CHANGED, injury(who.id, region, severity));
      if (!kept.ok) {
        say({ is: "notKept", who, error: kept.error });
        return false;
      }
      const mine: Sent = { is: "kept", who, sinceMs };
      say(mine);
      void kept.answer.then((answer) => {
        if (!answer.ok) say({ is: "refused", who, error: answer.error });
        else if (newest === mine) say({ is: "told", who, sinceMs });
      });
      return true;
    },
  };
}
