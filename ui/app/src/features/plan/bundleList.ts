/** Asks for bundles: those to come and under way, those that are over, and what each holds. Knows no screen. */

import type { Api, Page, Query } from "../../shared/api";
import type { BundleListed, BundleShown } from "./records";

/** Every bundle of a list, whether the server gives it whole or in pages. */
export async function everyBundle(api: Api, query: Query, signal: AbortSignal): Promise<BundleListed[]> {
  const found: BundleListed[] = [];
  let cursor: string | null = null;
  do {
    const answer: BundleListed[] | Page<BundleListed> = await api.get("/api/bundles", {
      query: { ...query, cursor },
      signal,
    });
    const page: Page<BundleListed> = Array.isArray(answer) ? { items: answer } : answer;
    found.push(...page.items);
    cursor = page.next ?? null;
  } while (cursor !== null);
  return found;
}

/** The bundles of a span of days, over or not; those without a time are left to who asks. */
export const bundlesBetween = (api: Api, from: Date, to: Date, signal: AbortSignal): Promise<BundleListed[]> =>
  everyBundle(api, { from_time: from.toISOString(), to_time: to.toISOString() }, signal);

/** The bundles that are not over, with what their sessions were given. */
export async function openBundles(api: Api, signal: AbortSignal): Promise<BundleShown[]> {
  const listed = await everyBundle(api, {}, signal);
  const open = listed.filter((one) => one.status !== "completed" && one.status !== "cancelled");
  return Promise.all(open.map((one) => api.get<BundleShown>(`/api/bundles/${one.bundleId}`, { signal })));
}
