/**
 * How somebody comes in: `/board#token=…&session=…&session=…`. The fragment never reaches a server; it is moved to this
 * tab's storage and taken out of the address before anything is shown.
 */

export interface Entry {
  token: string;
  sessionIds: string[];
}

interface TabStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = "dryland:entry";

/** Reads a fragment with or without its `#`; null when it says nothing about an entry. */
export function readFragment(fragment: string): { token: string | null; sessionIds: string[] } | null {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const token = parameters.get("token");
  const sessionIds = [...new Set(parameters.getAll("session").filter((id) => id !== ""))];
  return token === null && sessionIds.length === 0 ? null : { token: token === "" ? null : token, sessionIds };
}

/** The entry of this tab: what the fragment says, completed by what the tab already holds. */
export function takeEntry(fragment: string, store: TabStore): Entry | null {
  const said = readFragment(fragment);
  const held = load(store);
  const token = said?.token ?? held?.token;
  if (token === undefined) return null;
  const entry = { token, sessionIds: said === null ? (held?.sessionIds ?? []) : said.sessionIds };
  save(store, entry);
  return entry;
}

export function save(store: TabStore, entry: Entry): void {
  try {
    store.setItem(KEY, JSON.stringify(entry));
  } catch {
    return;
  }
}

export function leave(store: TabStore): void {
  store.removeItem(KEY);
}

function load(store: TabStore): Entry | null {
  try {
    const value: unknown = JSON.parse(store.getItem(KEY) ?? "null");
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" &&
    value !== null &&
    "token" in value &&
    typeof value.token === "string" &&
    "sessionIds" in value &&
    Array.isArray(value.sessionIds) &&
    value.sessionIds.every((id) => typeof id === "string")
  );
}
