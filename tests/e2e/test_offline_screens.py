"""Screens that open without a server, and a new version of them that takes nothing from anybody."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dryland.contract.base import Role, WorkoutType
from dryland.seeding import SeededSession
from dryland.web.app import STATIC
from tests.e2e.conftest import first_line
from tests.e2e.hand import look
from tests.e2e.test_medic import token
from tests.e2e.test_station_and_phone import begin, open_station, seeded, sets_told, station_token, tick, up
from tests.node.site import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

PATIENCE_MS = 20_000
SERVE = (
    "import sys, pathlib, dryland.web.app as app; app.STATIC = pathlib.Path(sys.argv.pop(1)).resolve();"
    "from dryland.cli import main; main()"
)
TOPBAR_PX = 150
"""Three lines on a phone: what can be done, how the floor stands, what is shown."""
AS_IT_WAS = "This is how it was at"
IS_KEPT = "() => navigator.serviceWorker.controller !== null"
LOOK_FOR_NEWER = "navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => undefined)"


@contextmanager
def serving(data: Path, port: int) -> Iterator[str]:
    """The built screens' server; yields its address."""
    with served(STATIC, data, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def served(screens: Path, data: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """A server that gives these screens out, on a port that stays the same over restarts."""
    words = [sys.executable, "-c", SERVE, str(screens), "serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert first_line(server).endswith(str(port))
        try:
            yield server
        finally:
            server.send_signal(signal.SIGKILL)


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A device of its own; an error in its scripts fails the test."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context
    context.close()
    assert faults == []


def weight(page: Page) -> str:
    """The load on the pad, as a person reads it."""
    return page.locator(".pad > .tick").inner_text()


def correct(page: Page) -> str:
    """One repetition more than planned; what the tick says then."""
    page.wait_for_timeout(420)
    before = weight(page)
    page.locator(".pad-figures button").nth(1).click()
    assert weight(page) != before
    return weight(page)


def test_screens_open_without_a_server_and_what_was_entered_there_arrives(
    device: BrowserContext, tmp_path: Path
) -> None:
    session = seeded(tmp_path, WorkoutType.STRENGTH)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with served(STATIC, tmp_path, port):
        begin(url, session)
        rack = device.new_page()
        open_station(rack, url, station_token(tmp_path, session), session, people=3)
        at_rack = rack.evaluate("Object.entries(localStorage).filter(([key]) => key.includes('rack')).join()")
        alone = next(player for player in session.players if f'"{player.player_id}"' not in at_rack)
        phone, board = device.new_page(), device.new_page()
        phone.goto(f"{url}/player#token={alone.token}&session={session.session_id}")
        board.goto(f"{url}/board#token={session.trainer.token}&session={session.session_id}")
        expect(phone.locator(".pad .tick-sign")).to_be_visible(timeout=PATIENCE_MS)
        expect(board.locator(".tile")).to_have_count(4, timeout=PATIENCE_MS)
        rack.wait_for_function(IS_KEPT)
    expect(board.get_by_role("alert")).to_contain_text("The floor is shown as it was at", timeout=PATIENCE_MS)
    for page in (rack, phone, board):
        page.reload()
    expect(board.locator(".tile")).to_have_count(4, timeout=PATIENCE_MS)
    expect(board.get_by_role("alert")).to_contain_text("The floor is shown as it was at", timeout=PATIENCE_MS)
    board.set_viewport_size({"width": 390, "height": 844})
    assert board.evaluate("document.querySelector('.topbar').offsetHeight") <= TOPBAR_PX
    expect(phone.locator(".pad .tick-sign")).to_be_visible(timeout=PATIENCE_MS)
    expect(rack.locator(".pad .tick-sign")).to_be_visible(timeout=PATIENCE_MS)
    for _ in range(3):
        tick(rack)
    phone.locator(".pad > .tick").click()
    expect(rack.locator(".waiting")).to_have_text("3 waiting", timeout=PATIENCE_MS)
    expect(phone.locator(".waiting")).to_have_text("1 waiting", timeout=PATIENCE_MS)
    rack.reload()
    expect(rack.locator(".waiting")).to_have_text("3 waiting", timeout=PATIENCE_MS)
    with served(STATIC, tmp_path, port):
        for page in (rack, phone):
            expect(page.get_by_text("All saved")).to_be_visible(timeout=PATIENCE_MS)
        expect(board.get_by_role("alert").filter(has_text="as it was at")).to_have_count(0, timeout=PATIENCE_MS)
    told = sets_told(tmp_path, session)
    assert len(told) == 4
    assert len({(each["playerId"], each["setData"]["setNumber"]) for each in told}) == 4


def asking(url: str, token: str) -> httpx.Client:
    """Somebody's questions."""
    return httpx.Client(base_url=url, headers={"authorization": f"Bearer {token}"}, timeout=20)


def prepared(url: str, session: SeededSession) -> tuple[dict[str, Any], str]:
    """A plan, and the address of a wall."""
    with asking(url, session.trainer.token) as desk:
        starter = desk.get("/api/plan-starters").json()["plans"][0]
        plan = desk.post("/api/plans", json={"name": "Squats", "template": True, **starter}).json()
        wall = desk.post("/api/tokens", json={"kind": "wall", "name": "Hall", "baseUrl": url}).json()
    return plan, wall["url"].replace("/wall#", "/wall?mode=tiles#")


def test_pages_to_read_say_of_when_they_are_and_what_was_typed_is_saved_on_return(
    device: BrowserContext, tmp_path: Path
) -> None:
    session = seeded(tmp_path, WorkoutType.STRENGTH)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    medic, plan, debrief, wall = (device.new_page() for _ in range(4))
    with served(STATIC, tmp_path, port):
        begin(url, session)
        made, at_wall = prepared(url, session)
        staff = f"#token={session.trainer.token}"
        medic.goto(f"{url}/medic#token={token(tmp_path, Role.MEDICAL)}")
        plan.goto(f"{url}/plan/plans/{made['id']}{staff}")
        debrief.goto(f"{url}/debrief/sessions/{session.session_id}{staff}")
        wall.goto(at_wall)
        expect(medic.locator(".medic-choice")).to_have_count(4)
        expect(plan.get_by_role("heading", name="At a glance")).to_be_visible()
        expect(debrief.get_by_role("heading", name="What happened")).to_be_visible()
        expect(wall.locator(".wall-tile")).to_have_count(4)
        wall.wait_for_function(IS_KEPT)
    for page in (medic, plan, debrief, wall):
        page.reload()
    expect(wall.locator(".wall-corner")).to_have_text(re.compile(r"no connection since \d\d:\d\d"))
    expect(wall.locator(".wall-tile")).to_have_count(4)
    expect(medic.get_by_text(AS_IT_WAS)).to_be_visible()
    expect(medic.locator(".medic-choice")).to_have_count(4)
    expect(debrief.get_by_text(AS_IT_WAS)).to_be_visible()
    expect(debrief.get_by_role("heading", name="What happened")).to_be_visible()
    debrief.get_by_role("navigation", name="Places").first.get_by_role("link", name="People").click()
    expect(debrief.get_by_text("nothing of this page was kept on this device")).to_be_visible()
    expect(plan.get_by_text(AS_IT_WAS)).to_be_visible()
    plan.get_by_label("Name", exact=True).fill("Squats, heavy")
    plan.get_by_role("button", name="Save", exact=True).click()
    expect(plan.get_by_text("are saved by themselves")).to_be_visible()
    plan.reload()
    expect(plan.get_by_label("Name", exact=True)).to_have_value("Squats, heavy")
    for page, name in ((plan, "plan"), (wall, "wall")):
        look(page, f"offline-{name}")
    with served(STATIC, tmp_path, port):
        expect(plan.get_by_role("heading", name="Squats, heavy")).to_be_visible()
        expect(debrief.get_by_text("4 of 4 players")).to_be_visible()
        for page in (medic, plan):
            expect(page.get_by_text(AS_IT_WAS)).to_have_count(0)
        expect(wall.locator(".wall-corner")).to_have_attribute("data-up", "true")
        with asking(url, session.trainer.token) as desk:
            assert desk.get(f"/api/plans/{made['id']}").json()["name"] == "Squats, heavy"


def publish(screens: Path, build: str) -> None:
    """Another build of the screens: its page says which, and its worker has another version, as any change gives it."""
    page, worker = screens / "index.html", screens / "sw.js"
    page.write_text(
        re.sub(
            r"(<meta name=\"build\"[^>]*>)?</head>", f'<meta name="build" content="{build}"></head>', page.read_text()
        )
    )
    worker.write_text(re.sub(r'VERSION = "[^"]*"', f'VERSION = "{build}"', worker.read_text()))


def build_of(page: Page) -> str | None:
    return page.evaluate("document.querySelector('meta[name=build]')?.content ?? null")


def test_a_new_version_waits_for_a_person_and_takes_nothing_from_them(device: BrowserContext, tmp_path: Path) -> None:
    session = seeded(tmp_path, WorkoutType.STRENGTH)
    screens = tmp_path / "screens"
    shutil.copytree(STATIC, screens)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    rack = device.new_page()
    with served(screens, tmp_path, port):
        begin(url, session)
        open_station(rack, url, station_token(tmp_path, session), session)
        rack.wait_for_function(IS_KEPT)
        beside = device.new_page()
        beside.goto(url)
        publish(screens, "next")
        corrected = correct(rack)
        rack.evaluate(LOOK_FOR_NEWER)
        note = rack.locator('.notice[data-news="ready"]')
        expect(note).to_contain_text("A newer version of these screens lies ready", timeout=PATIENCE_MS)
        assert weight(rack) == corrected
        assert build_of(rack) is None
    tick(rack)
    tick(rack)
    corrected, who = correct(rack), up(rack)
    note.get_by_role("button", name="Reload now").click()
    expect(note).to_contain_text("Close the other tabs", timeout=PATIENCE_MS)
    assert build_of(rack) is None
    beside.close()
    note.get_by_role("button", name="Reload now").click()
    expect(note).to_have_count(0, timeout=PATIENCE_MS)
    expect(rack.locator(".waiting")).to_have_text("2 waiting", timeout=PATIENCE_MS)
    assert build_of(rack) == "next"
    assert (weight(rack), up(rack)) == (corrected, who)
    with served(screens, tmp_path, port):
        expect(rack.get_by_text("All saved")).to_be_visible(timeout=PATIENCE_MS)
    assert len(sets_told(tmp_path, session)) == 2
