"""Somebody at a screen of a new server: counts taps, measures seconds, lets axe look."""

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from dryland.contract.saying_texts import ENGLISH

__all__ = ["Hand", "english_on", "found_by_axe", "look"]

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / "ui/node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
CONTRAST = ("color-contrast",)
"""All that a scheme of colours can break."""
PICTURES = PROJECT / "build/screens"
SIZES = {"phone": (390, 844), "tablet": (1280, 800), "wide": (1920, 1080)}


class Hand:
    """Somebody at a screen: counts what they tap and looks at what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.began = time.monotonic()

    def tap(self, what: Locator) -> None:
        """One tap."""
        self.taps += 1
        what.click()

    def press(self, name: str) -> None:
        """Tap the button of this name."""
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def write(self, label: str, text: str) -> None:
        """Tap into a field and fill it."""
        self.taps += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def follow(self, name: str) -> None:
        """Tap the first link of this name."""
        self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def seconds(self) -> float:
        """Since the first look."""
        return time.monotonic() - self.began

    def look(self, name: str) -> None:
        """Let axe look at the screen in both schemes; take pictures where they are asked for."""
        look(self.page, name)


def look(page: Page, name: str) -> None:
    """Let axe look at a screen in both schemes; take pictures of every size where they are asked for."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        rules = None if scheme == "dark" else CONTRAST
        assert found_by_axe(page, rules) == [], (name, scheme)
        if os.environ.get("PICTURES"):
            _picture(page, f"{name}-{scheme}")
    page.emulate_media(color_scheme="dark")


def _picture(page: Page, name: str) -> None:
    before = page.viewport_size
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.screenshot(path=PICTURES / f"{name}-{size}.png")
    if before is not None:
        page.set_viewport_size(before)


def found_by_axe(page: Page, rules: Sequence[str] | None = None) -> list[str]:
    """What axe has against a page, with the place; by these rules alone where they are given."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(
        "async (only) => (await axe.run(document, { resultTypes: ['violations'], runOnly: only }))"
        ".violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`)",
        WCAG if rules is None else {"type": "rule", "values": list(rules)},
    )


_HOLES: Final = re.compile(r"\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}")


def english_on(page: Page) -> list[str]:
    """What of the server's English stands on a page: every stretch of three words or more of any of its texts."""
    shown = page.locator("body").inner_text().lower()
    stretches = {part.strip(" .,:;") for text in ENGLISH.values() for part in _HOLES.split(text)}
    return sorted(part for part in stretches if len(part.split()) > 2 and part.lower() in shown)
