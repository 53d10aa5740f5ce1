/** What was found before a start, in the reader's language; the server's own words are English. */

import type { PreflightCheck } from "@dryland/client";
import type { PlanWords } from "./words";

export function readyWords({ kind, passed, count = 0, total = 0 }: PreflightCheck, t: PlanWords["t"]): string {
  switch (kind) {
    case "plan":
      return t(passed ? "plan.ready.plan.good" : "plan.ready.plan.bad");
    case "capacity":
      return t(passed ? "plan.ready.capacity.good" : "plan.ready.capacity.bad");
    case "roster":
    case "screens":
      return t(`plan.ready.${kind}`, { count });
    case "equipment":
    case "signal":
      return t(`plan.ready.${kind}`, { count, total });
  }
}
