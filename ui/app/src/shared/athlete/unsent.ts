/** What of a person is on this device and nowhere else, read from the disk whether or not their screen is open. */

import { openStore } from "@dryland/client";

export interface Unsent {
  readonly count: number;
  /** Everything that waits, in a form that a person can keep. */
  readonly file: object;
}

/** Of one outbox: a player's is named as `openKit` names it, a medic's by `medicBox`. Null where nothing waits. */
export async function unsentOf(box: string): Promise<Unsent | null> {
  const store = openStore(box);
  try {
    const { refused } = await store.counts();
    const waiting = [...(await store.all()), ...refused.filter(({ foreignTo }) => foreignTo !== undefined)];
    const exportedAt = new Date().toISOString();
    if (waiting.length === 0) return null;
    return { count: waiting.length, file: { format: "dryland-outbox/1", exportedAt, outbox: box, waiting } };
  } finally {
    store.close();
  }
}
