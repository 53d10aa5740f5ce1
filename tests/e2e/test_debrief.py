"""A coach reviews a session and the week on a real server, in a real browser; taps and seconds."""

import csv
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from dryland.contract.base import WorkoutType
from dryland.plans import default_plan
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from tests.e2e.conftest import first_line, start

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / "ui/node_modules/axe-core/axe.min.js"
PATIENCE_MS = 15_000
BUDGET_TAPS = 4
BUDGET_S = 30.0


class Club(NamedTuple):
    """A served strength session that is over, and one that never began."""

    url: str
    done: SeededSession
    empty: SeededSession

    @property
    def board(self) -> str:
        """Where the coach comes in."""
        return f"{self.url}/board#token={self.done.trainer.token}"


def lifted(session: SeededSession, http: httpx.Client) -> None:
    """Start it, let the first player fail a set, end it."""
    plan: Any = msgspec.to_builtins(default_plan(WorkoutType.STRENGTH))
    exercise, session_id = plan["exercises"][0], session.session_id
    data = {"setNumber": 1, "totalSets": len(exercise["sets"]), "reps": 3, "weight": 40, "outcome": "failed"}
    done = {"exerciseId": exercise["id"], "exerciseName": exercise["name"], "setData": data}
    commands: list[tuple[str, dict[str, Any]]] = [
        ("training:session:start", {}),
        ("training:strength:set:completion", {"playerId": session.players[0].player_id, **done}),
        ("training:session:end", {}),
        ("training:player:session:rpe", {"playerId": session.players[0].player_id, "rpe": 7}),
    ]
    for event, payload in commands:
        answer = http.post("/api/events", json={"event": event, "payload": {"sessionId": session_id, **payload}})
        assert answer.json()["ok"], answer.text


def bundled(session: SeededSession, url: str) -> str:
    """Make a bundle of two sessions, run the first; the second never begins. Its id."""
    names = [player.player_id for player in session.players]
    plans = [(kind, msgspec.to_builtins(default_plan(kind))) for kind in (WorkoutType.AGILITY, WorkoutType.STRENGTH)]
    drafts = [
        {"workoutType": kind.value, "name": kind.value, "plan": plan, "participantIds": names[at : at + 1]}
        for at, (kind, plan) in enumerate(plans)
    ]
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {session.trainer.token}"}, timeout=20) as http:
        made = http.post("/api/bundles", json={"bundleName": "Tuesday", "sessions": drafts}).json()["result"]
        for event in ("training:session:start", "training:session:end"):
            payload = {"sessionId": made["sessions"][0]["sessionId"]}
            assert http.post("/api/events", json={"event": event, "payload": payload}).json()["ok"]
    return made["bundleId"]


@contextmanager
def club(data: Path) -> Iterator[Club]:
    """A server with both sessions."""
    done, empty = seed_folder(data, SeedRequest(2, 3, WorkoutType.STRENGTH)).sessions
    with start("serve", "--data", data, "--port", 0) as server:
        try:
            url = first_line(server)
            with httpx.Client(
                base_url=url, headers={"Authorization": f"Bearer {done.trainer.token}"}, timeout=20
            ) as http:
                lifted(done, http)
            yield Club(url, done, empty)
        finally:
            server.terminate()
            server.wait(20)


class Hand:
    """Counts taps."""

    taps = 0

    def tap(self, target: Locator) -> None:
        """One tap."""
        target.click()
        self.taps += 1


def violations(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in {"serious", "critical"}
    ]


def go(page: Page, path: str) -> None:
    """To an address of the app, in the same page."""
    page.evaluate("(path) => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')); }", path)


def downloaded(page: Page, name: str) -> bytes:
    """What a button hands over."""
    with page.expect_download(timeout=PATIENCE_MS) as taken:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(taken.value.path()).read_bytes()


def test_a_coach_reviews_a_session_and_the_week_within_the_budget(page: Page, tmp_path: Path) -> None:
    with club(tmp_path) as served:
        page.goto(served.board)
        hand, since = Hand(), time.monotonic()
        go(page, "/debrief")
        hand.tap(page.locator(f"a[href='/debrief/sessions/{served.done.session_id}']"))
        expect(page.get_by_text(re.compile("1 failed set")).first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_role("region", name="What happened")).to_be_visible()
        expect(page.get_by_role("cell", name="failed", exact=True)).to_be_visible()
        expect(page.get_by_role("cell", name=re.compile("^7 · "))).to_be_visible()
        page.get_by_label(re.compile("^Rating that .* gives")).first.select_option("4")
        expect(page.get_by_role("cell", name=re.compile("^4 · "))).to_be_visible(timeout=PATIENCE_MS)
        hand.tap(page.get_by_role("link", name="Sessions"))
        hand.tap(page.get_by_role("link", name="Week"))
        expect(page.get_by_text(re.compile("1 of 1 rated")).first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("0 of 6 players can be compared")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("not an injury predictor")).to_be_visible()
        took_s = time.monotonic() - since
        print(f"journey 5: {hand.taps} taps (budget {BUDGET_TAPS}), {took_s:.1f} s (budget {BUDGET_S:.0f} s)")
        assert hand.taps <= BUDGET_TAPS
        assert took_s <= BUDGET_S


def test_a_session_is_taken_along_as_a_paper_and_as_tables(page: Page, tmp_path: Path) -> None:
    with club(tmp_path) as served:
        page.goto(served.board)
        go(page, f"/debrief/sessions/{served.done.session_id}")
        assert downloaded(page, "PDF").startswith(b"%PDF-")
        assert len(downloaded(page, "CSV, players").splitlines()) == 1 + len(served.done.players)
        steps = downloaded(page, "CSV, every step").decode("utf-8-sig").splitlines()
        assert "hold_s" in steps[0]
        assert "failed" in steps[1]
        assert len({len(row) for row in csv.reader(steps)}) == 1
        go(page, f"/debrief/sessions/{served.empty.session_id}")
        expect(page.get_by_role("heading", name="This session never began")).to_be_visible(timeout=PATIENCE_MS)
        assert downloaded(page, "PDF").startswith(b"%PDF-")


def test_players_see_their_own_part_and_nobody_else(page: Page, tmp_path: Path) -> None:
    with club(tmp_path) as served:
        session_id = served.done.session_id
        page.goto(f"{served.url}/own/{session_id}#token={served.done.players[0].token}")
        expect(page.get_by_role("cell", name="failed", exact=True)).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator(".player-part")).to_have_count(1)
        page.goto(f"{served.url}/debrief/sessions/{session_id}")
        expect(page.get_by_role("heading", name="This place is for others")).to_be_visible(timeout=PATIENCE_MS)


def test_players_say_on_their_phone_how_hard_the_whole_session_was(page: Page, tmp_path: Path) -> None:
    with club(tmp_path) as served:
        session_id, player = served.done.session_id, served.done.players[1]
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{served.url}/player#token={player.token}&session={session_id}")
        expect(page.get_by_role("heading", name="How hard was the whole session?")).to_be_visible(timeout=PATIENCE_MS)
        assert violations(page) == []
        page.get_by_role("button", name="5 hard").click()
        expect(page.get_by_text("You said 5 of 10.")).to_be_visible()
        page.reload()
        expect(page.get_by_text("You said 5 of 10.")).to_be_visible(timeout=PATIENCE_MS)
        with httpx.Client(headers={"Authorization": f"Bearer {served.done.trainer.token}"}, timeout=20) as http:
            page_of = http.get(f"{served.url}/api/sessions/{session_id}/debrief").json()
        ratings = {each["playerId"]: each.get("sessionRpe") for each in page_of["players"]}
        assert ratings[player.player_id] == 5


def test_the_pages_of_looking_back_have_no_serious_fault_for_axe(page: Page, tmp_path: Path) -> None:
    with club(tmp_path) as served:
        page.goto(served.board)
        session_id, bundle_id = served.done.session_id, bundled(served.done, served.url)
        for path, heading in (
            ("/debrief", "Debrief"),
            ("/debrief/week", "The week"),
            (f"/debrief/sessions/{session_id}", "To look at"),
            (f"/debrief/bundles/{bundle_id}", "Tuesday"),
            (f"/session/{session_id}", "Advice and what became of it"),
        ):
            go(page, path)
            expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible(timeout=PATIENCE_MS)
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme=scheme)
                expect(page.locator(f"html[data-mantine-color-scheme='{scheme}']")).to_be_attached()
                assert violations(page) == []
        go(page, f"/debrief/bundles/{bundle_id}")
        expect(page.get_by_role("row", name="agility")).to_have_count(2, timeout=PATIENCE_MS)
        assert downloaded(page, "PDF").startswith(b"%PDF-")
