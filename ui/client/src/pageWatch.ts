/** Tells when the page is looked at again and when the device says it has a network. Does nothing outside a browser. */

export interface PageEvents {
  onShown(): void;
  onOnline(): void;
}

/** Returns the function that ends the watch. */
export function watchPage(events: PageEvents): () => void {
  if (typeof document === "undefined" || typeof window === "undefined") return () => undefined;
  const shown = () => {
    if (document.visibilityState === "visible") events.onShown();
  };
  const online = () => events.onOnline();
  document.addEventListener("visibilitychange", shown);
  window.addEventListener("online", online);
  window.addEventListener("pageshow", shown);
  return () => {
    document.removeEventListener("visibilitychange", shown);
    window.removeEventListener("online", online);
    window.removeEventListener("pageshow", shown);
  };
}
