"""The sensor decoders by short name, hexadecimal in and plain mappings out, for tables of examples and for logs.

The decoders proper take bytes and return structs; this is their thin view. Must not know a connection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dryland.devices.ant_heart_rate import ant_rr_ms, decode_ant_heart_rate
from dryland.devices.ble_heart_rate import Contact, decode_heart_rate, rr_ms
from dryland.devices.cycling import crank_rpm, decode_cycling_power, decode_speed_cadence
from dryland.devices.flagged_fields import Flagged, Value, bytes_of_hex
from dryland.devices.ftms import decode_cross_trainer, decode_indoor_bike, decode_rower, decode_treadmill

__all__ = [
    "DECODERS",
    "FUNCTIONS",
    "ant_hr_page",
    "ble_hr_measurement",
    "csc_measurement",
    "cycling_power",
    "decode_fields",
    "ftms_cross_trainer",
    "ftms_indoor_bike",
    "ftms_rower",
    "ftms_treadmill",
]

DECODERS: Mapping[str, Callable[[bytes], Flagged]] = MappingProxyType(
    {
        "0x2A5B": decode_speed_cadence,
        "0x2A63": decode_cycling_power,
        "0x2ACD": decode_treadmill,
        "0x2ACE": decode_cross_trainer,
        "0x2AD1": decode_rower,
        "0x2AD2": decode_indoor_bike,
    }
)

_CONTACT: dict[Contact, bool | None] = {"not supported": None, "not detected": False, "detected": True}
_FTMS_SHORT = {
    "instantaneous_speed_kmh": "speed_kmh",
    "average_speed_kmh": "avg_speed_kmh",
    "instantaneous_cadence_rpm": "cadence_rpm",
    "average_cadence_rpm": "avg_cadence_rpm",
    "total_distance_m": "distance_m",
    "resistance_level": "resistance",
    "instantaneous_power_w": "power_w",
    "average_power_w": "avg_power_w",
    "total_energy_kcal": "energy_kcal",
    "energy_per_hour_kcal": "kcal_h",
    "energy_per_minute_kcal": "kcal_min",
    "heart_rate_bpm": "hr",
    "elapsed_time_s": "elapsed_s",
    "remaining_time_s": "remaining_s",
    "stroke_rate_spm": "stroke_rate",
    "average_stroke_rate_spm": "avg_stroke_rate",
    "instantaneous_pace_s_per_500m": "pace_s",
    "average_pace_s_per_500m": "avg_pace_s",
    "inclination_pct": "incline_pct",
    "ramp_angle_deg": "ramp_deg",
}
_POWER_SHORT = {
    "instantaneous_power_w": "power_w",
    "pedal_power_balance_pct": "balance_pct",
    "accumulated_torque_nm": "acc_torque_nm",
    "cumulative_wheel_revs": "wheel_revs",
    "last_wheel_event_2048": "wheel_time_2048",
    "last_wheel_event_1024": "wheel_time_1024",
    "cumulative_crank_revs": "crank_revs",
    "last_crank_event_1024": "crank_time_1024",
    "accumulated_energy_kj": "acc_energy_kj",
}
# The bike's view always names these, None where the packet does not carry them.
_BIKE_ALWAYS = (
    *("speed_kmh", "avg_speed_kmh", "cadence_rpm", "avg_cadence_rpm", "distance_m"),
    *("resistance", "power_w", "avg_power_w", "hr", "elapsed_s"),
)


def _short(decoded: Flagged, names: Mapping[str, str]) -> dict[str, Value]:
    return {names.get(name, name): value for name, value in decoded.values.items()}


def ble_hr_measurement(hex: str) -> dict[str, Any]:  # noqa: A002 - the name the examples use
    """bpm, contact (None unknown), energy_kj and rr_1024 of a 0x2A37 payload; raises only PayloadError."""
    beat = decode_heart_rate(bytes_of_hex(hex, "heart rate 0x2A37"))
    return {
        "bpm": beat.bpm,
        "contact": _CONTACT[beat.contact],
        "energy_kj": beat.energy_kj,
        "rr_1024": beat.rr_1024,
    }


def ftms_indoor_bike(hex: str) -> dict[str, Value]:  # noqa: A002 - the name the examples use
    """Values of a 0x2AD2 payload; the ten commonest are always there, None when absent; raises only PayloadError."""
    decoded = _short(decode_indoor_bike(bytes_of_hex(hex, "indoor bike 0x2AD2")), _FTMS_SHORT)
    return {**dict.fromkeys(_BIKE_ALWAYS), **decoded}


def ftms_rower(hex: str) -> dict[str, Value]:  # noqa: A002 - the name the examples use
    """Values that a 0x2AD1 payload carries; raises only PayloadError."""
    return _short(decode_rower(bytes_of_hex(hex, "rower 0x2AD1")), _FTMS_SHORT)


def ftms_treadmill(hex: str) -> dict[str, Value]:  # noqa: A002 - the name the examples use
    """Values that a 0x2ACD payload carries; raises only PayloadError."""
    return _short(decode_treadmill(bytes_of_hex(hex, "treadmill 0x2ACD")), _FTMS_SHORT)


def ftms_cross_trainer(hex: str) -> dict[str, Value]:  # noqa: A002 - the name the examples use
    """Values that a 0x2ACE payload carries; raises only PayloadError."""
    return _short(decode_cross_trainer(bytes_of_hex(hex, "cross trainer 0x2ACE")), _FTMS_SHORT)


def cycling_power(hex: str) -> dict[str, Value]:  # noqa: A002 - the name the examples use
    """Values that a 0x2A63 payload carries; raises only PayloadError."""
    return _short(decode_cycling_power(bytes_of_hex(hex, "cycling power 0x2A63")), _POWER_SHORT)


def csc_measurement(hex: str) -> dict[str, Value]:  # noqa: A002 - the name the examples use
    """Values that a 0x2A5B payload carries; raises only PayloadError."""
    return _short(decode_speed_cadence(bytes_of_hex(hex, "speed and cadence 0x2A5B")), _POWER_SHORT)


def ant_hr_page(hex: str) -> dict[str, Any]:  # noqa: A002 - the name the examples use
    """Page, toggle, beat times [s], count, bpm and, on page 4, the interval [ms]; raises only PayloadError."""
    page = decode_ant_heart_rate(bytes_of_hex(hex, "ANT+ heart rate"))
    previous = page.prev_beat_time_1024
    return {
        "page": page.page,
        "toggle": page.toggle,
        "beat_time_s": page.beat_time_1024 / 1024,
        "beat_count": page.beat_count,
        "bpm": page.bpm,
        "prev_beat_time_s": None if previous is None else previous / 1024,
        "rr_ms": page.rr_ms,
    }


def _heart_rate_fields(payload: bytes) -> dict[str, Any]:
    beat = decode_heart_rate(payload)
    fields: dict[str, Any] = {"heart_rate_bpm": beat.bpm, "sensor_contact": beat.contact}
    if beat.energy_kj is not None:
        fields["energy_expended_kj"] = beat.energy_kj
    if beat.rr_1024:
        fields["rr_1024"] = beat.rr_1024
        fields["rr_ms"] = [rr_ms(interval) for interval in beat.rr_1024]
    return fields


def decode_fields(characteristic: str, payload: bytes) -> dict[str, Any]:
    """Values of any known characteristic ("0x2A37", …) under the specification's names, only those it carries.

    Raises PayloadError for the payload and KeyError for an unknown characteristic.
    """
    if characteristic == "0x2A37":
        return _heart_rate_fields(payload)
    return dict(DECODERS[characteristic](payload).values)


FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            *(ble_hr_measurement, rr_ms, ftms_indoor_bike, ftms_rower, ftms_treadmill, ftms_cross_trainer),
            *(cycling_power, csc_measurement, crank_rpm, ant_hr_page, ant_rr_ms),
        )
    }
)
