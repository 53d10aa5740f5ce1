/** Takes the code out of the address, `#code=…`, where the first reader finds it and nobody after. */

let taken: { at: string; code: string } | null = null;

export function takeCode(): string {
  const { hash, pathname, search } = window.location;
  const code = new URLSearchParams(hash.replace(/^#/, "")).get("code");
  if (code !== null) {
    taken = { at: pathname, code };
    window.history.replaceState(window.history.state, "", pathname + search);
  }
  return taken?.at === pathname ? taken.code : "";
}
