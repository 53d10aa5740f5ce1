/** Keeps one bundle's model right from the link's events, and tells subscribers. Knows no screen. */

import { type AggregateBroadcast, createEmitter, EVENTS, type Link } from "@dryland/client";
import { applyBundle, type BundleModel, emptyBundle } from "./bundleModel";

export interface BundleWatch {
  view(): BundleModel;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export function watchBundle(link: Pick<Link, "onEvent" | "onOpen" | "request">, bundleId: string): BundleWatch {
  const changes = createEmitter<void>();
  let model = emptyBundle(bundleId);
  const take = (event: string, payload: unknown) => {
    const next = applyBundle(model, event, payload);
    if (next === model) return;
    model = next;
    changes.emit();
  };
  const ask = async () => {
    const answer = await link.request<{ ok: true; result?: AggregateBroadcast }>(EVENTS.AGGREGATE_METRICS_BROADCAST, {
      bundleId,
    });
    if (answer.ok && answer.result !== undefined) take(EVENTS.AGGREGATE_METRICS_BROADCAST, answer.result);
  };
  const endings = [link.onEvent(({ event, payload }) => take(event, payload)), link.onOpen(() => void ask())];
  return {
    view: () => model,
    subscribe: (listener) => changes.on(listener),
    close: () => {
      for (const end of endings) end();
    },
  };
}
