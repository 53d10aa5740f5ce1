"""A medic by the floor: four taps, the keyboard alone, no connection; nobody else reads what only medics may."""

import json
import re
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from dryland.contract.base import Role, WorkoutType
from dryland.web.identity import Identity, open_signer
from tests.e2e.hand import english_on, look
from tests.e2e.test_journey_trainer import KINDS, Evening, Hand, button, evening, violations
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
    with httpx.Client(base_url=floor.url, headers={"Authorization": f"Bearer {floor.token}"}, timeout=20) as http:
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
        a_swede_reads_no_english(browser, floor, token(tmp_path, Role.MEDICAL))


def a_swede_reads_no_english(browser: Browser, floor: Evening, medic: str) -> None:
    """The board with its alert and an advised load, a phone and the medic's page: no sentence that the server made."""
    lifters = floor.sessions[KINDS.index(WorkoutType.STRENGTH)]
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="sv-SE", color_scheme="dark")
    page.goto(f"{floor.url}/board#token={floor.token}")
    expect(page.locator(".alert-message").first).to_contain_text("är skadad", timeout=PATIENCE_MS)
    look(page, "board-swedish")
    assert english_on(page) == []
    page.goto(f"{floor.url}/board#token={floor.token}&session={lifters.session_id}")
    page.locator(".tile").last.click()
    expect(page.locator(".advice").first).to_contain_text(re.compile("Inget tidigare set|Som planerat"))
    assert english_on(page) == []
    player = lifters.players[-1]
    page.goto(f"{floor.url}/player#token={player.token}&session={lifters.session_id}")
    expect(page.locator(".pad-goal")).to_contain_text(
        re.compile("Inget tidigare set|Som planerat"), timeout=PATIENCE_MS
    )
    look(page, "phone-swedish")
    assert english_on(page) == []
    page.goto(f"{floor.url}/medic#token={medic}")
    first_player(page)
    assert english_on(page) == []
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


OUTSIDER = "Kanarie Utanför"
BANNED = "canary_hop"
WHISPER = "canary whisper"
RESTRICTED = (NOTE, BANNED, '"no_training"', '"restrictions":[{', WHISPER, OUTSIDER)


class Seat(NamedTuple):
    """A screen with everything that it is sent."""

    page: Page
    ear: Ear

    @classmethod
    def at(cls, browser: Browser, address: str) -> "Seat":
        """Open a screen of its own at an address."""
        page = browser.new_page(locale="en-GB")
        ear = Ear(page)
        page.goto(address)
        return cls(page, ear)


def is_in(everything: str, word: str) -> bool:
    """Whether a word was sent, as it is or as JSON spells it."""
    return word in everything or json.dumps(word)[1:-1] in everything


def told(http: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Post, and hold to its being taken."""
    answer = http.post(path, json=body)
    assert answer.is_success, answer.text
    taken: dict[str, Any] = answer.json()
    return taken


def screens(browser: Browser, floor: Evening, data: Path) -> dict[str, Seat]:
    """One screen of each kind that may not know everything, and a medic's that may."""
    session = floor.sessions[1]
    place = f"&session={session.session_id}"
    with httpx.Client(base_url=floor.url, headers={"Authorization": f"Bearer {floor.token}"}, timeout=20) as http:
        made = {"name": "Rack or TV", "baseUrl": floor.url}
        station = told(http, "/api/tokens", {**made, "kind": "station", "sessionId": session.session_id})
        wall = told(http, "/api/tokens", {**made, "kind": "wall"})
        told(http, "/api/players", {"name": OUTSIDER, "jerseyNumber": 97})
    addresses = {
        "observer": f"{floor.url}/board#token={token(data, Role.OBSERVER)}{place}",
        "player": f"{floor.url}/player#token={session.players[1].token}{place}",
        "station": station["url"],
        "wall": wall["url"],
        "medic": f"{floor.url}/medic#token={token(data, Role.MEDICAL)}",
    }
    return {kind: Seat.at(browser, address) for kind, address in addresses.items()}


def incident(floor: Evening, data: Path) -> None:
    """An injury with a note, words for one player alone, and a move with a note."""
    session, hurt = floor.sessions[1], floor.sessions[1].players[0].player_id
    limit = {"bodyRegion": "knee", "level": "no_training", "bannedMovements": [BANNED]}
    with httpx.Client(base_url=floor.url, headers={"Authorization": f"Bearer {floor.token}"}, timeout=20) as http:
        words = {"message": WHISPER, "targetPlayers": [hurt]}
        told(http, f"/api/sessions/{session.session_id}/messages", words)
        http.headers["Authorization"] = f"Bearer {token(data, Role.MEDICAL)}"
        told(http, f"/api/players/{hurt}/medical", {"newStatus": "injured", "notes": NOTE, "restrictions": [limit]})


def test_no_screen_is_told_a_name_a_note_or_a_restriction_that_it_may_not_see(browser: Browser, tmp_path: Path) -> None:
    with evening(tmp_path, 2) as floor:
        seats = screens(browser, floor, tmp_path)
        session = floor.sessions[1]
        with httpx.Client(base_url=floor.url, headers={"Authorization": f"Bearer {floor.token}"}, timeout=20) as http:
            roster = {one["id"]: one["name"] for one in http.get("/api/players?limit=200").json()["items"]}
        expect(seats["observer"].page.locator(".tile")).to_have_count(2, timeout=PATIENCE_MS)
        for kind in ("player", "station"):
            expect(seats[kind].page.get_by_role("main")).to_be_visible(timeout=PATIENCE_MS)
        expect(seats["wall"].page.locator(".wall")).to_be_visible(timeout=PATIENCE_MS)
        first_player(seats["medic"].page)
        incident(floor, tmp_path)
        expect(seats["observer"].page.locator(".tile")).to_have_count(1, timeout=PATIENCE_MS)
        seats["medic"].page.reload()
        expect(seats["medic"].page.get_by_text("Knee: no training")).to_be_visible(timeout=PATIENCE_MS)
        heard = {kind: seat.ear.all() for kind, seat in seats.items()}
        for kind, everything in heard.items():
            assert session.session_id in everything, kind
            seats[kind].page.close()
        assert NOTE in heard["medic"], "the scan itself is blind"
        assert OUTSIDER in heard["medic"]
        own = {one.player_id for one in session.players}
        of_others = [name for player_id, name in roster.items() if player_id not in own]
        for kind in ("observer", "player", "station", "wall"):
            assert seats[kind].ear.missed == [], kind
            assert [word for word in RESTRICTED if is_in(heard[kind], word)] == [], kind
        for kind in ("player", "station"):
            assert [name for name in of_others if is_in(heard[kind], name)] == [], kind
        assert [name for name in roster.values() if is_in(heard["wall"], name)] == []
        assert [player_id for player_id in roster if f'"{player_id}"' in heard["wall"]] == []
