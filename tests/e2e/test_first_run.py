"""A new server in a real browser: its code, the club, a roster with wrong lines, a player's phone, signing in again.

Prints taps and seconds. Every screen on the way is looked at by axe in both schemes.
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

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / "ui/node_modules/axe-core/axe.min.js"
PICTURES = PROJECT / "build/screens"
SIZES = {"phone": (390, 844), "tablet": (1280, 800), "wide": (1920, 1080)}
PASSWORD = "flat-pucks-glide-well"
ROSTER = """name;nr;line;birthdate;hrmax;ftp
Elin Wikström;7;A;2006-03-09;196;255
Sofia Lund;12;B;2007-11-21;201;
Maja Ek;12;B;2005-02-14;199;
Ida Nyman;21;A;31.12.2006;198;240
Elin Wikström;7;A;2006-03-09;196;255
Tove Berg;9;C;2004-08-30;190;262
"""
BUDGET_S = 300


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
        self._began = time.monotonic()

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

    def seconds(self) -> float:
        """Since the first look."""
        return time.monotonic() - self._began

    def look(self, name: str) -> None:
        """Let axe look at the screen in both schemes; take pictures where they are asked for."""
        for scheme in ("dark", "light"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert found_by_axe(self.page) == [], (name, scheme)
            if os.environ.get("PICTURES"):
                self._picture(f"{name}-{scheme}")

    def _picture(self, name: str) -> None:
        before = self.page.viewport_size
        for size, (width, height) in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.screenshot(path=PICTURES / f"{name}-{size}.png")
        if before is not None:
            self.page.set_viewport_size(before)


def found_by_axe(page: Page) -> list[str]:
    """What axe has against a page, with the place."""
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(
        "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }))"
        ".violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`)"
    )


def test_a_club_goes_from_the_code_of_its_server_to_a_player_who_joined(
    browser: Browser, page: Page, server: Server
) -> None:
    hand = Hand(page)
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Whose server")).to_be_visible()
    hand.look("setup")
    take_over(hand, server.code)
    import_roster(hand)
    found = join_code(hand)
    print(f"\nFrom nothing to a roster and a code: {hand.taps} taps, {hand.seconds():.1f} s")
    assert hand.seconds() < BUDGET_S
    join(browser, found)
    look_around(hand)
    sign_out_and_in(hand)


def take_over(hand: Hand, code: str) -> None:
    """Be the first admin, of a club with one team. A wrong code is said and costs nothing that was written."""
    page = hand.page
    hand.write("Code of the server", "WRONG-CODE")
    hand.write("Name of the club", "HC Nordlicht")
    hand.write("Your name", "Ada Berg")
    hand.write("Login", "ada@example.org")
    hand.write("Password", PASSWORD)
    hand.press("Take the server over")
    expect(page.get_by_role("alert")).to_contain_text("not the code")
    hand.write("Code of the server", code)
    hand.press("Take the server over")
    expect(page.get_by_role("heading", name="Your first team")).to_be_visible()
    hand.look("first-team")
    hand.write("Name of the team", "Women")
    hand.press("Make the team and add players")


def import_roster(hand: Hand) -> None:
    """Wrong lines are shown where they are wrong; one is mended, the double is left, the good ones are taken in."""
    page = hand.page
    expect(page.get_by_role("heading", name="The file")).to_be_visible()
    hand.look("import")
    hand.write("Or paste the lines here", ROSTER)
    hand.press("Check the lines")
    expect(page.get_by_role("heading", name="3 lines need you")).to_be_visible()
    expect(page.get_by_text("can be read in more than one way")).to_be_visible()
    expect(page.get_by_text("Elin Wikström stands in line 2 already")).to_be_visible()
    expect(page.get_by_text("Number 12 stands in line 3 already")).to_be_visible()
    hand.look("import-report")
    line = page.locator(".mend > li").filter(has_text="Line 5")
    hand.tap(line.get_by_label("birthdate"))
    line.get_by_label("birthdate").fill("2006-12-31")
    hand.tap(line.get_by_role("button", name="Check again"))
    expect(page.get_by_role("heading", name="2 lines need you")).to_be_visible()
    hand.press("Take in 4 players")
    expect(page.get_by_role("heading", name="Taken in")).to_be_visible()
    hand.tap(page.get_by_role("link", name="To the roster"))
    expect(page.get_by_role("link", name="Ida Nyman")).to_be_visible()
    expect(page.get_by_text("4 of 4 players")).to_be_visible()


def join_code(hand: Hand) -> str:
    """Make the team's code; its address is what the QR picture says."""
    page = hand.page
    hand.tap(page.get_by_role("link", name="Join codes"))
    with page.expect_response(lambda answer: answer.url.endswith("/api/join-codes") and answer.status == 201) as made:
        hand.press("Make a code")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    hand.look("codes")
    return str(made.value.json()["url"])


def join(browser: Browser, address: str) -> None:
    """A player scans the code: who am I, what do I agree to, in."""
    phone = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-GB")
    hand = Hand(phone)
    phone.goto(address)
    hand.tap(phone.get_by_role("button", name="Elin Wikström"))
    agreed = phone.get_by_role("button", name="Yes", exact=True)
    expect(agreed).to_have_count(4)
    for place in range(4):
        hand.tap(agreed.nth(place))
    with phone.expect_response(lambda answer: answer.url.endswith("/api/join")) as joined:
        hand.tap(phone.locator("button.tick"))
    assert joined.value.status == 201
    phone.wait_for_url("**/player**")
    print(f"A player joins: {hand.taps} taps, {hand.seconds():.1f} s")
    phone.close()


def look_around(hand: Hand) -> None:
    """Every place of People and of the settings, what was agreed to on the phone, and that a look leaves a trail."""
    page = hand.page
    for name, word in (("people", "Roster"), ("teams", "Teams")):
        page.get_by_role("link", name=word, exact=True).click()
        expect(page.locator(".coming")).to_have_count(0)
        hand.look(name)
    page.get_by_role("link", name="Roster", exact=True).click()
    page.get_by_role("link", name="Elin Wikström").click()
    expect(page.get_by_text("Answered").first).to_be_visible()
    expect(page.get_by_text("196 bpm")).to_be_visible()
    hand.look("player")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download all data").click()
    assert "Elin Wikström" in taken.value.path().read_text("utf-8")
    page.get_by_role("navigation", name="Places").first.get_by_role("link", name="Settings").click()
    parts = page.get_by_role("navigation", name="Parts of the settings")
    for word in ("You", "Devices", "Accounts", "Club", "Trail"):
        parts.get_by_role("link", name=word, exact=True).click()
        expect(page.locator(".coming")).to_have_count(0)
        hand.look(f"settings-{word.lower()}")
    expect(page.get_by_role("cell", name="Elin Wikström").first).to_be_visible()
    page.goto(f"{page.url.split('/settings')[0]}/style")
    expect(page.get_by_role("link", name="Ida Nyman")).to_be_visible()
    hand.look("style")


def sign_out_and_in(hand: Hand) -> None:
    """A wrong password is said; the right one leads back."""
    page = hand.page
    page.get_by_role("button", name="Ada Berg: account and appearance").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    hand.look("sign-in")
    page.goto(f"{page.url.split('/sign-in')[0]}/people")
    page.get_by_label("Login").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("wrong-pucks-glide")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("4 of 4 players")).to_be_visible()
