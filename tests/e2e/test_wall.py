"""A wall against a real server: numbers and zones that survive restarts, a stop, and a pairing that is taken back."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Error, Page, Response, WebSocket, expect

from dryland.contract.base import WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from tests.e2e.test_journey_trainer import Hearts, violations
from tests.node.site import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PATIENCE_MS = 20_000
RESTARTS = 20
PROJECT = Path(__file__).parents[2]
PLAYERS = 8


class Club:
    """A server that can be killed and is there again in a blink, always at the same address, with one session."""

    def __init__(self, data: Path) -> None:
        self.session: SeededSession = seed_folder(data, SeedRequest(1, PLAYERS, WorkoutType.CONDITIONING)).sessions[0]
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos", str(data), str(port)],
            cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._pid = 0
        self.up()

    def _hear(self, word: str) -> str:
        """The rest of the nursery's next line that begins with a word."""
        assert self._nursery.stdout is not None
        for line in self._nursery.stdout:
            first, _, rest = line.strip().partition(" ")
            if first == word:
                return rest
        raise AssertionError(f"the nursery is gone; wanted {word}")

    def up(self) -> None:
        """Serve."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.write("\n")
        self._nursery.stdin.flush()
        self._pid = int(self._hear("born"))
        assert self._hear(f"ready-{self._pid}") == self.url

    def down(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Stop serving: by a crash, or in order with SIGTERM."""
        os.kill(self._pid, how)

    def close(self) -> None:
        """The end of it."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        with self._nursery as nursery:
            nursery.wait(20)

    def restart(self, seen_by: Page, how: signal.Signals = signal.SIGKILL) -> None:
        """Stop, until the screen says that it has noticed; serve again, until it is connected and shows everybody."""
        corner = seen_by.locator(".wall-corner")
        self.down(how)
        expect(corner).to_have_attribute("data-up", "false", timeout=PATIENCE_MS)
        self.up()
        expect(corner).to_have_attribute("data-up", "true", timeout=PATIENCE_MS)
        expect(seen_by.locator(".wall-tile")).to_have_count(PLAYERS, timeout=PATIENCE_MS)

    def http(self) -> httpx.Client:
        """The trainer's questions."""
        return httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {self.session.trainer.token}"}, timeout=20
        )

    def tell(self, event: str, **payload: object) -> None:
        """An event from the trainer."""
        body = {"sessionId": self.session.session_id, "eventId": f"e-{time.monotonic_ns()}", **payload}
        with self.http() as http:
            answer = http.post("/api/events", json={"event": event, "payload": body})
            assert answer.json()["ok"], answer.text

    def pair(self) -> dict[str, str]:
        """A wall's token with the address that opens its screen."""
        with self.http() as http:
            given = http.post("/api/tokens", json={"kind": "wall", "name": "Hall TV", "baseUrl": self.url})
            assert given.is_success, given.text
            found: dict[str, str] = given.json()
            return found

    def paired_by_hand(self, page: Page) -> dict[str, str]:
        """A wall 6 m away with the countdown alone, paired where walls are set up."""
        page.goto(f"{self.url}/wall/set-up#token={self.session.trainer.token}")
        page.get_by_label("Farthest reader, m").fill("6")
        page.get_by_role("combobox", name="Shows").click()
        page.get_by_role("option", name="The countdown only").click()
        page.get_by_label("Which television").fill("Hall, north wall")
        assert violations(page) == []
        with page.expect_response(lambda answer: answer.url.endswith("/api/tokens")) as made:
            page.get_by_role("button", name="Make the link").click()
        expect(page.get_by_role("img", name="QR code that opens this wall")).to_be_visible()
        found: dict[str, str] = made.value.json()
        return found

    def goes_by_alias(self, player_id: str) -> str:
        """A player does not want to be known by number; what the server made up."""
        with self.http() as http:
            chosen = http.put(f"/api/players/{player_id}/wall", json={"wall": "alias"})
            assert chosen.is_success, chosen.text
            return str(chosen.json()["alias"])

    def names(self) -> list[str]:
        """Every player's name, as the roster has them."""
        with self.http() as http:
            return [player["name"] for player in http.get("/api/players?limit=200").json()["items"]]


@contextmanager
def club(data: Path) -> Iterator[Club]:
    """A club whose session runs."""
    served = Club(data)
    try:
        served.tell("training:session:start")
        yield served
    finally:
        served.close()


@pytest.fixture
def tv(browser: Browser) -> Iterator[Page]:
    """A television's page; an error in its scripts fails the test."""
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []


class Ear:
    """Everything a page is sent: frames of its sockets, and answers to its questions."""

    def __init__(self, page: Page) -> None:
        self._frames: list[str] = []
        self._answers: list[Response] = []
        self.missed: list[str] = []
        """Answers whose text could not be had, as of a server that was killed."""
        page.on("websocket", self._opened)
        page.on("response", self._answered)

    def _opened(self, opened: WebSocket) -> None:
        opened.on("framereceived", lambda frame: self._frames.append(frame if isinstance(frame, str) else repr(frame)))

    def _answered(self, answer: Response) -> None:
        self._answers.append(answer)

    def all(self) -> str:
        """What was heard, in one text; an answer that a restart cut off has none."""
        texts = list(self._frames)
        for answer in self._answers:
            if "/api/" in answer.url or "/socket.io/" in answer.url:
                try:
                    texts.append(answer.text())
                except Error:
                    self.missed.append(answer.url)
        return "\n".join(texts)


def test_a_wall_outlives_restarts_and_is_told_no_name(tv: Page, tmp_path: Path) -> None:
    ear = Ear(tv)
    with club(tmp_path) as floor:
        token = floor.pair()
        alias = floor.goes_by_alias(floor.session.players[0].player_id)
        where = token["url"].replace("/wall#", "/wall?mode=tiles#")
        tv.goto(where)
        shown = tv.locator(".wall-tile[data-zone]")
        with Hearts(floor.url, floor.session):
            expect(shown).to_have_count(PLAYERS, timeout=PATIENCE_MS)
            expect(shown.filter(has_text=alias)).to_have_text(re.compile(r"Z\d"))
            assert violations(tv) == []
        tv.evaluate("window.neverReloaded = true")
        since = time.monotonic()
        for place in range(RESTARTS):
            floor.restart(tv, signal.SIGKILL if place > 0 else signal.SIGTERM)
        with Hearts(floor.url, floor.session):
            expect(shown).to_have_count(PLAYERS, timeout=PATIENCE_MS)
        print(f"wall: live again after {RESTARTS} restarts in {time.monotonic() - since:.1f} s, untouched")
        assert tv.evaluate("window.neverReloaded")
        names = floor.names()
        assert len(names) == PLAYERS
        everything = ear.all()
        assert floor.session.session_id in everything
        told = [word for name in names for word in {name, json.dumps(name)[1:-1]} if word in everything]
        assert told == []
        for word in (
            "playerName",
            "restrictions",
            "medicalNotes",
            "heartRate",
            *(p.player_id for p in floor.session.players),
        ):
            assert f'"{word}"' not in everything
        assert tv.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
        assert tv.evaluate("getComputedStyle(document.querySelector('.wall')).cursor") == "none"


def test_a_wall_counts_an_interval_down_stops_and_says_when_it_was_taken_out(tv: Page, tmp_path: Path) -> None:
    with club(tmp_path) as floor:
        token = floor.paired_by_hand(tv)
        tv.goto(token["url"])
        assert tv.evaluate("location.search") == "?distance=6&diagonal=55&mode=timer"
        expect(tv.locator(".wall-full-count")).to_have_text(re.compile(r"^\d+:\d\d$"), timeout=PATIENCE_MS)
        assert violations(tv) == []
        floor.tell("training:session:pause")
        expect(tv.locator(".wall-time")).to_have_text("paused", timeout=PATIENCE_MS)
        with floor.http() as http:
            assert http.delete(f"/api/tokens/{token['id']}").is_success
        expect(tv.get_by_role("heading", name="This wall was taken out")).to_be_visible(timeout=PATIENCE_MS)
        assert violations(tv) == []
