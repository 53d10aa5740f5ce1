/** The scale of a whole session (CR10), and what this device remembers of the answer. Knows no screen. */

export const RATINGS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** The figures that the scale has a word for; what lies between has none of its own. */
const ANCHORS = [0, 1, 2, 3, 4, 5, 7, 10] as const;

export const isAnchor = (rpe: number): rpe is (typeof ANCHORS)[number] => ANCHORS.some((one) => one === rpe);

const key = (sessionId: string, playerId: string): string => `dryland:rated:${sessionId}:${playerId}`;

/** The rating given on this device; null where none is. */
export function loadRating(sessionId: string, playerId: string): number | null {
  try {
    const kept = window.localStorage.getItem(key(sessionId, playerId));
    return RATINGS.find((one) => `${one}` === kept) ?? null;
  } catch {
    return null;
  }
}

export function saveRating(sessionId: string, playerId: string, rpe: number): void {
  try {
    window.localStorage.setItem(key(sessionId, playerId), `${rpe}`);
  } catch {
    // A browser that keeps nothing asks again; the last answer counts.
  }
}
