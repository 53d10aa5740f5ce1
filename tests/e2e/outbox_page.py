"""A page with nothing on it but the packed browser client, for tests of its outbox in a real browser."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Route

from tests.e2e.conftest import CHROMIUM

UI = Path(__file__).parents[2] / "ui"
DIST = UI / "client/dist"
BESIDE = {
    "idb.js": UI / "node_modules/idb/build/index.js",
    "socket.io.js": UI / "node_modules/socket.io-client/dist/socket.io.esm.min.js",
}
PAGE = """<!doctype html><meta charset="utf-8"><title>outbox</title>
<script type="importmap">{"imports": {"idb": "/bench/idb.js", "socket.io-client": "/bench/socket.io.js"}}</script>
<script type="module">
import { createLink, createOutbox } from "/bench/index.js";
const told = JSON.parse(decodeURIComponent(location.hash.slice(1)));
let behindMs = 0;
const nowMs = () => Date.now() - behindMs - told.clockWrongMs;
const link = createLink({ url: location.origin, token: told.token, transports: ["websocket"], nowMs });
const outbox = createOutbox({ link, name: "rack", pace: told.pace ?? {} });
const set = (session, player, number) => ({ sessionId: session, playerId: player, exerciseId: "back-squat",
  exerciseName: "Back squat", setData: { setNumber: number, totalSets: 50, reps: 5, weight: 60 + number / 2 } });
window.outbox = outbox;
window.link = link;
window.before = 0;
window.logSets = async (sets) => {
  const claimed = [];
  for (const { session, player, number, agoMs } of sets) {
    behindMs = agoMs;
    const at = Date.now() - agoMs;
    const kept = await outbox.put("training:strength:set:completion", set(session, player, number));
    if (kept.ok) claimed.push([kept.eventId, at]);
  }
  behindMs = 0;
  return claimed;
};
window.fill = async (sets) => {
  let kept = 0;
  for (let from = 0; from < sets.length; from += 500) {
    const puts = sets.slice(from, from + 500).map(({ session, player, number }) =>
      outbox.put("training:strength:set:completion", set(session, player, number)));
    kept += (await Promise.all(puts)).filter(({ ok }) => ok).length;
  }
  return kept;
};
window.drain = () => new Promise((resolve) => {
  const begun = performance.now();
  outbox.subscribe(() => {
    if (outbox.state().waiting === 0) resolve(performance.now() - begun);
  });
  link.retry();
});
window.ready = true;
</script>"""


def build_client() -> None:
    """Build the client as it is packed."""
    subprocess.run(["node", "build.mjs"], cwd=UI / "client", check=True, capture_output=True)


def _serve(route: Route) -> None:
    name = urlsplit(route.request.url).path.removeprefix("/bench/")
    if name == "":
        route.fulfill(body=PAGE, content_type="text/html")
    else:
        route.fulfill(body=BESIDE.get(name, DIST / name).read_text(), content_type="text/javascript")


@contextmanager
def page_on(chromium: BrowserType, profile: Path, url: str, **told: object) -> Iterator[tuple[BrowserContext, Page]]:
    """The page in a browser whose disk outlives it; nothing of the page itself needs the network."""
    context = chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, headless=True, args=["--no-sandbox", "--disable-gpu"]
    )
    try:
        context.route("**/bench/**", _serve)
        page = context.pages[0]
        page.goto(f"{url}/bench/#{json.dumps(told)}")
        page.wait_for_function("window.ready")
        yield context, page
    finally:
        with suppress(Error):
            context.close()


def kill_browser(profile: Path) -> None:
    """Kill -9 every process of the browser that works on this profile."""
    mark = str(profile).encode()
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        with suppress(OSError):
            if any(
                part.endswith(mark) for part in (process / "cmdline").read_bytes().split(b"\0") if b"user-data" in part
            ):
                os.kill(int(process.name), signal.SIGKILL)
