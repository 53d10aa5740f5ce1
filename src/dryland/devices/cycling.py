"""Cycling Power 0x2A63 and Cycling Speed and Cadence 0x2A5B, and the cadence their counters give.

Must not know a connection or a player.
"""

from __future__ import annotations

from dryland.devices.flagged_fields import Field, Flagged, FlaggedFormat, read_flagged

__all__ = [
    "CYCLING_POWER",
    "SPEED_CADENCE",
    "CrankCadence",
    "crank_rpm",
    "decode_cycling_power",
    "decode_speed_cadence",
    "wheel_speed_kmh",
]

_POWER_WHEEL = (Field("cumulative_wheel_revs", 4), Field("last_wheel_event_2048", 2))
_CSC_WHEEL = (Field("cumulative_wheel_revs", 4), Field("last_wheel_event_1024", 2))
_CRANK = (Field("cumulative_crank_revs", 2), Field("last_crank_event_1024", 2))
_NO_FIELD = 16  # a bit beyond the flags word: always clear, so the field announced by its absence is always there

CYCLING_POWER = FlaggedFormat(
    "cycling power 0x2A63",
    2,
    (
        (_NO_FIELD, (Field("instantaneous_power_w", 2, signed=True),)),
        (0, (Field("pedal_power_balance_pct", 1, divisor=2),)),
        (2, (Field("accumulated_torque_nm", 2, divisor=32),)),
        (4, _POWER_WHEEL),
        (5, _CRANK),
        (6, (Field("maximum_force_n", 2, signed=True), Field("minimum_force_n", 2, signed=True))),
        (
            7,
            (
                Field("maximum_torque_nm", 2, signed=True, divisor=32),
                Field("minimum_torque_nm", 2, signed=True, divisor=32),
            ),
        ),
        (8, (Field("extreme_angles_packed", 3),)),
        (9, (Field("top_dead_spot_angle_deg", 2),)),
        (10, (Field("bottom_dead_spot_angle_deg", 2),)),
        (11, (Field("accumulated_energy_kj", 2),)),
    ),
    frozenset({_NO_FIELD}),
)
SPEED_CADENCE = FlaggedFormat("speed and cadence 0x2A5B", 1, ((0, _CSC_WHEEL), (1, _CRANK)))


def decode_cycling_power(payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """Cycling Power Measurement 0x2A63, power signed; raises only PayloadError."""
    decoded = read_flagged(CYCLING_POWER, payload, strict=strict, assume=assume)
    packed = decoded.values.pop("extreme_angles_packed", None)
    if isinstance(packed, int):
        # Two angles of twelve bits, the maximum's first.
        decoded.values["maximum_angle_deg"] = packed & 0xFFF
        decoded.values["minimum_angle_deg"] = packed >> 12
    return decoded


def decode_speed_cadence(payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """CSC Measurement 0x2A5B; raises only PayloadError."""
    return read_flagged(SPEED_CADENCE, payload, strict=strict, assume=assume)


def crank_rpm(rev0: int, t0: int, rev1: int, t1: int) -> float | None:
    """Cadence [rpm] between two crank events, revolutions and times [1/1024 s] modulo 65536.

    None when no time has passed: the same event again, which means nothing before 2-3 s of silence (`CrankCadence`).
    """
    elapsed_1024 = (t1 - t0) % 65536
    return (rev1 - rev0) % 65536 * 60 * 1024 / elapsed_1024 if elapsed_1024 else None


def wheel_speed_kmh(
    rev0: int, t0: int, rev1: int, t1: int, *, circumference_m: float = 2.096, ticks_per_s: int = 1024
) -> float | None:
    """Speed [km/h] between two wheel events: revolutions modulo 2^32, times in 1/`ticks_per_s` (2048 on 0x2A63).

    None when no time has passed. The circumference is that of a 700 x 25C tyre unless given.
    """
    elapsed_s = (t1 - t0) % 65536 / ticks_per_s
    return (rev1 - rev0) % 2**32 * circumference_m / elapsed_s * 3.6 if elapsed_s else None


class CrankCadence:
    """Cadence over successive notifications: holds the last value over repeated events, then falls to 0."""

    __slots__ = ("_event", "_event_at_s", "_rpm", "still_after_s")

    def __init__(self, still_after_s: float = 2.5) -> None:
        self.still_after_s = still_after_s
        self._event: tuple[int, int] | None = None
        self._event_at_s = 0.0
        self._rpm: float | None = None

    def add(self, revs: int, event_1024: int, at_s: float) -> float | None:
        """Cadence [rpm] now, with `at_s` when the notification came; None until a second event gives one."""
        event = (revs, event_1024)
        if event == self._event:
            if at_s - self._event_at_s >= self.still_after_s:
                self._rpm = 0.0
            return self._rpm
        # The time counter wraps after 64 s: a longer pause gives no cadence, only a new start.
        if self._event is not None and at_s - self._event_at_s < 64:
            self._rpm = crank_rpm(*self._event, *event)
        self._event, self._event_at_s = event, at_s
        return self._rpm
