"""A debrief on paper: the page's content set by Typst, in the reader's language. Must not compute a figure."""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from dryland.insights.bundle_debrief import BundleDebrief
from dryland.insights.debrief import Debrief

__all__ = ["Language", "print_bundle", "print_session"]

_FOLDER: Final = files("dryland.insights") / "print"


class Language(enum.StrEnum):
    """The languages of the printed page."""

    EN = "en"
    SV = "sv"


@cache
def _words() -> dict[str, dict[str, str]]:
    """What the page says, by language and name."""
    return msgspec.json.decode((_FOLDER / "words.json").read_bytes(), type=dict[str, dict[str, str]])


async def print_session(page: Debrief, language: Language) -> bytes:
    """A session as a PDF."""
    return await asyncio.to_thread(_set, None, [page], language)


async def print_bundle(bundle: BundleDebrief, pages: Sequence[Debrief], language: Language) -> bytes:
    """A bundle and behind it its sessions as one PDF."""
    return await asyncio.to_thread(_set, bundle, pages, language)


def _set(bundle: BundleDebrief | None, pages: Sequence[Debrief], language: Language) -> bytes:
    import typst  # only who prints pays for it

    content: dict[str, Any] = {
        "bundle": bundle,
        "sessions": pages,
        "words": _words()[language.value],
        "language": language.value,
    }
    return typst.compile(
        (_FOLDER / "debrief.typ").read_bytes(),
        sys_inputs={"content": msgspec.json.encode(content).decode()},
        ignore_system_fonts=True,
    )
