/**
 * Keeps one bundle's model right and tells subscribers: asks for the whole whenever the link opens, and goes on by the
 * link's events. What comes while the answer is under way is put on top of it. Knows no screen.
 */

import { createEmitter, type Incoming, type Link } from "@dryland/client";
import { applyBundle, type BundleModel, emptyBundle, isIn, startFrom } from "./bundleModel";
import type { BundleNow } from "./loadBundle";

export interface BundleWatch {
  view(): BundleModel;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface BundleWatchOptions {
  link: Pick<Link, "onEvent" | "onOpen">;
  bundleId: string;
  load(): Promise<BundleNow>;
}

export function watchBundle({ link, bundleId, load }: BundleWatchOptions): BundleWatch {
  const changes = createEmitter<void>();
  let model = emptyBundle(bundleId);
  /** What has come since the question that is under way; null while none is. */
  let early: Incoming[] | null = null;
  let asked = 0;
  const step = (next: BundleModel) => {
    if (next === model) return;
    model = next;
    changes.emit();
  };
  const hear = (incoming: Incoming) => {
    const next = applyBundle(model, incoming.event, incoming.payload);
    if (next !== model) early?.push(incoming);
    step(next);
  };
  const ask = async () => {
    asked += 1;
    const question = asked;
    const mine: Incoming[] = [];
    early = mine;
    const now = await load().catch(() => null);
    if (question !== asked) return;
    early = null;
    if (now === null) return;
    const since = mine.filter(({ payload }) => !isIn(now.bundle, payload));
    step(since.reduce((next, { event, payload }) => applyBundle(next, event, payload), startFrom(model, now)));
  };
  const endings = [link.onEvent(hear), link.onOpen(() => void ask())];
  return {
    view: () => model,
    subscribe: changes.on,
    close: () => {
      asked += 1;
      for (const end of endings) end();
    },
  };
}
