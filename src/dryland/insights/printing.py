"""A debrief on paper: the page's content set by Typst, in the reader's language. Must not compute a figure."""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from dryland.insights.bundle_debrief import BundleDebrief
from dryland.insights.debrief import Debrief

__all__ = ["Language", "Reader", "print_bundle", "print_session"]

_FOLDER: Final = files("dryland.insights") / "print"


class Language(enum.StrEnum):
    """The languages of the printed page."""

    EN = "en"
    SV = "sv"


@cache
def _words() -> dict[str, dict[str, str]]:
    """What the page says, by language and name."""
    return msgspec.json.decode((_FOLDER / "words.json").read_bytes(), type=dict[str, dict[str, str]])


class Reader(NamedTuple):
    """Who the paper is for: their language, and the zone whose clock they read."""

    language: Language
    zone: ZoneInfo


async def print_session(page: Debrief, reader: Reader) -> bytes:
    """A session as a PDF."""
    return await asyncio.to_thread(_set, None, [page], reader)


async def print_bundle(bundle: BundleDebrief, pages: Sequence[Debrief], reader: Reader) -> bytes:
    """A bundle and behind it its sessions as one PDF."""
    return await asyncio.to_thread(_set, bundle, pages, reader)


def _offset_min(pages: Sequence[Debrief], zone: ZoneInfo) -> int:
    """How far the reader's clock was from UTC when the first of these sessions began; 0 while none has."""
    begun = [page.start_time for page in pages if page.start_time is not None]
    offset = min(begun).astimezone(zone).utcoffset() if begun else None
    return 0 if offset is None else round(offset.total_seconds() / 60)


def _set(bundle: BundleDebrief | None, pages: Sequence[Debrief], reader: Reader) -> bytes:
    import typst  # only who prints pays for it

    content: dict[str, Any] = {
        "bundle": bundle,
        "sessions": pages,
        "words": _words()[reader.language.value],
        "language": reader.language.value,
        "zone": reader.zone.key,
        "offsetMinutes": _offset_min(pages, reader.zone),
    }
    with as_file(_FOLDER / "fonts") as fonts:
        return typst.compile(
            (_FOLDER / "debrief.typ").read_bytes(),
            sys_inputs={"content": msgspec.json.encode(content).decode()},
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]),
        )
