"""The one-time code with which the first person takes a new server over; there is no default password.

It lives in memory only: printed when the server starts, good until an admin exists or the server stops.
"""

from __future__ import annotations

import hmac
from typing import Final

from dryland.web.codes import make_code, read_code

__all__ = ["Claim"]

LENGTH: Final = 12


class Claim:
    """Open while nobody can sign in as an admin."""

    def __init__(self, *, open_: bool) -> None:
        self.code: str | None = make_code(LENGTH) if open_ else None

    def matches(self, code: str) -> bool:
        """Whether the code is right; it stays good until `close`, so that a failed claim can be repeated."""
        return self.code is not None and hmac.compare_digest(read_code(code), read_code(self.code))

    def close(self) -> None:
        """An admin exists."""
        self.code = None
