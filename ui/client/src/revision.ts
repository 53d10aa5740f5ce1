/**
 * Whether the server speaks the language that this client was built with, and who of the two is behind. Pure.
 * A release is a number that only grows; the contract's fingerprint says whether anything that travels is different.
 */

import type { ServerRevision } from "./generated/contract";
import { BUILT_WITH } from "./generated/revision";

export { BUILT_WITH } from "./generated/revision";

/** `unknown`: the server has not said yet. */
export type Standing = "unknown" | "same" | "serverNewer" | "serverOlder";

/**
 * How the server stands to this client. Two builds of one release with different contracts count as a newer server: its
 * own screens are the ones that fit it.
 */
export function standingOf(server: ServerRevision | null, own: ServerRevision = BUILT_WITH): Standing {
  if (server === null) return "unknown";
  if (server.contract === own.contract) return "same";
  return compareReleases(server.release, own.release) < 0 ? "serverOlder" : "serverNewer";
}

/** Below 0 when `a` came before `b`: numbers by place, and a release after its own candidates (`1.0rc1` before `1.0`). */
function compareReleases(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  for (let place = 0; place < Math.max(one.numbers.length, other.numbers.length); place += 1) {
    const step = (one.numbers[place] ?? 0) - (other.numbers[place] ?? 0);
    if (step !== 0) return step;
  }
  if (one.rest === other.rest) return 0;
  if (one.rest === "" || other.rest === "") return one.rest === "" ? 1 : -1;
  return one.rest < other.rest ? -1 : 1;
}

function partsOf(release: string): { numbers: number[]; rest: string } {
  const [, digits = "", rest = ""] = /^(\d+(?:\.\d+)*)?(.*)$/.exec(release) ?? [];
  return { numbers: digits.split(".").map(Number), rest };
}

/** What a server has said of itself, if it has. */
export function revisionIn(answer: unknown): ServerRevision | null {
  const told = typeof answer === "object" && answer !== null && "server" in answer ? answer.server : undefined;
  if (typeof told !== "object" || told === null || !("release" in told && "contract" in told)) return null;
  const { release, contract } = told;
  return typeof release === "string" && typeof contract === "string" ? { release, contract } : null;
}
