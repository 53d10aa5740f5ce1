"""A guardian and a player at what the club keeps of them: what is asked, a yes, a withdrawal, a language, an alias."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from dryland.contract.base import Role
from dryland.web.identity import Identity, open_signer
from tests.e2e.hand import Hand
from tests.e2e.test_wall import Club

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PHONE = {"width": 390, "height": 844}


def signed(data: Path, user_id: str, role: Role, **more: Any) -> str:
    """A token of somebody of the seeded club."""
    return open_signer(data).sign(Identity(user_id, role, "club", user_id, **more), int(time.time()), 3_600)


def family(club: Club, data: Path) -> tuple[str, str]:
    """A player of twelve, and the account that answers for her; their ids."""
    headers = {"Authorization": f"Bearer {signed(data, 'root', Role.ADMIN)}"}
    with httpx.Client(base_url=club.url, headers=headers, timeout=20) as http:
        child = http.post("/api/players", json={"name": "Tuva Ek", "jerseyNumber": 96, "birthDate": "2014-05-06"})
        parent = http.post("/api/users", json={"login": "p@example.org", "name": "Petra Ek", "role": "observer"})
        child_id, parent_id = child.json()["id"], parent.json()["user"]["id"]
        assert http.put(f"/api/players/{child_id}/guardians/{parent_id}").is_success
        return child_id, parent_id


def question(page: Page, name: str) -> Any:
    """One of the questions, by its heading."""
    return page.get_by_role("group", name=name, exact=True)


def test_a_guardian_agrees_for_a_minor_who_may_only_refuse(browser: Browser, tmp_path: Path) -> None:
    club = Club(tmp_path)
    try:
        child_id, parent_id = family(club, tmp_path)
        page = browser.new_page(viewport=PHONE, locale="en-GB")
        page.goto(f"{club.url}/#token={signed(tmp_path, parent_id, Role.OBSERVER)}")
        expect(page.get_by_role("heading", name="Tuva Ek")).to_be_visible()
        heart = question(page, "Heart rate measured, shown and kept")
        expect(heart).to_contain_text("shown to trainers and the group")
        expect(heart).to_contain_text("Nobody was asked yet")
        expect(page.get_by_role("button", name="Add")).to_have_count(0)
        Hand(page).look("mine-guardian")
        heart.get_by_role("button", name="I agree").click()
        expect(heart).to_contain_text("by you")
        heart.get_by_role("button", name="Withdraw").click()
        expect(heart).to_contain_text("Not agreed")
        with page.expect_download() as taken:
            page.get_by_role("button", name="Download all data").click()
        assert "Tuva Ek" in taken.value.path().read_text("utf-8")
        page.close()
        own_phone(browser, club, signed(tmp_path, child_id, Role.PLAYER, player_id=child_id))
        while_waiting(browser, club)
    finally:
        club.close()


def own_phone(browser: Browser, club: Club, token: str) -> None:
    """The player: no yes of her own, the language of her screens, a name for the wall that is none."""
    page = browser.new_page(viewport=PHONE, locale="en-GB")
    page.goto(f"{club.url}/mine#token={token}")
    heart = question(page, "Heart rate measured, shown and kept")
    expect(heart.get_by_role("button", name="I agree")).to_be_disabled()
    expect(heart).to_contain_text("by a guardian")
    page.get_by_role("combobox", name="A wall shows").click()
    page.get_by_role("option", name="alias and zone").click()
    first = page.get_by_text("On the wall:").inner_text()
    page.get_by_role("button", name="Another alias").click()
    expect(page.get_by_text("On the wall:")).not_to_have_text(first)
    page.get_by_role("radiogroup", name="Language").get_by_text("Svenska").click()
    expect(page.get_by_role("heading", name="Samtycken")).to_be_visible()
    expect(page.get_by_text("Min puls mäts i träningen")).to_be_visible()
    Hand(page).look("mine-player")
    page.evaluate("localStorage.clear()")
    page.goto(f"{club.url}/player#token={token}")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.close()


def while_waiting(browser: Browser, club: Club) -> None:
    """Before a session begins, a phone leads to what is kept."""
    page = browser.new_page(viewport=PHONE, locale="en-GB")
    page.goto(f"{club.url}/player#token={club.session.players[0].token}&session={club.session.session_id}")
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_role("heading", name="What was agreed to")).to_be_visible()
    page.close()
