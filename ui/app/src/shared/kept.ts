/**
 * Answers of the server that are kept on this device, so that a page can be read while the server is away. What is about
 * people stays in its tab and half a day at most; plans, which name nobody, stay longer. Each belongs to whoever was
 * signed in, and all of it goes with the sign-in. Plain TypeScript; knows no screen.
 */

import { type Api, type AskOptions, asProblem, type Problem, queryText } from "./api";

/** `tab`: about people. `device`: about nobody. */
export type Keep = "tab" | "device";

export type Store = Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;

export interface Kept<Value> {
  atMs: number;
  value: Value;
}

const KEPT = "dryland:kept:";
const DRAFT = "dryland:draft:";
const HOUR_MS = 3_600_000;
export const KEEP_MS: Readonly<Record<Keep, number>> = { tab: 12 * HOUR_MS, device: 14 * 24 * HOUR_MS };
/** Of a browser's 5 M characters the outbox's neighbours need the rest. */
const MOST_CHARACTERS = 2_000_000;
const LATE_MS = 4_000;

export const storeOf = (keep: Keep): Store => (keep === "tab" ? window.sessionStorage : window.localStorage);

/** What one person has kept in one place. */
export class Shelf {
  constructor(
    private readonly store: Store,
    private readonly owner: string,
    private readonly keepMs: number,
    private readonly nowMs: () => number = Date.now,
    private readonly kind: typeof KEPT | typeof DRAFT = KEPT,
  ) {}

  read<Value>(name: string): Kept<Value> | null {
    const key = this.key(name);
    const kept = parsed<Value>(this.store.getItem(key));
    if (kept === null) return null;
    const ageMs = this.nowMs() - kept.atMs;
    if (ageMs >= 0 && ageMs <= this.keepMs) return kept;
    this.store.removeItem(key);
    return null;
  }

  /** False when there is no room even after the oldest were given up. */
  write(name: string, value: unknown): boolean {
    const key = this.key(name);
    const text = JSON.stringify({ atMs: this.nowMs(), value });
    if (text.length > MOST_CHARACTERS) return false;
    this.makeRoom(text.length, key);
    for (;;) {
      try {
        this.store.setItem(key, text);
        return true;
      } catch {
        if (!this.dropOldest(key)) return false;
      }
    }
  }

  drop(name: string): void {
    this.store.removeItem(this.key(name));
  }

  private key(name: string): string {
    return `${this.kind}${this.owner}:${name}`;
  }

  private makeRoom(needed: number, key: string): void {
    const used = () => keysOf(this.store, KEPT).reduce((sum, one) => sum + (this.store.getItem(one)?.length ?? 0), 0);
    while (this.kind === KEPT && used() + needed > MOST_CHARACTERS) if (!this.dropOldest(key)) return;
  }

  /** Gives up the oldest answer; what a person typed is never given up for room. */
  private dropOldest(butKey: string): boolean {
    const aged = keysOf(this.store, KEPT)
      .filter((key) => key !== butKey)
      .map((key) => ({ key, atMs: parsed(this.store.getItem(key))?.atMs ?? 0 }))
      .sort((a, b) => a.atMs - b.atMs);
    const oldest = aged[0];
    if (oldest === undefined) return false;
    this.store.removeItem(oldest.key);
    return true;
  }
}

export const shelfOf = (keep: Keep, owner: string): Shelf => new Shelf(storeOf(keep), owner, KEEP_MS[keep]);

/** What somebody typed and has not saved yet. */
export const draftsOf = (keep: Keep, owner: string): Shelf =>
  new Shelf(storeOf(keep), owner, KEEP_MS[keep], Date.now, DRAFT);

const keysOf = (store: Store, prefix: string): string[] =>
  Array.from({ length: store.length }, (_, place) => store.key(place) ?? "").filter((key) => key.startsWith(prefix));

function parsed<Value>(text: string | null): Kept<Value> | null {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    const isKept = typeof kept === "object" && kept !== null && "atMs" in kept && typeof kept.atMs === "number";
    return isKept ? (kept as Kept<Value>) : null;
  } catch {
    return null;
  }
}

/** Answers go; what was typed stays for whoever typed it, as a sign-in that has run out is followed by the next one. */
export function forgetAnswers(...stores: readonly Store[]): void {
  for (const store of stores) for (const key of keysOf(store, KEPT)) store.removeItem(key);
}

/** The person leaves this device. */
export function forgetAll(...stores: readonly Store[]): void {
  forgetAnswers(...stores);
  for (const store of stores) for (const key of keysOf(store, DRAFT)) store.removeItem(key);
}

/** The server was not reached, as opposed to: it refused. */
export const isAway = ({ code, status }: Problem): boolean =>
  code === "NOT_CONNECTED" || (status >= 502 && status <= 504);

export interface Keeping {
  /** Asks like the one it was made from; where the server does not answer, it gives what was kept. */
  readonly api: Api;
  /** When the oldest of the kept answers that were given was new, ms since 1970; null while all came from the server. */
  asOfMs(): number | null;
}

export function keepAnswers(api: Api, shelf: Shelf, lateMs = LATE_MS): Keeping {
  let oldest: number | null = null;
  const recall = <Answer>(name: string): Answer | undefined => {
    const kept = shelf.read<Answer>(name);
    if (kept === null) return undefined;
    oldest = Math.min(oldest ?? kept.atMs, kept.atMs);
    return kept.value;
  };
  const get = <Answer>(path: string, options: AskOptions = {}): Promise<Answer> => {
    const name = path + queryText(options.query);
    const asked = api.get<Answer>(path, options).then((answer) => {
      shelf.write(name, answer);
      return answer;
    });
    return answerOr(asked, () => recall<Answer>(name), lateMs);
  };
  return { api: { ...api, get }, asOfMs: () => oldest };
}

/**
 * What was asked for; what there is instead, if there is any, when the server is not reached or silent for too long. An
 * answer that comes later still has its effects.
 */
export async function answerOr<Value>(
  asked: Promise<Value>,
  instead: () => Value | undefined,
  lateMs = LATE_MS,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Value>((resolve) => {
    timer = setTimeout(() => {
      const kept = instead();
      if (kept !== undefined) resolve(kept);
    }, lateMs);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    const kept = isAway(asProblem(error)) ? instead() : undefined;
    if (kept === undefined) throw error;
    return kept;
  } finally {
    clearTimeout(timer);
  }
}
