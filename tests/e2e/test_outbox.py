"""Two hours offline, 400 sets, a browser killed twenty times, a clock wrong by a day: nothing is lost or doubled."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dryland.client import DrylandClient
from dryland.contract.base import WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from dryland.store import open_history
from tests.e2e.conftest import CHROMIUM, first_line, start
from tests.e2e.gate import Gate
from tests.e2e.outbox_page import build_client, kill_browser, page_on

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

DAY_MS = 86_400_000
CUT_S = 7_200
SETS = 400
LIVES = 20
PER_LIFE = SETS // LIVES
DRAINING_LIVES = 4
"""The last kills hit an outbox that is being emptied."""
PLAYERS = 8
LONG_PLAN = {
    "exercises": [
        {"id": "back-squat", "name": "Back squat", "sets": [{"reps": 5, "weight": 60.0}] * (SETS // PLAYERS)},
    ]
}
CLOCK_SLACK_MS = 150
"""What a clock offset may be wrong by over a busy loopback, and the way from a set to its being kept."""


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A server of its own; yields its address."""
    with start("serve", "--data", data, "--port", 0) as server:
        try:
            yield first_line(server)
        finally:
            server.terminate()
            server.wait(20)


def begin(url: str, session: SeededSession, at: datetime) -> None:
    """Give the session a plan with room for every set and start it as of a time."""

    async def started() -> None:
        async with DrylandClient(url, session.trainer.token) as client:
            await client.send("training:session:plan", {"sessionId": session.session_id, "plan": LONG_PLAN})
            await client.send("training:session:start", {"sessionId": session.session_id, "occurredAt": at.isoformat()})

    asyncio.run(started())


def sets_of_life(session: SeededSession, life: int) -> list[dict[str, object]]:
    """The sets logged between two kills: every 18 s one, the players in turn."""
    players = [player.player_id for player in session.players]
    return [
        {
            "session": session.session_id,
            "player": players[number % len(players)],
            "number": number // len(players) + 1,
            "agoMs": (SETS - number) * CUT_S * 1000 // SETS,
        }
        for number in range(life * PER_LIFE, (life + 1) * PER_LIFE)
    ]


def test_400_sets_without_a_network_survive_twenty_kills(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as aside:  # another browser's driver may keep a loop running in this thread
        aside.submit(live_through, tmp_path).result()


def live_through(tmp_path: Path) -> None:
    if not CHROMIUM.is_file():
        pytest.skip(f"there is no Chromium at {CHROMIUM}; `make test` unpacks one")
    build_client()
    data, profile = tmp_path / "data", tmp_path / "browser"
    session = seed_folder(data, SeedRequest(1, PLAYERS, WorkoutType.STRENGTH)).sessions[0]
    claimed: dict[str, float] = {}
    with served(data) as url:
        begin(url, session, datetime.now(UTC) - timedelta(seconds=CUT_S + 60))
        with Gate(int(url.rsplit(":", 1)[1])) as gate, sync_playwright() as playwright:
            gate.shut()
            about = {"token": session.trainer.token, "clockWrongMs": DAY_MS}
            for life in range(LIVES):
                pace = {"window": 4, "rateHz": 60}
                with page_on(playwright.chromium, profile, gate.url, **about, pace=pace) as (_, page):
                    claimed |= dict(page.evaluate("sets => logSets(sets)", sets_of_life(session, life)))
                    if life >= LIVES - DRAINING_LIVES:
                        gate.open()
                        page.evaluate("before = outbox.state().waiting, link.retry()")
                        page.wait_for_function("outbox.state().waiting < before")
                    kill_browser(profile)
                gate.shut()
            gate.open()
            with page_on(playwright.chromium, profile, gate.url, **about) as (_, page):
                page.wait_for_function("outbox.state().ready && outbox.state().waiting === 0", timeout=60_000)
                assert page.evaluate("outbox.unsent()") == 0
                assert page.evaluate("outbox.state().refused.map(({ error }) => error)") == []
    with contextlib.closing(open_history(data)) as history:
        facts = [event for event in history.events(session.session_id) if event.name.endswith("set:completion")]
    assert len(claimed) == SETS
    arrived = Counter(event.event_id for event in facts)
    assert set(claimed) - set(arrived) == set(), "lost"
    assert [event_id for event_id, times in arrived.items() if times > 1] == [], "doubled"
    assert set(arrived) == set(claimed)
    errors = [abs(event.occurred_at_ms - claimed[event.event_id or ""]) for event in facts]
    assert max(errors) <= CLOCK_SLACK_MS, f"a time is off by {max(errors):.0f} ms"
