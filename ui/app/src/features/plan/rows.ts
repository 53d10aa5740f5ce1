/** What every list of rows in a plan is given. Types only. */

import type { Fault } from "./faults";

export interface RowsProps<Item> {
  items: readonly Item[];
  /** Where the list stands in the plan, as the server names places. */
  path: string;
  faults: readonly Fault[];
  onChange(items: Item[]): void;
}
