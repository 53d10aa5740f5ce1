"""Heart Rate Measurement 0x2A37 of a Bluetooth strap: bytes to beats, contact, energy and beat intervals.

Must not know a connection or a player.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from dryland.devices.payload_errors import TrailingBytesError, TruncatedPayloadError

__all__ = ["Contact", "HeartRateMeasurement", "decode_heart_rate", "rr_ms"]

Contact = Literal["not supported", "not detected", "detected"]

_FORMAT = "heart rate 0x2A37"
_BPM_16 = 1 << 0
_ENERGY = 1 << 3
_RR = 1 << 4
# Bits 1-2; both codes without bit 2 mean that the strap cannot tell.
_CONTACT: tuple[Contact, ...] = ("not supported", "not supported", "not detected", "detected")


class HeartRateMeasurement(msgspec.Struct, frozen=True):
    """One notification: rate [bpm], contact, energy [kJ], intervals [1/1024 s] oldest first, and bytes left over."""

    bpm: int
    contact: Contact
    energy_kj: int | None
    rr_1024: list[int]
    trailing_bytes: int = 0

    @property
    def heart_rate(self) -> int | None:
        """Rate to use [bpm]; None when the sensor says 0 or has lost the skin."""
        return self.bpm if self.bpm > 0 and self.contact != "not detected" else None


def rr_ms(rr_1024: float) -> float:
    """Interval [ms] from the sensor's 1/1024 s."""
    return rr_1024 * 1000 / 1024


def decode_heart_rate(payload: bytes, *, strict: bool = False) -> HeartRateMeasurement:
    """One measurement; raises only PayloadError. `strict` refuses left-over bytes, which are else counted."""
    flags = payload[0] if payload else 0
    rate_width = 2 if flags & _BPM_16 else 1
    energy_at = 1 + rate_width
    rr_at = energy_at + (2 if flags & _ENERGY else 0)
    if len(payload) < rr_at:
        raise TruncatedPayloadError(_FORMAT, payload, f"{len(payload)} bytes, {rr_at} are promised")
    intervals = (len(payload) - rr_at) // 2 if flags & _RR else 0
    trailing = len(payload) - rr_at - 2 * intervals
    if trailing and strict:
        raise TrailingBytesError(_FORMAT, payload, f"{trailing} bytes are left over")
    return HeartRateMeasurement(
        bpm=int.from_bytes(payload[1:energy_at], "little"),
        contact=_CONTACT[flags >> 1 & 3],
        energy_kj=int.from_bytes(payload[energy_at:rr_at], "little") if flags & _ENERGY else None,
        rr_1024=[int.from_bytes(payload[at : at + 2], "little") for at in range(rr_at, rr_at + 2 * intervals, 2)],
        trailing_bytes=trailing,
    )
