"""A wall against a real server: numbers and zones that survive restarts, a stop, and a pairing that is taken back."""

import contextlib
import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Error, Page, Response, WebSocket, expect

from dryland.contract.base import WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from tests.e2e.conftest import first_line, start
from tests.e2e.test_journey_trainer import Hearts, violations

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PATIENCE_MS = 20_000
RESTARTS = 4
PLAYERS = 8


def free_port() -> int:
    """A port that a server can come back to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class Club:
    """A server that can be restarted under the same address, with one session that runs."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = free_port()
        self.session: SeededSession = seed_folder(data, SeedRequest(1, PLAYERS, WorkoutType.CONDITIONING)).sessions[0]
        self._server: subprocess.Popen[str] | None = None
        self.url = ""
        self.up()

    def up(self) -> None:
        """Serve."""
        self._server = start("serve", "--data", self._data, "--port", self._port)
        self.url = first_line(self._server)

    def down(self) -> None:
        """Stop serving."""
        assert self._server is not None
        self._server.terminate()
        with self._server as server:
            server.wait(20)

    def restart(self, seen_by: Page) -> None:
        """Stop, until the screen says that it has noticed; serve again, until it is connected."""
        corner = seen_by.locator(".wall-corner")
        self.down()
        expect(corner).to_have_attribute("data-up", "false", timeout=PATIENCE_MS)
        self.up()
        expect(corner).to_have_attribute("data-up", "true", timeout=PATIENCE_MS)

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
        served.down()


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
            if "/api/" in answer.url:
                with contextlib.suppress(Error):
                    texts.append(answer.text())
        return "\n".join(texts)


def test_a_wall_outlives_restarts_and_is_told_no_name(tv: Page, tmp_path: Path) -> None:
    ear = Ear(tv)
    with club(tmp_path) as floor:
        token = floor.pair()
        where = token["url"].replace("/wall#", "/wall?mode=tiles#")
        tv.goto(where)
        shown = tv.locator(".wall-tile[data-zone]")
        with Hearts(floor.url, floor.session):
            expect(shown).to_have_count(PLAYERS, timeout=PATIENCE_MS)
            assert violations(tv) == []
        since = time.monotonic()
        for _ in range(RESTARTS):
            floor.restart(tv)
        with Hearts(floor.url, floor.session):
            expect(shown).to_have_count(PLAYERS, timeout=PATIENCE_MS)
        print(f"wall: live again after {RESTARTS} restarts in {time.monotonic() - since:.1f} s, untouched")
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
        token = floor.pair()
        tv.goto(token["url"].replace("/wall#", "/wall?mode=timer&distance=6#"))
        expect(tv.locator(".wall-full-count")).to_have_text(re.compile(r"^\d+:\d\d$"), timeout=PATIENCE_MS)
        assert violations(tv) == []
        floor.tell("training:session:pause")
        expect(tv.locator(".wall-time")).to_have_text("paused", timeout=PATIENCE_MS)
        with floor.http() as http:
            assert http.delete(f"/api/tokens/{token['id']}").is_success
        expect(tv.get_by_role("heading", name="This wall was taken out")).to_be_visible(timeout=PATIENCE_MS)
        assert violations(tv) == []
