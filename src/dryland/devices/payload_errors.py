"""What can be wrong with a sensor's bytes.

PayloadError                     a payload that gives no trustworthy value
├── TruncatedPayloadError        the flags promise more bytes than there are
├── FlagsDisagreeError           left-over bytes fit a field that the flags deny: the values behind it are in doubt
├── TrailingBytesError           left-over bytes where the caller asked for none
└── NotAPayloadError             not bytes in hexadecimal, or not the length of the format

Must not know any one sensor.
"""

from __future__ import annotations

__all__ = ["FlagsDisagreeError", "NotAPayloadError", "PayloadError", "TrailingBytesError", "TruncatedPayloadError"]


class PayloadError(ValueError):
    """The payload gives no trustworthy value."""

    def __init__(self, format_name: str, payload: bytes, why: str) -> None:
        self.format_name = format_name
        self.payload = payload
        self.why = why
        super().__init__(f"{format_name}: {why} (payload {payload.hex() or 'empty'})")


class TruncatedPayloadError(PayloadError):
    """The flags promise more bytes than there are."""


class FlagsDisagreeError(PayloadError):
    """Left-over bytes fit a field that the flags deny, so the values behind it are in doubt."""


class TrailingBytesError(PayloadError):
    """Bytes are left over where none were allowed."""


class NotAPayloadError(PayloadError):
    """Not bytes in hexadecimal, or not the length that the format has."""
