"""WebSocket frames as a server writes them: unmasked, unfragmented, shareable between receivers.

Pure: bytes in, bytes out.
"""

import struct
from typing import Protocol

__all__ = ["BINARY", "CLOSE", "PONG", "TEXT", "Write", "close_frame", "frame"]

TEXT, BINARY, CLOSE, PONG = 0x81, 0x82, 0x88, 0x8A
"""First bytes of final frames."""


class Write(Protocol):
    """Writes whole frames to one connection."""

    def __call__(self, frames: bytes, /) -> None:
        """Write; what the kernel does not take at once follows by itself."""
        ...


def frame(first_byte: int, payload: bytes) -> bytes:
    """One whole message in one frame."""
    size = len(payload)
    if size < 126:
        return _SHORT[first_byte][size] + payload
    if size < 65_536:
        return _MEDIUM(first_byte, 126, size) + payload
    return _LONG(first_byte, 127, size) + payload


_SHORT = {first: [bytes((first, size)) for size in range(126)] for first in (TEXT, BINARY, CLOSE, PONG)}
_MEDIUM = struct.Struct(">BBH").pack
_LONG = struct.Struct(">BBQ").pack


def close_frame(code: int, reason: str) -> bytes:
    """A close frame; a reason that does not fit a control frame is cut at a character."""
    text = reason.encode()[:123].decode(errors="ignore").encode()
    return frame(CLOSE, code.to_bytes(2, "big") + text)
