"""The event lab in a real browser, with a real server: commands by form, refusals, a story, a cut link, many rows."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dryland.contract.base import WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from tests.e2e.conftest import first_line, start

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

SCREENS = Path(__file__).parents[2] / "build/screens"
AXE = Path(__file__).parents[2] / "ui/node_modules/axe-core/axe.min.js"
PATIENCE_MS = 20_000
SIZES = {"tablet": (1280, 800), "phone": (390, 844), "desk": (1920, 1080)}
FRAMES = """async () => {
    const rows = document.querySelector('.lab-rows');
    const took = [];
    let before = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < 90; frame += 1) {
        rows.scrollTop = rows.scrollHeight * frame / 90;
        const now = await new Promise(requestAnimationFrame);
        took.push(now - before);
        before = now;
    }
    return took.sort((a, b) => a - b)[Math.floor(took.length * 0.95)];
}"""


@contextmanager
def lab(page: Page, data: Path) -> Iterator[SeededSession]:
    """The lab, open over a server of its own with one strength session."""
    session = seed_folder(data, SeedRequest(1, 4, WorkoutType.STRENGTH)).sessions[0]
    with start("serve", "--data", data, "--port", 0) as server:
        try:
            page.goto(f"{first_line(server)}/lab#token={session.trainer.token}")
            expect(row(page, "session:joined").first).to_be_visible(timeout=PATIENCE_MS)
            yield session
        finally:
            server.terminate()
            server.wait(20)


def row(page: Page, event: str) -> Locator:
    """The rows of the log about an event."""
    return page.locator(".lab-row").filter(has=page.get_by_text(event, exact=True))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def send(page: Page, event: str) -> None:
    """One command by its form, as it is offered."""
    choose(page, "Command", event)
    button(page, "Send").click()
    expect(page.locator(".lab-answer")).to_contain_text("Accepted", timeout=PATIENCE_MS)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def check_axe(page: Page, where: str) -> None:
    """Nothing serious for people who see, hear or move differently."""
    page.evaluate(f"() => {{ {AXE.read_text()} }}")
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in serious] == [], where


def pictures(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)
            page.screenshot(path=SCREENS / f"{name}-{size}-{scheme}.png")
        page.set_viewport_size({"width": 1280, "height": 800})
        check_axe(page, f"{name} {scheme}")


def test_a_developer_sends_breaks_plays_and_cuts(page: Page, tmp_path: Path) -> None:
    with lab(page, tmp_path):
        for event in ("training:session:start", "training:session:message", "training:strength:form:feedback"):
            send(page, event)
            expect(row(page, event.removeprefix("training:"))).not_to_have_count(1, timeout=PATIENCE_MS)
        pictures(page, "lab-send")

        page.get_by_role("tab", name="JSON").click()
        raw = page.get_by_role("textbox", name=re.compile("Payload as JSON"))
        raw.fill(json.dumps({**json.loads(raw.input_value()), "rating": 9}))
        for way in ("Socket", "HTTP"):
            page.get_by_text(way, exact=True).click()
            button(page, "Send").click()
            expect(page.locator(".lab-answer")).to_contain_text("VALIDATION_FAILED", timeout=PATIENCE_MS)
            expect(page.locator(".lab-answer code")).to_contain_text("rating")

        pictures(page, "lab-alarm")
        page.get_by_role("tab", name="Play a story").click()
        choose(page, "Speed", "×50")
        button(page, "Play").click()
        expect(page.get_by_text(re.compile(r"^Played: \d+ steps$"))).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("Nothing waits")).to_be_visible(timeout=PATIENCE_MS)
        page.get_by_role("searchbox", name="Search").fill("set:completion")
        expect(row(page, "strength:set:completion").first).to_be_visible(timeout=PATIENCE_MS)
        heard = row(page, "strength:set:completion").filter(has=page.get_by_text("received", exact=True))
        heard.first.click(timeout=PATIENCE_MS)
        expect(page.get_by_text("stored → here")).to_be_visible()
        pictures(page, "lab-detail")


STORIES = {
    "Conditioning: through the zones": (WorkoutType.CONDITIONING, {"training:live:frame"}),
    "Agility: drills with repeated mistakes": (
        WorkoutType.AGILITY,
        {"training:agility:drill:completion", "training:agility:error:tracking"},
    ),
    "Bundle: start, pause, stop, release": (
        WorkoutType.STRENGTH,
        {"training:bulk:session:created", "training:bulk:operation:status"},
    ),
    "Medical emergency": (
        WorkoutType.HYBRID,
        {"training:alert:raised", "training:alert:acknowledged", "training:medical:status:changed"},
    ),
}


ONLY_A_MEDIC = [("training:medical:status:changed", "FORBIDDEN")]
"""The story's end, well again, is a medic's word: a trainer is rightly refused."""


def test_every_story_plays_on_a_real_floor_and_no_other_step_is_refused(page: Page, tmp_path: Path) -> None:
    kinds = [kind for kind, _ in STORIES.values()]
    sessions = {
        kind: seed_folder(tmp_path, SeedRequest(1, 4, kind, place)).sessions[0] for place, kind in enumerate(kinds, 1)
    }
    token = sessions[WorkoutType.HYBRID].trainer.token
    with start("serve", "--data", tmp_path, "--port", 0) as server:
        try:
            page.goto(f"{first_line(server)}/lab#token={token}")
            page.get_by_role("tab", name="Play a story").click()
            for story, (kind, events) in STORIES.items():
                option = page.get_by_role("option", name=re.compile(re.escape(sessions[kind].session_id)))
                page.get_by_role("combobox", name="Session to act on").click()
                option.click()
                rows = played(page, story)
                told = {row["event"] for row in rows if row["direction"] == "in"}
                assert events <= told, story
                refused = [row for row in rows if row["direction"] == "out" and row.get("reply", {}).get("ok") is False]
                assert [(row["event"], row["reply"]["code"]) for row in refused] == (
                    ONLY_A_MEDIC if kind is WorkoutType.HYBRID else []
                ), story
        finally:
            server.terminate()
            server.wait(20)


def played(page: Page, story: str) -> list[dict[str, Any]]:
    """Plays a story to its end as fast as it goes; returns what was sent and what came of it."""
    button(page, "Clear").click()
    choose(page, "Story", story)
    choose(page, "Speed", "×50")
    button(page, "Play").click()
    expect(page.get_by_text(re.compile(r"^Played: \d+ steps$"))).to_be_visible(timeout=2 * PATIENCE_MS)
    expect(page.get_by_text("Nothing waits")).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_timeout(800)
    with page.expect_download() as kept:
        button(page, "Export").click()
    return json.loads(Path(kept.value.path()).read_text())["rows"]


def test_a_cut_link_fills_the_queue_and_a_mended_one_drains_it(page: Page, tmp_path: Path) -> None:
    with lab(page, tmp_path):
        send(page, "training:session:start")
        choose(page, "Command", "training:strength:form:feedback")
        page.locator(".lab-link label").click()
        expect(page.locator(".lab-queue")).to_contain_text("Offline")
        for waiting in (1, 2, 3):
            button(page, "Send").click()
            expect(page.locator(".lab-queue")).to_contain_text(f"{waiting} fact")
        expect(page.locator(".lab-answer")).to_contain_text("Kept on this device")
        pictures(page, "lab-offline")
        page.locator(".lab-link label").click()
        expect(page.locator(".lab-queue")).to_contain_text("Nothing waits", timeout=PATIENCE_MS)


def test_fifty_thousand_rows_scroll(page: Page, tmp_path: Path) -> None:
    payload = {"sessionId": "s", "playerId": "p", "metrics": {"heartRate": 150}}
    kept = {"direction": "in", "event": "training:player:metrics", "payload": payload}
    rows = [{**kept, "atMs": 1_800_000_000_000 + number} for number in range(50_000)]
    file = tmp_path / "log.json"
    file.write_text(json.dumps({"format": "dryland-lab-log/1", "rows": rows}))
    with lab(page, tmp_path / "data"):
        page.locator('input[type="file"]').set_input_files(file)
        expect(page.get_by_text(re.compile(r"50,?000 of 50,?000 events"))).to_be_visible(timeout=PATIENCE_MS)
        page.get_by_role("switch", name="Follow the newest").uncheck(force=True)
        print(f"\nlab: 50,000 rows, p95 frame while scrolling {page.evaluate(FRAMES):.1f} ms")
        assert page.locator(".lab-row").count() < 100
        pictures(page, "lab-crowded")
        page.get_by_role("searchbox", name="Search").fill("nobody said this")
        expect(page.locator(".lab-rows .lab-nothing")).to_be_visible()
        pictures(page, "lab-empty")
