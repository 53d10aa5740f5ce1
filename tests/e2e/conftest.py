"""A real browser, and Dryland as programs of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dryland.web.app import STATIC

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
