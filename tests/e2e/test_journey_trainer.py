"""A trainer's hour on the board against a real server: set up, start, move, stop, go on, end; taps and seconds."""

import asyncio
import contextlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dryland.client import DrylandClient, Refused
from dryland.contract.base import WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from tests.e2e.conftest import first_line, start, station_token
from tests.e2e.hand import look

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / "ui/node_modules/axe-core/axe.min.js"
KINDS = (WorkoutType.CONDITIONING, WorkoutType.STRENGTH, WorkoutType.HYBRID, WorkoutType.AGILITY)
PATIENCE_MS = 20_000
COUNTDOWN_MS = 25_000
HOLD_MS = 1_800
LATE = "Lena Late"


class Evening(NamedTuple):
    """A served bundle of four sessions that has not started."""

    url: str
    sessions: tuple[SeededSession, ...]

    @property
    def token(self) -> str:
        """The trainer's."""
        return self.sessions[0].trainer.token


def bundled(url: str, sessions: tuple[SeededSession, ...]) -> None:
    """Put the seeded sessions under one bundle, and let the club know a player who is in none of them."""
    drafts = [
        {"sessionId": session.session_id, "workoutType": kind.value}
        for session, kind in zip(sessions, KINDS, strict=True)
    ]
    body = {"bundleId": "tuesday", "bundleName": "Tuesday dryland", "sessions": drafts, "eventId": "made-tuesday"}
    headers = {"Authorization": f"Bearer {sessions[0].trainer.token}"}
    with httpx.Client(base_url=url, headers=headers, timeout=20) as http:
        made = http.post("/api/events", json={"event": "training:bulk:session:created", "payload": body})
        assert made.json()["ok"], made.text
        known = http.post("/api/players", json={"name": LATE, "jerseyNumber": 98})
        assert known.is_success, known.text


@contextmanager
def evening(data: Path, players: int) -> Iterator[Evening]:
    """A server with four sessions of all kinds in one bundle."""
    sessions = tuple(
        seed_folder(data, SeedRequest(1, players, kind, place)).sessions[0] for place, kind in enumerate(KINDS, 1)
    )
    with start("serve", "--data", data, "--port", 0) as server:
        try:
            url = first_line(server)
            bundled(url, sessions)
            yield Evening(url, sessions)
        finally:
            server.terminate()
            server.wait(20)


class Hearts:
    """Straps of the conditioning session that beat twice a second, in a thread of their own."""

    def __init__(self, url: str, session: SeededSession) -> None:
        self._url = url
        self._session = session
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._beat_all()), daemon=True)

    async def _beat_all(self) -> None:
        await asyncio.gather(*(self._beat(place) for place in range(len(self._session.players))))

    async def _beat(self, place: int) -> None:
        player = self._session.players[place]
        beat = {"sessionId": self._session.session_id, "playerId": player.player_id}
        async with DrylandClient(self._url, player.token) as client:
            while not self._stop.is_set():
                with contextlib.suppress(Refused):  # while the player is in another session
                    await client.send("training:player:metrics", {**beat, "metrics": {"heartRate": 120 + 8 * place}})
                await asyncio.sleep(0.5)

    def __enter__(self) -> "Hearts":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(20)


class Hand:
    """A hand that counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self._since = time.monotonic()

    def tap(self, target: Locator) -> None:
        """One tap."""
        target.click()
        self.taps += 1

    def told(self, what: str, budget_taps: int, budget_s: float | None = None) -> None:
        """Print taps and seconds since the last time against the budget, and hold to it."""
        took_s = time.monotonic() - self._since
        seconds = "" if budget_s is None else f" (budget {budget_s:.0f} s)"
        print(f"journey 1, {what}: {self.taps} taps (budget {budget_taps}), {took_s:.1f} s{seconds}")
        assert self.taps <= budget_taps
        assert budget_s is None or took_s <= budget_s
        self.begin()

    def begin(self) -> None:
        """Count from here."""
        self.taps = 0
        self._since = time.monotonic()


def button(page: Page, name: str) -> Locator:
    """A button by its exact name."""
    return page.get_by_role("button", name=name, exact=True)


def column(page: Page, kind: str) -> Locator:
    """The column of the session of a kind."""
    return page.get_by_role("region", name=re.compile(kind, re.IGNORECASE))


def status_of(page: Page) -> Locator:
    """How the bundle stands."""
    return page.locator(".dock .status")


def violations(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in {"serious", "critical"}
    ]


def test_a_trainer_runs_an_evening_within_the_budgets(page: Page, tmp_path: Path) -> None:
    with evening(tmp_path, 3) as floor, Hearts(floor.url, floor.sessions[0]):
        hand = Hand(page)
        page.goto(f"{floor.url}/board#token={floor.token}")
        expect(page.locator(".tile")).to_have_count(12, timeout=PATIENCE_MS)
        expect(page.get_by_label("Before the start")).to_be_visible()
        hand.tap(button(page, "Start all"))
        hand.told("set-up", 5, 30)
        expect(page.get_by_text(re.compile(r"Starting in \d+"))).to_be_visible()
        expect(status_of(page)).to_have_text("Running", timeout=COUNTDOWN_MS)
        expect(page.locator(".tile-value").filter(has_text=re.compile(r"^\d+$")).first).to_be_visible(
            timeout=PATIENCE_MS
        )
        expect(page.locator(".tile[data-work='set']").first).to_be_visible()
        expect(page.locator(".timeline")).to_be_visible()

        move_and_take_back(page, hand)
        come_late(page, hand)
        stop_and_go_on(page, hand)

        end = page.get_by_role("button", name=re.compile("End all"))
        end.hover()
        page.mouse.down()
        page.wait_for_timeout(HOLD_MS)
        page.mouse.up()
        expect(status_of(page)).to_have_text("Finished", timeout=PATIENCE_MS)


def move_and_take_back(page: Page, hand: Hand) -> None:
    """A tired player goes from the bikes to the drills, and comes back."""
    riders, runners = column(page, "Conditioning").locator(".tile"), column(page, "Agility").locator(".tile")
    tired = riders.first.get_attribute("data-player")
    hand.begin()
    hand.tap(riders.first)
    hand.tap(column(page, "Agility").get_by_role("button", name=re.compile("Move here")))
    hand.told("move a tired player", 2)
    expect(page.locator(f'.tile[data-player="{tired}"]')).to_have_attribute(
        "data-session", "session-4", timeout=PATIENCE_MS
    )
    expect(runners).to_have_count(4)
    button(page, "Undo").click()
    expect(riders).to_have_count(3, timeout=PATIENCE_MS)


def come_late(page: Page, hand: Hand) -> None:
    """Somebody who was in no session comes into the weights."""
    hand.begin()
    hand.tap(button(page, "Late · message"))
    hand.tap(page.get_by_role("button", name=re.compile(f"{LATE} to Strength")))
    hand.told("late arrival", 2)
    expect(page.locator(f'.tile[title="{LATE}"]')).to_be_visible(timeout=PATIENCE_MS)
    button(page, "Close").first.click()


def stop_and_go_on(page: Page, hand: Hand) -> None:
    """One press stops all; releasing and resuming are two steps, with a countdown between."""
    hand.begin()
    box = button(page, "STOP ALL").bounding_box()
    assert box is not None
    assert box["height"] >= 96
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    hand.taps += 1
    expect(status_of(page)).to_have_text("Stopped", timeout=PATIENCE_MS)
    hand.told("STOP ALL, from press to every session", 1)
    page.mouse.up()
    expect(page.get_by_text(re.compile(r"1 of 1 screens stopped"))).to_be_visible(timeout=PATIENCE_MS)
    expect(button(page, "Resume all")).to_have_count(0)
    button(page, "Release the stop").click()
    expect(status_of(page)).to_have_text("Paused", timeout=PATIENCE_MS)
    button(page, "Resume all").click()
    expect(page.get_by_text(re.compile(r"Going on in \d+"))).to_be_visible(timeout=PATIENCE_MS)
    expect(status_of(page)).to_have_text("Running", timeout=COUNTDOWN_MS)


def test_the_keyboard_alone_is_enough(page: Page, tmp_path: Path) -> None:
    with evening(tmp_path, 2) as floor:
        page.goto(f"{floor.url}/board#token={floor.token}")
        expect(page.locator(".tile")).to_have_count(8, timeout=PATIENCE_MS)
        button(page, "Start all").focus()
        page.keyboard.press("Enter")
        expect(status_of(page)).to_have_text("Running", timeout=COUNTDOWN_MS)

        lifter = column(page, "Strength").locator(".tile").first
        lifter_id = lifter.get_attribute("data-player")
        lifter.focus()
        page.keyboard.press("Space")
        spoken = page.get_by_role("status").filter(has_text="picked up")
        expect(spoken).to_contain_text("Arrow keys choose")
        page.keyboard.press("Escape")
        expect(spoken).to_have_count(0)
        page.keyboard.press("Space")
        expect(spoken).to_be_visible()
        while "Agility" not in spoken.inner_text():
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator(f'.tile[data-player="{lifter_id}"]')).to_have_attribute(
            "data-session", "session-4", timeout=PATIENCE_MS
        )

        page.keyboard.press("F8")
        expect(status_of(page)).to_have_text("Stopped", timeout=PATIENCE_MS)
        button(page, "Release the stop").focus()
        page.keyboard.press("Enter")
        button(page, "Resume all").focus()
        page.keyboard.press("Enter")
        expect(status_of(page)).to_have_text("Running", timeout=COUNTDOWN_MS)
        page.get_by_role("button", name=re.compile("End all")).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(status_of(page)).to_have_text("Finished", timeout=PATIENCE_MS)


def test_red_lines_alerts_and_moves_are_dealt_with_where_they_are_seen(page: Page, tmp_path: Path) -> None:
    with evening(tmp_path, 2) as floor:
        page.goto(f"{floor.url}/board#token={floor.token}")
        expect(page.locator(".tile")).to_have_count(8, timeout=PATIENCE_MS)
        mend_red_lines(page)
        look(page, "board-before")
        open_the_session_and_come_back(page)
        button(page, "Start all").click()
        expect(status_of(page)).to_have_text("Running", timeout=COUNTDOWN_MS)
        drag_somebody(page)
        put_an_alert_off(page, floor)


def mend_red_lines(page: Page) -> None:
    """One tap shows the code for a session that no screen shows; another tells those who are not heard."""
    lines = page.get_by_label("Before the start").get_by_role("listitem")
    expect(lines.first).to_be_visible(timeout=PATIENCE_MS)
    tell = page.get_by_role("button", name=re.compile("^Tell them: .*Conditioning", re.IGNORECASE))
    tell.click()
    expect(lines.get_by_role("button", name=re.compile("^Told"))).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name=re.compile("^Show the code: ")).first.click()
    panel = page.get_by_role("complementary", name="Code of a session")
    expect(panel.locator(".qr-code")).to_have_text(re.compile(r"^\S{4,}$"), timeout=PATIENCE_MS)
    expect(panel.get_by_role("img")).to_be_visible()
    look(page, "board-code")
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_have_count(0)


def open_the_session_and_come_back(page: Page) -> None:
    """A column leads to its session's page."""
    column(page, "Agility").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/session/session-4$"))
    page.go_back()
    expect(page.locator(".tile")).to_have_count(8, timeout=PATIENCE_MS)


def drag_somebody(page: Page) -> None:
    """A tile is dragged over another session, which says whether it has a place, and let go there."""
    tile = column(page, "Strength").locator(".tile").first
    lifter = tile.get_attribute("data-player")
    box = tile.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 70, box["y"] + 50, steps=4)
    place = column(page, "Hybrid").locator(".drop-place")
    expect(place).to_have_attribute("data-verdict", "fits")
    over = place.bounding_box()
    assert over is not None
    page.mouse.move(over["x"] + 40, over["y"] + 20, steps=6)
    expect(page.locator(".drag-chip")).to_be_visible()
    page.mouse.up()
    expect(page.locator(f'.tile[data-player="{lifter}"]')).to_have_attribute(
        "data-session", "session-3", timeout=PATIENCE_MS
    )


def put_an_alert_off(page: Page, floor: Evening) -> None:
    """Pain that somebody looks after already is put off with a reason; who did so stands there."""
    session = floor.sessions[1]
    player = session.players[1]
    about = {"sessionId": session.session_id, "playerId": player.player_id}
    pain = {"bodyRegion": "knee", "level": 5}
    told = {"type": "injury_risk", "severity": "medium", "message": "Pain: knee.", "pain": pain}
    send(floor.url, player.token, "training:alert:raised", {**about, **told})
    card = page.locator(".alert-card").filter(has_text="knee")
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    look(page, "board-alert")
    card.get_by_role("button", name="Later").click()
    page.get_by_role("menuitem", name="The player knows").click()
    expect(page.locator('.alert-card[data-state="shelved"]')).to_contain_text("Put off by", timeout=PATIENCE_MS)


def send(url: str, token: str, event: str, payload: dict[str, Any]) -> None:
    """One fact by HTTP."""
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=20) as http:
        answer = http.post("/api/events", json={"event": event, "payload": payload})
    assert answer.json()["ok"], answer.text


def test_stop_is_seen_on_every_screen_and_says_which_it_did_not_reach(browser: Browser, tmp_path: Path) -> None:
    with evening(tmp_path, 2) as floor, browser.new_context(locale="en-GB") as station_device:
        riders, lifters = floor.sessions[0], floor.sessions[1]
        token = station_token(tmp_path, lifters)
        board, phone = browser.new_page(locale="en-GB"), browser.new_page(locale="en-GB")
        station = station_device.new_page()
        board.goto(f"{floor.url}/board#token={floor.token}")
        station.goto(f"{floor.url}/station#token={token}&session={lifters.session_id}")
        phone.goto(f"{floor.url}/player#token={riders.players[0].token}&session={riders.session_id}")
        expect(board.locator(".tile")).to_have_count(8, timeout=PATIENCE_MS)
        expect(station.locator(".who-player")).to_have_count(2, timeout=PATIENCE_MS)
        expect(phone.get_by_text("It begins when your trainer starts")).to_be_visible(timeout=PATIENCE_MS)
        look(phone, "phone-empty")
        with deaf_screen(floor.url, riders.players[1].token, riders.session_id):
            button(board, "Start all").click()
            expect(status_of(board)).to_have_text("Running", timeout=COUNTDOWN_MS)
            button(board, "STOP ALL").dispatch_event("pointerdown", {"button": 0})
            for screen in (station, phone):
                expect(screen.get_by_role("heading", name="STOP")).to_be_visible(timeout=PATIENCE_MS)
            answer = board.locator(".stop-answer")
            expect(answer).to_contain_text("3 of 4 screens stopped", timeout=PATIENCE_MS)
            expect(answer).to_contain_text("not reached: ")
            for name, screen in {"board": board, "station": station, "phone": phone}.items():
                look(screen, f"{name}-stopped")
            button(board, "Release the stop").click()
            for screen in (station, phone):
                expect(screen.get_by_role("heading", name="STOP")).to_have_count(0, timeout=PATIENCE_MS)
        board.close()
        phone.close()


@contextmanager
def deaf_screen(url: str, token: str, session_id: str) -> Iterator[None]:
    """A screen that is in the session and never says what it shows."""
    over, joined = threading.Event(), threading.Event()

    async def sit() -> None:
        async with DrylandClient(url, token) as client:
            await client.join(session_id)
            joined.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(sit()), daemon=True)
    thread.start()
    assert joined.wait(20)
    try:
        yield
    finally:
        over.set()
        thread.join(20)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_nothing_serious_stands_in_anybodys_way(browser: Browser, tmp_path: Path, scheme: str) -> None:
    with evening(tmp_path, 2) as floor, Hearts(floor.url, floor.sessions[0]):
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{floor.url}/board#token={floor.token}")
        expect(page.locator(".tile")).to_have_count(8, timeout=PATIENCE_MS)
        assert violations(page) == []
        page.locator(".tile").first.click()
        expect(page.get_by_role("button", name=re.compile("Move here")).first).to_be_visible()
        assert violations(page) == []
        page.close()
