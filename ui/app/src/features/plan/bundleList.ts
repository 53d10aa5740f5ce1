/** Asks for bundles: those to come and under way, those that are over, and what each holds. Knows no screen. */

import { type Api, everyPage } from "../../shared/api";
import type { BundleListed, BundleShown } from "./records";

/** The states in which a bundle is still to come or under way. */
const NOT_OVER = ["scheduled", "active", "paused"] as const;

/** The bundles that are not over, in the order of their time. */
export const bundlesNotOver = (api: Api, signal: AbortSignal): Promise<BundleListed[]> =>
  everyPage<BundleListed>(api, "/api/bundles", { status: NOT_OVER }, signal);

/** The bundles of a span of days, over or not. */
export const bundlesBetween = (api: Api, from: Date, to: Date, signal: AbortSignal): Promise<BundleListed[]> =>
  everyPage<BundleListed>(api, "/api/bundles", { from_time: from.toISOString(), to_time: to.toISOString() }, signal);

/** The bundles that are not over, with what their sessions were given. */
export async function openBundles(api: Api, signal: AbortSignal): Promise<BundleShown[]> {
  const open = await bundlesNotOver(api, signal);
  return Promise.all(open.map((one) => api.get<BundleShown>(`/api/bundles/${one.bundleId}`, { signal })));
}
