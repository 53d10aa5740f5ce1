"""The board in a real browser, against the real server: players live, and whole again after a restart."""

import asyncio
import os
import re
import signal
import time
from collections.abc import Callable, Collection, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dryland.client import DrylandClient
from dryland.contract.base import WorkoutType
from dryland.seeding import SeededSession, SeedRequest, seed_folder
from tests.e2e.conftest import first_line, start
from tests.e2e.hand import look

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PROJECT = Path(__file__).parents[2]
NUMBER = re.compile(r"^\d+$")
FIGURE = re.compile(r"\d")
"""A heart rate, a set, an attempt, a time: whatever the kind of session shows large."""
PATIENCE_MS = 20_000


@pytest.mark.skipif(os.environ.get("PICTURES") != "docs", reason="PICTURES=docs takes the pictures of the README anew")
@pytest.mark.timeout(400)
def test_the_readme_shows_the_demo_in_its_first_hard_interval(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    with start("demo", "--players", 24, "--speed", 4) as demo:
        try:
            page.goto(first_line(demo))
            page.locator(".tile").filter(has_text="Work").first.wait_for(timeout=300_000)
            page.wait_for_timeout(25_000)
            page.screenshot(path=PROJECT / "docs/images/board.png")
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(20)


def test_the_demo_shows_every_player_live_on_a_board(page: Page) -> None:
    with start("demo", "--players", 60, "--speed", 10) as demo:
        try:
            page.goto(first_line(demo))
            tiles = page.locator(".tile")
            expect(tiles).to_have_count(60, timeout=PATIENCE_MS)
            values = page.locator(".tile-value").filter(has_text=FIGURE)
            expect(values.nth(49)).to_be_visible(timeout=PATIENCE_MS)
            before = page.locator(".tile-value").all_inner_texts()
            page.wait_for_function(
                "before => [...document.querySelectorAll('.tile-value')]"
                ".filter((tile, place) => tile.innerText !== before[place]).length >= 12",
                arg=before,
                timeout=PATIENCE_MS,
            )
            assert "token" not in page.url
            look(page, "board-crowded")
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(20)


def seeded(data: Path) -> SeededSession:
    return seed_folder(data, SeedRequest(1, 2, WorkoutType.CONDITIONING)).sessions[0]


async def tell_heart_rate(url: str, session: SeededSession, bpm: int, *, begin: bool = False) -> None:
    """Let the first player's heart beat once, after the trainer has started the session."""
    if begin:
        async with DrylandClient(url, session.trainer.token) as trainer:
            await trainer.send("training:session:start", {"sessionId": session.session_id})
    player = session.players[0]
    async with DrylandClient(url, player.token) as client:
        beat = {"sessionId": session.session_id, "playerId": player.player_id, "metrics": {"heartRate": bpm}}
        await client.send("training:player:metrics", beat)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: the browser's own loop belongs to this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def beat_until(seen: Callable[[], Collection[str]], url: str, session: SeededSession, bpm: int) -> Collection[str]:
    """Let the heart go on beating until something of it is seen: one beat is gone from a board after seconds."""
    deadline_s = time.monotonic() + PATIENCE_MS / 1000
    while not (found := seen()):
        assert time.monotonic() < deadline_s, f"{bpm} bpm never came to the board"
        run(tell_heart_rate(url, session, bpm))
    return found


def test_the_board_outlives_a_killed_server_without_a_reload(page: Page, tmp_path: Path) -> None:
    session = seeded(tmp_path)
    with start("serve", "--data", tmp_path, "--port", 0) as server:
        url = first_line(server)
        page.goto(f"{url}/board#token={session.trainer.token}&session={session.session_id}")
        expect(page.locator(".tile")).to_have_count(2, timeout=PATIENCE_MS)
        run(tell_heart_rate(url, session, 131, begin=True))
        shown = page.locator(".tile-value").filter(has_text=NUMBER)
        (first,) = beat_until(shown.all_inner_texts, url, session, 131)
        page.evaluate("window.notReloaded = true")
        look(page, "board-one-session")
        server.kill()
    expect(page.locator('.connection[data-phase="offline"]')).to_be_visible(timeout=PATIENCE_MS)
    look(page, "board-offline")
    with start("serve", "--data", tmp_path, "--port", url.rsplit(":", 1)[1]) as server:
        try:
            assert first_line(server) == url
            beat_until(lambda: set(shown.all_inner_texts()) - {first}, url, session, 162)
            assert page.evaluate("window.notReloaded") is True
        finally:
            server.terminate()
            server.wait(20)


def test_a_board_with_nobody_on_it_says_what_to_do(page: Page, tmp_path: Path) -> None:
    session = seed_folder(tmp_path, SeedRequest(1, 0, WorkoutType.CONDITIONING)).sessions[0]
    with start("serve", "--data", tmp_path, "--port", 0) as server:
        try:
            page.goto(f"{first_line(server)}/board#token={session.trainer.token}&session={session.session_id}")
            expect(page.locator(".column-empty")).to_be_visible(timeout=PATIENCE_MS)
            look(page, "board-empty")
        finally:
            server.terminate()
            server.wait(20)
