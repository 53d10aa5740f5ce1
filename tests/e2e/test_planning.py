"""From nothing to a running floor with one's own roster: code, club, roster, plans, a template, a bundle, a start.

Prints taps and seconds. The screens of planning are looked at by axe in both schemes.
"""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.hand import Hand

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

ROSTER = "name;nr;line\n" + "\n".join(f"Player {chr(65 + at)};{at + 2};{'AB'[at % 2]}" for at in range(8))
BUDGET_S = 300
BUNDLE_BUDGET_TAPS = 4
BUNDLE_BUDGET_S = 30


def test_a_club_goes_from_nothing_to_a_running_floor_with_its_own_roster(page: Page, server: Server) -> None:
    hand = Hand(page)
    page.goto(server.url)
    begin(hand, server.code)
    places(hand)
    plan(hand, "Strength")
    refuse_a_contradiction(hand)
    plan(hand, "Agility")
    draw_a_drill(hand)
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
    hand.look("plan-empty")


def places(hand: Hand) -> None:
    """A room and two bikes; one is broken and says so."""
    page = hand.page
    hand.follow("Places and gear")
    expect(page.get_by_text("No place yet.")).to_be_visible()
    page.get_by_role("form", name="Add the place").get_by_label("Place").fill("Weight room")
    hand.press("Add the place")
    expect(page.get_by_text("0 of 12 given")).to_be_visible()
    gear = page.get_by_role("form", name="Add the gear")
    gear.get_by_label("Type").fill("Bike")
    gear.get_by_label("How many").fill("2")
    hand.press("Add the gear")
    hand.press("Take Bike 2 out of service")
    expect(page.get_by_text("No planned session was given it.")).to_be_visible()
    page.get_by_label("What is wrong with it").fill("Pedal is loose")
    hand.press("Take Bike 2 out now")
    expect(page.get_by_text("1 out of service")).to_be_visible()
    hand.press("Use and care of Bike 1")
    page.get_by_role("combobox", name="Maker's plan of care").click()
    page.get_by_role("option", name="Keiser bike").click()
    expect(page.get_by_text("torque cranks and pedals").first).to_be_visible()
    hand.look("plan-places")


def plan(hand: Hand, kind: str) -> None:
    """A plan of that kind, as it begins."""
    page = hand.page
    page.get_by_role("navigation", name="Places").first.get_by_role("link", name="Plan").click()
    hand.follow("Plans")
    hand.press(f"New: {kind}")
    expect(page.get_by_role("heading", name="At a glance")).to_be_visible()
    hand.look(kind.lower())


def refuse_a_contradiction(hand: Hand) -> None:
    """A set by effort without the effort is said at that set and mended there; what was removed comes back."""
    page = hand.page
    save = page.get_by_role("button", name="Save", exact=True)
    row = page.locator(".plan-row").first
    load = row.get_by_label("Figure")
    before = load.input_value()
    load.fill("")
    expect(row.get_by_role("alert")).to_contain_text("needs a value")
    expect(page.get_by_text("1 row to mend")).to_be_visible()
    expect(save).to_be_disabled()
    load.fill(before)
    row.get_by_label("Tempo").fill("31X0")
    row.get_by_role("combobox", name="Set 1").click()
    page.get_by_role("option", name="Cluster").click()
    expect(row.get_by_label("Reps by parts, set 1")).to_have_value("2 + 2 + 2")
    rows = page.locator(".plan-row").count()
    page.get_by_role("button", name="Remove set 2").first.click()
    expect(page.locator(".plan-row")).to_have_count(rows - 1)
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".plan-row")).to_have_count(rows)
    save.click()
    expect(save).to_be_disabled()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def draw_a_drill(hand: Hand) -> None:
    """A layout of one's own: a cone by a tap, moved by a key, run to by Enter; both sides; kept as it was drawn."""
    page = hand.page
    page.get_by_role("combobox", name="Pattern").first.click()
    page.get_by_role("option", name="Own layout").click()
    field = page.get_by_role("group", name="Floor of 20 m sprint")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.2)
    cone = page.get_by_role("button", name="Cone A at")
    before = cone.get_attribute("aria-label")
    cone.press("ArrowRight")
    expect(cone).not_to_have_attribute("aria-label", before or "")
    cone.press("Enter")
    expect(page.get_by_label("Step 4", exact=True)).to_have_value("To A")
    page.get_by_label("More of 20 m sprint").click()
    page.get_by_role("combobox", name="Sides, attempt by attempt").first.click()
    page.get_by_role("option", name="Left").click()
    page.get_by_role("option", name="Right").click()
    page.keyboard.press("Escape")
    hand.look("plan-course")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_label("Step 4", exact=True)).to_have_value("To A")


def two_trainers(hand: Hand) -> None:
    """What a second trainer saved meanwhile stands beside one's own, and is not overwritten."""
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
    page.get_by_label("Length, s").first.fill("700")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else has saved")
    versions = page.get_by_role("table", name="Both versions")
    expect(versions.get_by_role("cell", name="Theirs", exact=True)).to_be_visible()
    expect(versions.get_by_role("row", name="Warm-up").get_by_role("cell", name="11:40")).to_be_visible()
    hand.look("plan-conflict")
    page.get_by_role("button", name="Take their version").click()
    expect(page.get_by_role("heading", name="Theirs")).to_be_visible()


def template(hand: Hand) -> None:
    """A template of two sessions of those plans."""
    page = hand.page
    page.get_by_role("navigation", name="Places").first.get_by_role("link", name="Plan").click()
    hand.follow("New template")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    hand.look("plan-template")
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
    expect(page.get_by_text("lines to look at; it can start")).to_be_visible()
    page.get_by_role("button", name="Show a code for a screen").first.click()
    expect(page.get_by_role("img", name="Code with which a phone or tablet comes into this session")).to_be_visible()
    hand.look("plan-preflight")
    page.get_by_role("link", name="Bundles").click()
    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("button", name="Week after")).to_be_visible()
    planned = page.get_by_role("link", name="Training day")
    expect(planned).to_be_visible()
    hand.look("plan-calendar")
    planned.click()


def start(hand: Hand) -> None:
    """Open the bundle on the board and start all of it."""
    page = hand.page
    hand.press("Open on the board")
    hand.tap(page.get_by_role("button", name="Start all").first)
    expect(page.get_by_text("Running").first).to_be_visible(timeout=30_000)
