/** What stands at the rows of a plan: contradictions in words, and what the server refused. Knows no screen. */

import type { Problem } from "../../shared/api";
import { type Contradiction, contradictions } from "./contradictions";
import type { AnyPlan } from "./records";
import type { PlanWords } from "./words";

export interface Fault {
  path: string;
  words: string;
  soft: boolean;
}

const inWords = (found: Contradiction, t: PlanWords["t"]): Fault => ({
  path: found.path,
  words: t(`plan.wrong.${found.rule}`, found.values),
  soft: found.soft ?? false,
});

/** The draft's own contradictions; where it has none, what the server said of the one before. */
export function faultsOf(draft: AnyPlan, problem: Problem | null, t: PlanWords["t"]): Fault[] {
  const own = contradictions(draft).map((found) => inWords(found, t));
  const path = problem?.context.path;
  if (own.some((fault) => !fault.soft) || problem === null || path == null) return own;
  return [...own, { path, words: problem.message, soft: false }];
}

/** What is wrong at a place or within it, but not within its rows of these names, which say it themselves. */
export const faultsAt = (faults: readonly Fault[], path: string, rows: readonly string[] = []): Fault[] =>
  faults.filter(
    (fault) =>
      (fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`)) &&
      !rows.some((name) => fault.path.startsWith(`${path}.${name}[`)),
  );
