"""The trainer's board against a real server: commands given by hand, zones, targets, countdowns, signals that age."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dryland.client import DrylandClient
from dryland.contract.base import WorkoutType
from dryland.seeding import SeededPlayer, SeededSession, SeedRequest, seed_folder
from dryland.store import open_history
from tests.e2e.conftest import first_line, start

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

SCREENS = Path(__file__).parents[2] / "build/screens"
SIZES = {"tablet": (1280, 800), "phone": (390, 844), "wide": (1920, 1080)}
THEMES = ("dark", "light")
PATIENCE_MS = 20_000
HOLD_MS = 1_800


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A server of its own; yields its address."""
    with start("serve", "--data", data, "--port", 0) as server:
        try:
            yield first_line(server)
        finally:
            server.terminate()
            server.wait(20)


class Hearts:
    """Players whose hearts beat twice a second, in a thread of their own, at the rate that is set."""

    def __init__(self, url: str, session: SeededSession, rates: dict[str, int]) -> None:
        self.rates = rates
        self._url = url
        self._session = session
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._beat_all()), daemon=True)

    async def _beat_all(self) -> None:
        await asyncio.gather(*(self._beat(player) for player in self._session.players))

    async def _beat(self, player: SeededPlayer) -> None:
        about = {"sessionId": self._session.session_id, "playerId": player.player_id}
        async with DrylandClient(self._url, player.token) as client:
            while not self._stop.is_set():
                bpm = self.rates.get(player.player_id)
                if bpm is not None:
                    await client.send("training:player:metrics", {**about, "metrics": {"heartRate": bpm}})
                await asyncio.sleep(0.5)

    def __enter__(self) -> "Hearts":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(20)


def seeded(data: Path, players: int) -> SeededSession:
    """A session that has not started."""
    return seed_folder(data, SeedRequest(1, players, WorkoutType.CONDITIONING)).sessions[0]


def open_board(page: Page, url: str, session: SeededSession) -> None:
    """Show the session's board as its trainer."""
    page.goto(f"{url}/board#token={session.trainer.token}&session={session.session_id}")
    expect(page.locator(".tile")).to_have_count(len(session.players), timeout=PATIENCE_MS)


def seconds(countdown: Locator) -> int:
    """A countdown's mm:ss in s."""
    minutes, rest = re.findall(r"\d+", countdown.inner_text())[-2:]
    return int(minutes) * 60 + int(rest)


def tile_of(page: Page, data: Path, session: SeededSession, number: int) -> Locator:
    """A player's tile, found by the name it carries for screen readers and the mouse."""
    history = open_history(data)
    try:
        enrolled = [
            event.payload for event in history.events(session.session_id) if event.name == "floor:player:enrolled"
        ]
    finally:
        history.close()
    name = re.search(rb'"playerName":"([^"]+)"', enrolled[number])
    assert name is not None
    return page.locator(f'.tile[title="{name[1].decode()}"]')


def test_the_trainer_starts_pauses_resumes_and_ends_from_the_board(page: Page, tmp_path: Path) -> None:
    session = seeded(tmp_path, 2)
    with served(tmp_path) as url:
        open_board(page, url, session)
        countdown = page.locator(".tile-countdown").first
        page.get_by_role("button", name="Start", exact=True).click()
        expect(countdown).to_have_text(re.compile(r"^\d+:\d\d$"), timeout=PATIENCE_MS)
        expect(page.locator(".tile-kind").first).to_have_text(re.compile("Warm", re.IGNORECASE))
        first = seconds(countdown)
        assert 590 <= first <= 600
        page.wait_for_function(
            "shown => document.querySelector('.tile-countdown').innerText !== shown",
            arg=countdown.inner_text(),
            timeout=PATIENCE_MS,
        )
        assert seconds(countdown) < first

        page.get_by_role("button", name="Pause", exact=True).click()
        page.get_by_role("button", name="Resume", exact=True).wait_for(timeout=PATIENCE_MS)
        standing = countdown.inner_text()
        page.wait_for_timeout(1_500)
        assert countdown.inner_text() == standing

        page.get_by_role("button", name="Resume", exact=True).click()
        page.get_by_role("button", name="Pause", exact=True).wait_for(timeout=PATIENCE_MS)
        end = page.get_by_role("button", name=re.compile("End"))
        end.click()
        expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
        end.hover()
        page.mouse.down()
        page.wait_for_timeout(HOLD_MS)
        page.mouse.up()
        expect(page.get_by_text("Finished").first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_role("button", name="Pause", exact=True)).to_have_count(0)
    history = open_history(tmp_path)
    names = [event.name for event in history.events(session.session_id)]
    history.close()
    told = [name.rpartition(":")[2] for name in names if name.startswith("training:session:")]
    assert [word for word in told if word not in {"plan", "update"}] == ["start", "pause", "resume", "end"]


def test_a_silent_strap_ages_until_its_value_is_gone_and_comes_back(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRYLAND_FLOOR_LAG_GRACE_S", "1")  # targets are judged after a second, not after 30
    session = seeded(tmp_path, 2)
    silent, steady = (player.player_id for player in session.players)
    with served(tmp_path) as url, Hearts(url, session, {silent: 150, steady: 130}) as hearts:
        open_board(page, url, session)
        page.get_by_role("button", name="Start", exact=True).click()
        tile, other = (tile_of(page, tmp_path, session, number) for number in (0, 1))
        value = tile.locator(".tile-value")
        expect(value).to_have_text(re.compile(r"^\d+$"), timeout=PATIENCE_MS)
        expect(tile).to_have_attribute("data-signal", "live")
        expect(tile).to_have_attribute("data-zone", re.compile("[0-5]"))
        expect(tile.locator(".tile-zone")).to_have_text(re.compile(r"^(<1|[1-5])$"))
        expect(tile).to_have_attribute("data-target", "high", timeout=PATIENCE_MS)

        hearts.rates.pop(silent)
        expect(tile).to_have_attribute("data-signal", "late", timeout=PATIENCE_MS)
        expect(value).to_have_text(re.compile(r"^\d+$"))
        expect(tile).to_have_attribute("data-signal", "stale", timeout=PATIENCE_MS)
        expect(value).to_have_text("—")
        expect(tile).to_have_attribute("data-zone", "none")
        expect(tile.locator(".tile-signal")).to_have_text(re.compile(r"\d+.*old"))
        expect(other).to_have_attribute("data-signal", "live")

        hearts.rates[silent] = 151
        expect(tile).to_have_attribute("data-signal", "live", timeout=PATIENCE_MS)
        expect(value).to_have_text(re.compile(r"^\d+$"))


@pytest.mark.parametrize("theme", THEMES)
def test_the_board_fits_every_screen(
    browser: Browser, tmp_path: Path, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRYLAND_FLOOR_LAG_GRACE_S", "1")
    session = seeded(tmp_path, 24)
    rates = {player.player_id: 95 + 4 * number for number, player in enumerate(session.players)}
    rates.pop(session.players[5].player_id)
    SCREENS.mkdir(parents=True, exist_ok=True)
    with served(tmp_path) as url, Hearts(url, session, rates):
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme=theme)  # type: ignore[arg-type]
        open_board(page, url, session)
        page.get_by_role("button", name="Start", exact=True).click()
        numbers = page.locator(".tile-value").filter(has_text=re.compile(r"^\d+$"))
        expect(numbers).to_have_count(23, timeout=PATIENCE_MS)
        expect(page.locator(".tile:not([data-target=none])")).to_have_count(23, timeout=PATIENCE_MS)
        counts = re.compile(r"[1-9]\d*\s*in target\s*[1-9]\d*\s*off target\s*1\s*no signal")
        expect(page.locator(".topbar")).to_have_text(counts, timeout=PATIENCE_MS)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            expect(numbers).to_have_count(23, timeout=PATIENCE_MS)
            assert page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth"), f"{size} scrolls aside"
            cramped = page.evaluate(
                "[...document.querySelectorAll('.tile-value')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
            )
            assert cramped == 0, f"{cramped} values are cut off on the {size}"
            page.screenshot(path=SCREENS / f"floor-{size}-{theme}.png")
        page.close()
