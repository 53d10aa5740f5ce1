"""Question: how fast does a browser's outbox of 10,000 sets come over, and does each count exactly once?

Command: `python -m bench.outbox_drain`. Chromium with the packed client on a disk of its own, and the whole product:
10,000 sets of 200 players are kept while the link is cut; then the link opens, and the clock runs from there until
nothing waits, connecting and reading the disk included. The server's log then holds each set once. The browser runs on
the load's core. Needs the browser of the end-to-end tests (`make test` unpacks one, or `CHROMIUM=…`).
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.rig import Figure, Row, finish, node, ready_for_load, seeded
from playwright.sync_api import sync_playwright
from tests.e2e.conftest import CHROMIUM
from tests.e2e.outbox_page import build_client, page_on

from dryland.client import DrylandClient
from dryland.store import open_history

COMMAND = "python -m bench.outbox_drain"
PLAYERS, SETS_EACH, ROUNDS = 200, 50, 3
SET = "training:strength:set:completion"
PLAN = {"exercises": [{"id": "back-squat", "name": "Back squat", "sets": [{"reps": 5, "weight": 60.0}] * SETS_EACH}]}


async def _begin(url: str, session: dict[str, Any]) -> None:
    """A plan with room for every set, and the start."""
    async with DrylandClient(url, session["trainer"]["token"]) as client:
        await client.send("training:session:plan", {"sessionId": session["sessionId"], "plan": PLAN})
        await client.send("training:session:start", {"sessionId": session["sessionId"]})


def _check(folder: Path, session_id: str, count: int) -> None:
    """Every set once. Raises RuntimeError otherwise."""
    with contextlib.closing(open_history(folder)) as history:
        times = Counter(event.event_id for event in history.events(session_id) if event.name == SET)
    if len(times) != count or max(times.values()) != 1:
        raise RuntimeError(f"{len(times)} of {count} sets arrived, one of them {max(times.values())} times")


def drained() -> tuple[float, float]:
    """Facts a second of one outbox, and the server's CPU time for each, ms."""
    with seeded(1, PLAYERS, "strength") as seed, node(seed) as server, sync_playwright() as playwright:
        session, url = seed.sessions[0], f"http://127.0.0.1:{server.port}"
        with ThreadPoolExecutor(1) as aside:  # the browser's driver keeps a loop running in this thread
            aside.submit(asyncio.run, _begin(url, session)).result()
        sets = [
            {"session": session["sessionId"], "player": player["playerId"], "number": number}
            for number in range(1, SETS_EACH + 1)
            for player in session["players"]
        ]
        about = {"token": session["trainer"]["token"], "clockWrongMs": 0}
        with (
            tempfile.TemporaryDirectory() as profile,
            page_on(playwright.chromium, Path(profile), url, **about) as (_, page),
        ):
            page.evaluate("link.cut()")
            if page.evaluate("sets => fill(sets)", sets) != len(sets):
                raise RuntimeError("the browser's disk did not keep every set")
            cpu_s = server.cpu_s()
            spent_ms = page.evaluate("drain()")
            cpu_s = server.cpu_s() - cpu_s
            refused = page.evaluate("outbox.state().refused.length")
        if refused:
            raise RuntimeError(f"{refused} sets were refused")
        _check(seed.folder, session["sessionId"], len(sets))
    return len(sets) / spent_ms * 1000, cpu_s / len(sets) * 1000


def rows() -> list[Row]:
    """The rate at which one device is empty again."""
    if not CHROMIUM.is_file():
        sys.exit(f"there is no Chromium at {CHROMIUM}; `make test` unpacks one")
    build_client()
    ready_for_load()
    rates, costs = zip(*(drained() for _ in range(ROUNDS)), strict=True)
    question = f"A browser's outbox of {PLAYERS * SETS_EACH:,} sets comes over, each exactly once"
    notes = [
        "the client holds itself to 800 facts a second, below what a server takes from one connection",
        f"the server spends {Figure.of(costs)} ms of CPU on each",
    ]
    return [Row(question, COMMAND, "facts/s", 500.0, Figure.of(rates), at_least=True, notes=notes)]


if __name__ == "__main__":
    finish(rows())
