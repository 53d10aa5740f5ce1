/** What is wrong with a row, at the row. */

import type { Fault } from "./faults";

export function Faults({ faults }: { faults: readonly Fault[] }) {
  return faults.map((fault) => (
    <p
      key={fault.words}
      className="plan-wrong"
      data-soft={fault.soft}
      {...(fault.soft ? { role: "status" } : { role: "alert" })}
    >
      {fault.words}
    </p>
  ));
}

/** For a row's own colour: true where something must be mended. */
export const isWrong = (faults: readonly Fault[]): boolean => faults.some((fault) => !fault.soft);
