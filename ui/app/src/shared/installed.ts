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

const FETCH_PATIENCE_MS = 15_000;
const ANSWER_PATIENCE_MS = 2_000;

/** What taking the newer version led to: a page that has other pages beside it keeps them whole, and says so. */
export type Taking = "reloading" | "othersOpen";

/** Fetches the newest version, puts it to use and loads this page anew. Only ever because a person asked for it. */
export async function takeNewest(
  registration: Registration | undefined,
  reload: () => void = () => window.location.reload(),
): Promise<Taking> {
  if (registration !== undefined) {
    await registration.update().catch(() => undefined);
    await settledWorker(registration);
    if (registration.waiting !== null && !(await takesOver(registration.waiting))) return "othersOpen";
  }
  reload();
  return "reloading";
}

/** This origin's registration; undefined where the browser offers none. */
export async function registrationHere(): Promise<ServiceWorkerRegistration | undefined> {
  return "serviceWorker" in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

/** Resolves when a version that is being fetched is whole or given up. */
function settledWorker({ installing }: Registration): Promise<void> {
  if (installing === null) return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, FETCH_PATIENCE_MS);
    installing.addEventListener("statechange", () => {
      if (installing.state !== "installing") resolve();
    });
  });
}

/** Whether the waiting version takes over, as it does when no other page is open. */
function takesOver(waiting: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    setTimeout(() => resolve(true), ANSWER_PATIENCE_MS);
    port1.onmessage = ({ data }: MessageEvent<boolean>) => resolve(data);
    waiting.postMessage("useIfAlone", [port2]);
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
