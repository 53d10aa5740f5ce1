"""A new server in a real browser: its code, the club, a roster with wrong lines, a player's phone, signing in again.

Prints taps and seconds. Every screen on the way is looked at by axe in both schemes.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.hand import Hand

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

PASSWORD = "flat-pucks-glide-well"
ROSTER = """name;nr;line;birthdate;hrmax;ftp
Elin Wikström;7;A;2006-03-09;196;255
Sofia Lund;12;B;2007-11-21;201;
Maja Ek;12;B;2005-02-14;199;
Ida Nyman;21;A;09/03/2006;198;240
Elin Wikström;7;A;2006-03-09;196;255
Tove Berg;9;C;2004-08-30;190;262
"""
BUDGET_S = 300


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
    invite(browser, hand)
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
    expect(page.get_by_text("more than one way: write 2006-03-09 or 2006-09-03")).to_be_visible()
    expect(page.get_by_text("Elin Wikström stands in line 2 already")).to_be_visible()
    expect(page.get_by_text("Number 12 stands in line 3 already")).to_be_visible()
    hand.look("import-report")
    line = page.locator(".mend > li").filter(has_text="Line 5")
    hand.tap(line.get_by_label("birthdate"))
    line.get_by_label("birthdate").fill("2006-03-09")
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
    hand.look("join")
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
    old_test(page)
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


def invite(browser: Browser, hand: Hand) -> None:
    """A medic is invited by link, chooses a password, and begins where medics begin."""
    page = hand.page
    page.goto(f"{page.url.split('/style')[0]}/settings/accounts")
    page.get_by_label("Name").fill("Mira Lind")
    page.get_by_label("Login").fill("mira@example.org")
    page.get_by_role("combobox", name="Role").click()
    page.get_by_role("option", name="Medic").click()
    page.get_by_role("button", name="Invite", exact=True).click()
    guest = browser.new_context(locale="en-GB").new_page()  # her own device, without the admin's cookie
    guest.goto(page.get_by_label("Link").input_value())
    Hand(guest).look("invitation")
    guest.get_by_label("New password").fill(PASSWORD)
    guest.get_by_role("button", name="Begin").click()
    expect(guest.get_by_role("heading", name="Medic")).to_be_visible()
    Hand(guest).look("medic")
    guest.context.close()


def old_test(page: Page) -> None:
    """A test that is too old to plan with warns on the profile."""
    tests = page.get_by_role("region", name="Tests", exact=True)
    tests.get_by_role("combobox", name="Test").click()
    page.get_by_role("option", name="Critical power CP").click()
    tests.get_by_label("Value (W)").fill("230")
    tests.get_by_label("Day").fill("2020-01-15")
    tests.get_by_role("button", name="Add", exact=True).click()
    expect(tests.get_by_role("row").filter(has_text="230 W")).to_contain_text("days old: test again")


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
