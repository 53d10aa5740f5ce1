/** Asks the node how a bundle stands: what was told before this screen came, and what is looked at before a start. */

import type {
  AggregateMetrics,
  BulkOperationReported,
  BundleSession,
  PreflightCheck,
  ResourceUpdate,
} from "@dryland/client";
import type { Api } from "../../../shared/api";

/** A bundle as `GET /api/bundles/{id}` tells it, as far as a board needs it. */
export interface BundleShown {
  bundleName: string;
  epoch: string;
  /** The newest of the bundle's events that is in here. */
  seq: number;
  sessions: readonly Pick<BundleSession, "sessionId" | "resources">[];
  /** Oldest first. */
  operations: readonly OperationShown[];
  figures: AggregateMetrics;
}

/** What both the newest report and a list tell of an operation. */
export type OperationShown = Pick<BulkOperationReported, "operationId" | "operation" | "status" | "startsAt">;

export interface BundleNow {
  bundle: BundleShown;
  resources: ResourceUpdate;
}

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
