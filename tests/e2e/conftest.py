"""A real browser, and Dryland as programs of their own."""

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
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dryland.contract.base import Role
from dryland.seeding import SeededSession
from dryland.web.app import STATIC
from dryland.web.identity import Identity, open_signer

PATIENCE_MS = 20_000
"""How long a test waits for what must come: a hang ends it, a busy machine does not. How fast it comes, budgets say."""
expect.set_options(timeout=PATIENCE_MS)

CHROMIUM = Path(os.environ.get("CHROMIUM", Path(__file__).parents[2] / "build/browser/chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if not CHROMIUM.is_file():
        pytest.skip(f"there is no Chromium at {CHROMIUM}; `make test` unpacks one")
    if not (STATIC / "index.html").is_file():
        pytest.skip("the screens are not built; run `make ui`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--font-render-hinting=none"], headless=True
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tablet's page; an error in its scripts fails the test."""
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []


def start(*words: object) -> "subprocess.Popen[str]":
    """Start `dryland …`; what it prints on stdout is to be read by the caller."""
    return subprocess.Popen(
        [sys.executable, "-m", "dryland", *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def first_line(program: "subprocess.Popen[str]") -> str:
    """The first line a program prints."""
    assert program.stdout is not None
    return program.stdout.readline().strip()


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


def station_token(data: Path, session: SeededSession) -> str:
    """What a trainer gives to a shared tablet."""
    identity = Identity("station:rack", Role.PLAYER, "club", "Rack 1", session_id=session.session_id, station=True)
    return open_signer(data).sign(identity, int(time.time()), 3_600)
