"""Short codes that people type or scan: made without letters that are mistaken for each other, read with mercy.

Pure but for chance; knows nothing of what a code opens.
"""

from __future__ import annotations

import io
import secrets
from typing import Final

import segno

__all__ = ["ALPHABET", "make_code", "qr_svg", "read_code"]

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUP: Final = 4


def make_code(length: int) -> str:
    """A new code, in groups of four; 31 letters make 4.95 bits each."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return "-".join(letters[start : start + GROUP] for start in range(0, length, GROUP))


def read_code(text: str) -> str:
    """A code as it is compared: capitals, without dashes, spaces and whatever else no code has."""
    return "".join(letter for letter in text.upper() if letter in ALPHABET)


def qr_svg(text: str) -> str:
    """A QR code as SVG, dark on light with the quiet zone that scanners need; sized by whoever shows it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, omitsize=True, light="#fff")
    return out.getvalue().decode().strip()
