"""What a person at a rack is told when something fails, and that nothing they enter is lost by it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from dryland.contract.base import WorkoutType
from dryland.contract.revision import CONTRACT
from tests.e2e.gate import Gate
from tests.e2e.test_offline_screens import correct, serving, weight
from tests.e2e.test_station_and_phone import begin, check_axe, check_sizes, open_station, seeded, sets_told, tick, up
from tests.node.site import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

SCREENS = Path(__file__).parents[2] / "build/screens"
PATIENCE_MS = 20_000
A_DAY_AHEAD = """(() => {
  const RealDate = Date, ahead = 86_400_000;
  window.Date = class extends RealDate {
    constructor(...given) { given.length === 0 ? super(RealDate.now() + ahead) : super(...given); }
    static now() { return RealDate.now() + ahead; }
  };
})()"""
FULL = """() => {
  window.realAdd = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
ROOM = "() => { IDBObjectStore.prototype.add = window.realAdd; }"
LOOK = "() => document.dispatchEvent(new Event('visibilitychange'))"
"""A page that is looked at again asks the server at once."""


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A device whose clock is a day ahead; an error in its scripts fails the test."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme="dark")
    context.add_init_script(A_DAY_AHEAD)
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context
    context.close()
    assert faults == []


def said(page: Page, words: str) -> Locator:
    """The notice with these words."""
    notice = page.locator(".notice").filter(has_text=words)
    expect(notice).to_be_visible(timeout=PATIENCE_MS)
    return notice


def saved(page: Page) -> None:
    expect(page.get_by_text("All saved")).to_be_visible(timeout=PATIENCE_MS)


def picture(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    check_sizes(page, name)
    check_axe(page, name)
    page.screenshot(path=SCREENS / f"state-{name}.png")


def pair_station(url: str, trainer: str, session_id: str) -> tuple[str, str]:
    """A station's token and what it is taken back by."""
    with httpx.Client(base_url=url, headers={"authorization": f"Bearer {trainer}"}, timeout=20) as desk:
        wanted = {"kind": "station", "name": "Rack 1", "sessionId": session_id, "expiresIn": 3_600}
        answer = desk.post("/api/tokens", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()["token"], answer.json()["id"]


def versions(page: Page, gate: Gate) -> int:
    """A server that was put back to an older release, then one that was updated; returns how many sets were logged."""
    gate.revision = ("0.0.1", "0" * len(CONTRACT))
    page.evaluate(LOOK)
    older = said(page, "The server (0.0.1) is older than these screens")
    expect(older).to_contain_text("Keep working")
    picture(page, "server-older")
    tick(page)
    saved(page)
    older.get_by_role("button", name="I will tell them").click()
    expect(older).to_have_count(0)
    gate.revision = ("9.9.9", "f" * len(CONTRACT))
    page.evaluate(LOOK)
    newer = said(page, "The server was updated to 9.9.9")
    expect(newer.get_by_role("button", name="Reload now")).to_be_visible()
    picture(page, "server-newer")
    gate.revision = None
    page.evaluate(LOOK)
    expect(newer).to_have_count(0, timeout=PATIENCE_MS)
    return 1


def slow(page: Page, gate: Gate) -> int:
    gate.delay_s = 1.5
    page.evaluate(LOOK)
    expect(page.locator('.waiting[data-link="away"]')).to_be_visible(timeout=PATIENCE_MS)
    tick(page)
    expect(page.locator(".waiting")).to_have_text("1 waiting", timeout=PATIENCE_MS)
    gate.delay_s = 0.0
    saved(page)
    return 1


def full(page: Page) -> int:
    corrected, who = correct(page), up(page)
    page.evaluate(FULL)
    page.locator(".pad > .tick").click()
    notice = said(page, "This device's memory is full: the last entry was not saved")
    assert (weight(page), up(page)) == (corrected, who)
    picture(page, "storage-full")
    page.evaluate(ROOM)
    tick(page)
    expect(notice).to_have_count(0, timeout=PATIENCE_MS)
    saved(page)
    return 1


def test_each_failure_is_told_in_words_and_costs_no_set(device: BrowserContext, tmp_path: Path) -> None:
    session = seeded(tmp_path, WorkoutType.STRENGTH)
    port = free_port()
    begun = datetime.now(UTC)
    page = device.new_page()
    with Gate(port) as gate:
        with serving(tmp_path, port) as url:
            begin(url, session)
            token, token_id = pair_station(url, session.trainer.token, session.session_id)
            open_station(page, gate.url, token, session)
            said(page, "This device's clock is off by 24 hours")
            logged = versions(page, gate) + slow(page, gate) + full(page)
            beside = device.new_page()
            beside.goto(page.url)
            expect(beside.locator(".pad .tick-sign")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator(".waiting")).to_have_text("No connection", timeout=PATIENCE_MS)
        tick(page)
        with serving(tmp_path, port) as url:
            saved(page)
            page.close()
            beside.locator(".turn").first.click()  # a set of its own: the same one from two screens counts once
            tick(beside)
            saved(beside)
            logged += 2
            corrected = correct(beside)
            with httpx.Client(
                base_url=url, headers={"authorization": f"Bearer {session.trainer.token}"}, timeout=20
            ) as desk:
                assert desk.delete(f"/api/tokens/{token_id}").status_code == 200
            said(beside, "This screen's sign-in was taken back or is over")
            assert weight(beside) == corrected
            tick(beside)
            said(beside, "1 entry and what you typed stay on this device")
            picture(beside, "sign-in-taken-back")
            again, _ = pair_station(url, session.trainer.token, session.session_id)
            beside.goto(f"{gate.url}/station#token={again}&session={session.session_id}")
            saved(beside)
            logged += 1
    told = sets_told(tmp_path, session)
    assert len(told) == logged
    assert len({(each["playerId"], each["setData"]["setNumber"]) for each in told}) == logged
    times = [datetime.fromisoformat(each["occurredAt"]) for each in told]
    assert begun <= min(times)
    assert max(times) <= datetime.now(UTC), "the server's time, not the device's"
