"""A medic by the floor: four taps, the keyboard alone, no connection; nobody else reads what only medics may."""

import re
import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from dryland.contract.base import Role
from dryland.web.identity import Identity, open_signer
from tests.e2e.test_journey_trainer import Evening, Hand, button, evening, violations
from tests.e2e.test_wall import Club, Ear

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PATIENCE_MS = 20_000
TAPS, SECONDS = 5, 15
NOTE = "Suspected meniscus tear"


def token(data: Path, role: Role) -> str:
    """Somebody of the seeded club."""
    return open_signer(data).sign(Identity(role.value, role, "club", role.value.capitalize()), int(time.time()), 3_600)


def choose(page: Page, name: str) -> None:
    """By keyboard alone."""
    button(page, name).focus()
    page.keyboard.press("Enter")


def first_player(page: Page) -> str:
    """What the first player's button says, once it is there."""
    first = page.locator(".medic-grid .medic-choice").first
    expect(first).to_be_visible(timeout=PATIENCE_MS)
    return first.inner_text().replace("\n", " ")


def started(floor: Evening) -> None:
    """All four sessions run."""
    body = {"bundleId": "tuesday", "operation": "start_all", "eventId": "start-tuesday"}
    with httpx.Client(base_url=floor.url, headers={"Authorization": f"Bearer {floor.token}"}) as http:
        told = http.post("/api/events", json={"event": "training:bulk:operation:status", "payload": body})
        assert told.json()["ok"], told.text


def test_an_injury_is_on_the_floor_within_the_budget(browser: Browser, tmp_path: Path) -> None:
    with evening(tmp_path, 2) as floor:
        started(floor)
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-GB", color_scheme="dark")
        page.goto(f"{floor.url}/medic#token={token(tmp_path, Role.MEDICAL)}")
        first_player(page)
        assert violations(page) == []
        hand, since = Hand(page), time.monotonic()
        hand.tap(page.locator(".medic-grid .medic-choice").first)
        hand.tap(button(page, "Knee"))
        hand.tap(page.get_by_role("button", name=re.compile("^Out")))
        hand.tap(button(page, "Send"))
        expect(page.get_by_text("the floor knows")).to_be_visible(timeout=PATIENCE_MS)
        took_s = time.monotonic() - since
        print(f"journey 4: {hand.taps} taps (budget {TAPS}), {took_s:.1f} s (budget {SECONDS} s)")
        assert hand.taps <= TAPS
        assert took_s <= SECONDS
        expect(page.get_by_text("Trainers and medics were called.")).to_be_visible(timeout=PATIENCE_MS)
        lines = page.locator(".medic-lines")
        expect(lines).to_contain_text(re.compile(r"Now in|Paused; no session suits"), timeout=PATIENCE_MS)
        print(f"journey 4, what the floor did: {' '.join(lines.all_inner_texts())!r}")
        expect(page.locator(".tag").filter(has_text="Injured")).to_be_visible(timeout=PATIENCE_MS)
        assert violations(page) == []
        page.close()


def test_the_keyboard_alone_reports_and_restricts(page: Page, tmp_path: Path) -> None:
    with evening(tmp_path, 2) as floor:
        page.goto(f"{floor.url}/medic#token={token(tmp_path, Role.MEDICAL)}")
        first_player(page)
        page.locator(".medic-grid .medic-choice").first.focus()
        page.keyboard.press("Enter")
        choose(page, "Shoulder")
        page.get_by_role("button", name=re.compile("^Light")).focus()
        page.keyboard.press("Enter")
        choose(page, "Send")
        expect(page.get_by_text("the floor knows")).to_be_visible(timeout=PATIENCE_MS)
        hurt = page.get_by_role("row").filter(has_text="Limited").get_by_role("link")
        expect(hurt).to_be_visible(timeout=PATIENCE_MS)
        hurt.focus()
        page.keyboard.press("Enter")
        add = page.get_by_role("region", name="Add a restriction")
        expect(add).to_be_visible(timeout=PATIENCE_MS)
        choose(page, "Add and tell the floor")
        standing = page.get_by_role("region", name="Now", exact=True)
        expect(standing).to_contain_text("Shoulder: modified", timeout=PATIENCE_MS)
        expect(standing).to_contain_text("Knee: modified", timeout=PATIENCE_MS)
        assert violations(page) == []
        notes = page.get_by_role("textbox", name="Note", exact=True)
        notes.focus()
        page.keyboard.type(NOTE)
        choose(page, "Save the note")
        written = page.get_by_role("listitem").filter(has_text=NOTE)
        expect(written).to_be_visible(timeout=PATIENCE_MS)
        withdraw = page.get_by_role("button", name=re.compile("^Withdraw the note"))
        withdraw.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The note was withdrawn.")).to_be_visible(timeout=PATIENCE_MS)
        expect(written.locator("s")).to_have_text(NOTE)
        expect(notes).to_have_value("")
        assert violations(page) == []


def test_a_report_without_a_connection_waits_and_says_so(page: Page, tmp_path: Path) -> None:
    floor = Club(tmp_path)
    try:
        page.goto(f"{floor.url}/medic#token={token(tmp_path, Role.MEDICAL)}")
        first_player(page)
        floor.down()
        expect(page.get_by_role("alert").filter(has_text="No connection")).to_be_visible(timeout=PATIENCE_MS)
        page.locator(".medic-grid .medic-choice").first.click()
        button(page, "Ankle").click()
        page.get_by_role("button", name=re.compile("^No impact")).click()
        button(page, "Send").click()
        expect(page.get_by_text("on this device, not on the server yet")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("One report waits.")).to_be_visible()
        page.get_by_role("row").nth(1).get_by_role("link").click()
        expect(page.get_by_text("Nothing can be changed here until the server is back.")).to_be_visible()
        expect(page.get_by_text("This is how it was at")).to_be_visible(timeout=PATIENCE_MS)
        expect(button(page, "Add and tell the floor")).to_be_disabled()
        assert violations(page) == []
        page.get_by_role("main").get_by_role("link", name="Medic").click()
        floor.up()
        expect(page.get_by_text("No connection.").first).to_be_hidden(timeout=PATIENCE_MS)
        expect(page.get_by_text("the floor knows")).to_be_visible(timeout=PATIENCE_MS)
    finally:
        floor.close()


def test_nobody_but_staff_is_told_what_is_not_allowed_and_why(browser: Browser, tmp_path: Path) -> None:
    with evening(tmp_path, 2) as floor:
        session = floor.sessions[1]
        mate = session.players[1].token
        pages = [browser.new_page(locale="en-GB") for _ in range(2)]
        ears = [Ear(page) for page in pages]
        place = f"&session={session.session_id}"
        pages[0].goto(f"{floor.url}/board#token={token(tmp_path, Role.OBSERVER)}{place}")
        pages[1].goto(f"{floor.url}/player#token={mate}{place}")
        expect(pages[0].locator(".tile")).to_have_count(2, timeout=PATIENCE_MS)
        expect(pages[1].get_by_role("main")).to_be_visible(timeout=PATIENCE_MS)
        headers = {"Authorization": f"Bearer {token(tmp_path, Role.MEDICAL)}"}
        hurt = session.players[0].player_id
        change = {
            "newStatus": "injured",
            "notes": NOTE,
            "restrictions": [{"bodyRegion": "knee", "level": "no_training", "bannedMovements": ["squat"]}],
        }
        with httpx.Client(base_url=floor.url, headers=headers) as http:
            told = http.post(f"/api/players/{hurt}/medical", json=change)
            assert told.is_success, told.text
        expect(pages[0].locator(".tile")).to_have_count(1, timeout=PATIENCE_MS)
        for page, ear in zip(pages, ears, strict=True):
            everything = ear.all()
            assert session.session_id in everything
            for secret in (NOTE, "bannedMovements", '"no_training"', '"restrictions":[{'):
                assert secret not in everything
            page.close()
