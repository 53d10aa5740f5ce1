/**
 * Keeps the screens on this device through the service worker, and tells when a newer version lies ready. That one is
 * used from the next opening on; a running floor is never reloaded. Without a secure address there is none of this.
 */

const LOOK_EVERY_MS = 15 * 60_000;

/** The part of a registration that is watched. */
export type Registration = Pick<ServiceWorkerRegistration, "waiting" | "installing" | "update"> &
  Pick<EventTarget, "addEventListener">;

/** Calls `onReady` once when a newer version waits beside the one that runs. */
export function watchForNewer(registration: Registration, hasCurrent: () => boolean, onReady: () => void): void {
  const look = () => {
    if (registration.waiting !== null && hasCurrent()) onReady();
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}

/** Starts the worker after the page has loaded, and looks for a newer version from time to time. */
export function keepOnDevice(onNewer: () => void): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  const start = async () => {
    const registration = await serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
    if (registration === null) return;
    registration.waiting?.postMessage("useIfAlone");
    watchForNewer(registration, () => serviceWorker.controller !== null, onNewer);
    setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
  };
  if (document.readyState === "complete") void start();
  else window.addEventListener("load", () => void start());
}
