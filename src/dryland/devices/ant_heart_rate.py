"""ANT+ heart-rate pages (device type 120, about 4 a second): bytes to beat times, counts and intervals.

Must not know a radio or a player.
"""

from __future__ import annotations

import msgspec

from dryland.devices.payload_errors import NotAPayloadError

__all__ = ["AntHeartRate", "ant_rr_ms", "decode_ant_heart_rate", "rr_between_ms"]

_PAGE_BYTES = 8
_WITH_PREVIOUS_BEAT = 4
TICKS = 65536


class AntHeartRate(msgspec.Struct, frozen=True):
    """One page: its number and toggle, the last beat [1/1024 s, wraps at 64 s], beat count (wraps at 256) and rate."""

    page: int
    toggle: bool
    beat_time_1024: int
    beat_count: int
    bpm: int
    prev_beat_time_1024: int | None = None

    @property
    def rr_ms(self) -> float | None:
        """Interval [ms] that the page itself carries; None but on page 4."""
        if self.prev_beat_time_1024 is None:
            return None
        return ant_rr_ms(self.prev_beat_time_1024, self.beat_time_1024)

    @property
    def heart_rate(self) -> int | None:
        """Rate to use [bpm]; None when the sensor says 0."""
        return self.bpm or None


def ant_rr_ms(prev: int, last: int) -> float:
    """Interval [ms] between two beat times [1/1024 s], across the 16-bit wrap."""
    return (last - prev) % TICKS * 1000 / 1024


def rr_between_ms(earlier: AntHeartRate, later: AntHeartRate) -> float | None:
    """Interval [ms] between two pages; None unless exactly one beat lies between them."""
    if (later.beat_count - earlier.beat_count) % 256 != 1:
        return None
    return ant_rr_ms(earlier.beat_time_1024, later.beat_time_1024)


def decode_ant_heart_rate(payload: bytes) -> AntHeartRate:
    """One data page of 8 bytes; raises only PayloadError. The last four bytes mean the same on every page."""
    if len(payload) != _PAGE_BYTES:
        raise NotAPayloadError("ANT+ heart rate", payload, f"{len(payload)} bytes, a page has {_PAGE_BYTES}")
    page = payload[0] & 0x7F
    return AntHeartRate(
        page=page,
        toggle=bool(payload[0] & 0x80),
        beat_time_1024=int.from_bytes(payload[4:6], "little"),
        beat_count=payload[6],
        bpm=payload[7],
        prev_beat_time_1024=int.from_bytes(payload[2:4], "little") if page == _WITH_PREVIOUS_BEAT else None,
    )
