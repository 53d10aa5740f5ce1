/**
 * Keeps the screens on the device, whole and of one version, so that they open without a network.
 * Touches nothing of the floor's own: what is asked of /api and /socket.io always goes to the server.
 * A new version is fetched beside the old one and waits: it is used from the next opening on, never under running screens.
 */

const FILES = "__PRECACHE__";
const VERSION = "__VERSION__";
const CACHE = `dryland-${VERSION}`;
const FOREIGN = ["/api/", "/socket.io/", "/healthz", "/readyz", "/metrics"];

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

/** A page may ask for the newer version; it gets it when no other page is open, and is told whether. */
self.addEventListener("message", (event) => {
  if (event.data === "useIfAlone") event.waitUntil(takeOverIfAlone(event.ports[0]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FOREIGN.some((path) => url.pathname.startsWith(path))) return;
  if (request.mode === "navigate") event.respondWith(fromHere("/", request));
  else if (FILES.includes(url.pathname)) event.respondWith(fromHere(url.pathname, request));
});

/** All files or none: a version that is not whole is not installed. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
}

/** The first version serves the page that is open at once; older ones are gone when no page uses them any more. */
async function takeOver() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("dryland-") && name !== CACHE).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

async function takeOverIfAlone(answer) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const isAlone = pages.length === 1;
  if (isAlone) await self.skipWaiting();
  answer?.postMessage(isAlone);
}

async function fromHere(path, request) {
  const kept = await (await caches.open(CACHE)).match(path);
  return kept ?? fetch(request);
}
