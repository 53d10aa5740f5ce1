"""From nothing to a running floor with one's own roster: code, club, roster, plans, a template, a bundle, a start.

Prints taps and seconds. The screens of planning are looked at by axe in both schemes.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / "ui/node_modules/axe-core/axe.min.js"
PICTURES = PROJECT / "build/screens"
SIZES = {"phone": (390, 844), "tablet": (1280, 800), "wide": (1920, 1080)}
ROSTER = "name;nr;line\n" + "\n".join(f"Player {chr(65 + at)};{at + 2};{'AB'[at % 2]}" for at in range(8))
BUDGET_S = 300
BUNDLE_BUDGET_TAPS = 4
BUNDLE_BUDGET_S = 30


class Server(NamedTuple):
    """A new server and the code that takes it over."""

    url: str
    code: str


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A node on an empty folder; it prints its address on stdout and its code on stderr."""
    words = [sys.executable, "-m", "dryland", "serve", "--port", "0", "--data", str(tmp_path / "data")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        url = program.stdout.readline().strip()
        found = None
        while found is None:
            found = re.search(r"with the code (\S+)", program.stderr.readline())
        yield Server(url, found[1])
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=20)


class Hand:
    """Somebody at a screen: counts what they tap and looks at what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.began = time.monotonic()

    def tap(self, what: Locator) -> None:
        """One tap."""
        self.taps += 1
        what.click()

    def press(self, name: str) -> None:
        """Tap the button of this name."""
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def write(self, label: str, text: str) -> None:
        """Tap into a field and fill it."""
        self.taps += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def follow(self, name: str) -> None:
        """Tap the first link of this name."""
        self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def seconds(self) -> float:
        """Since the first look."""
        return time.monotonic() - self.began

    def look(self, name: str) -> None:
        """Let axe look at the screen in both schemes; take pictures where they are asked for."""
        for scheme in ("dark", "light"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert found_by_axe(self.page) == [], (name, scheme)
            if os.environ.get("PICTURES"):
                before = self.page.viewport_size
                for size, (width, height) in SIZES.items():
                    self.page.set_viewport_size({"width": width, "height": height})
                    self.page.screenshot(path=PICTURES / f"plan-{name}-{scheme}-{size}.png")
                if before is not None:
                    self.page.set_viewport_size(before)


def found_by_axe(page: Page) -> list[str]:
    """What axe has against a page, with the place."""
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(
        "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }))"
        ".violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`)"
    )


def test_a_club_goes_from_nothing_to_a_running_floor_with_its_own_roster(page: Page, server: Server) -> None:
    hand = Hand(page)
    page.goto(server.url)
    begin(hand, server.code)
    plan(hand, "Strength")
    refuse_a_contradiction(hand)
    plan(hand, "Conditioning")
    two_trainers(hand)
    template(hand)
    bundle(hand)
    start(hand)
    print(f"\nFrom nothing to a running floor: {hand.taps} taps, {hand.seconds():.1f} s")
    assert hand.seconds() < BUDGET_S


def begin(hand: Hand, code: str) -> None:
    """Be the first admin of a club with one team and eight players."""
    page = hand.page
    hand.write("Code of the server", code)
    hand.write("Name of the club", "HC Nordlicht")
    hand.write("Your name", "Ada Berg")
    hand.write("Login", "ada@example.org")
    hand.write("Password", "flat-pucks-glide-well")
    hand.press("Take the server over")
    hand.write("Name of the team", "Women")
    hand.press("Make the team and add players")
    hand.write("Or paste the lines here", ROSTER)
    hand.press("Check the lines")
    hand.press("Take in 8 players")
    expect(page.get_by_role("heading", name="Taken in")).to_be_visible()
    hand.follow("Plan")
    expect(page.get_by_text("No template yet")).to_be_visible()
    hand.look("empty")


def plan(hand: Hand, kind: str) -> None:
    """A plan of that kind, as it begins."""
    page = hand.page
    page.get_by_role("navigation", name="Places").first.get_by_role("link", name="Plan").click()
    hand.follow("Plans")
    hand.press(f"New: {kind}")
    expect(page.get_by_role("heading", name="At a glance")).to_be_visible()
    hand.look(kind.lower())


def refuse_a_contradiction(hand: Hand) -> None:
    """A set by effort without the effort is refused at that set, and can be mended there."""
    page = hand.page
    row = page.locator(".plan-row").first
    load = row.get_by_label("Figure")
    before = load.input_value()
    load.fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(row.get_by_role("alert")).to_contain_text("needs a value")
    load.fill(before)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def two_trainers(hand: Hand) -> None:
    """What a second trainer saved meanwhile is said and not overwritten."""
    page = hand.page
    plan_id = page.url.rsplit("/", 1)[1]
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    base = page.url.split("/plan/")[0]
    answer = httpx.patch(
        f"{base}/api/plans/{plan_id}",
        json={"version": 1, "name": "Theirs"},
        cookies=cookies,
        headers={"x-csrf-token": cookies["dryland_csrf"]},
    )
    assert answer.status_code == 200
    page.get_by_label("Name", exact=True).fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else has saved")
    page.get_by_role("button", name="Take their version").click()
    expect(page.get_by_role("heading", name="Theirs")).to_be_visible()


def template(hand: Hand) -> None:
    """A template of two sessions of those plans."""
    page = hand.page
    page.get_by_role("navigation", name="Places").first.get_by_role("link", name="Plan").click()
    hand.follow("New template")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    hand.look("template")
    hand.press("Save and plan a day")
    expect(page.get_by_text("Nothing stands against it")).to_be_visible()


def bundle(hand: Hand) -> None:
    """From the list of templates to a bundle, within few taps."""
    page = hand.page
    page.get_by_role("navigation", name="Places").first.get_by_role("link", name="Plan").click()
    taps, began = hand.taps, hand.seconds()
    hand.follow("Plan Training day")
    expect(page.get_by_text("Nothing stands against it")).to_be_visible()
    expect(page.get_by_text("4 players")).to_have_count(2)
    hand.press("Make the bundle")
    expect(page.get_by_role("button", name="Open on the board")).to_be_visible()
    taps, seconds = hand.taps - taps, hand.seconds() - began
    print(f"\nA bundle from its template: {taps} taps, {seconds:.1f} s")
    assert taps <= BUNDLE_BUDGET_TAPS
    assert seconds < BUNDLE_BUDGET_S
    hand.look("preflight")
    page.get_by_role("link", name="Bundles").click()
    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("link", name="Training day")).to_be_visible()
    hand.look("calendar")
    page.get_by_role("link", name="Training day").click()


def start(hand: Hand) -> None:
    """Open the bundle on the board and start all of it."""
    page = hand.page
    hand.press("Open on the board")
    hand.tap(page.get_by_role("button", name="Start all").first)
    expect(page.get_by_text("Running").first).to_be_visible(timeout=30_000)
