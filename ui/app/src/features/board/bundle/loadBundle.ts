/** Asks the node how a bundle stands: what was told before this screen came, and what is looked at before a start. */

import type { BundleNow, BundleShown, PreflightCheck, ResourceUpdate } from "@dryland/client";
import type { Api } from "../../../shared/api";

const pathOf = (bundleId: string): string => `/api/bundles/${encodeURIComponent(bundleId)}`;

export async function loadBundle(api: Api, bundleId: string): Promise<BundleNow> {
  const [bundle, resources] = await Promise.all([
    api.get<BundleShown>(pathOf(bundleId)),
    api.get<ResourceUpdate>("/api/resources"),
  ]);
  return { bundle, resources };
}

export function loadPreflight(api: Api, bundleId: string, signal: AbortSignal): Promise<readonly PreflightCheck[]> {
  return api.get(`${pathOf(bundleId)}/preflight`, { signal });
}
