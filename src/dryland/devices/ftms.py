"""Fitness Machine Service (0x1826): indoor bike, rower, treadmill, cross trainer. Bytes to values in stated units.

Flag bit 0, "More Data", announces the first fields by being 0. A machine may split one record over several packets,
all but the last with bit 0 set: `FtmsRecord` puts them together. Names are those of the specification with their
unit last; `sensor_functions` has the short ones. Must not know a connection or a player.
"""

from __future__ import annotations

from dryland.devices.flagged_fields import Field, Flagged, FlaggedFormat, Value, read_flagged

__all__ = [
    "CROSS_TRAINER",
    "INDOOR_BIKE",
    "LIFE_FITNESS_BIKE_FLAGS",
    "ROWER",
    "TREADMILL",
    "FtmsRecord",
    "decode_cross_trainer",
    "decode_indoor_bike",
    "decode_rower",
    "decode_treadmill",
]

MORE_DATA = 1 << 0
# Life Fitness bikes send the cadence (bit 2) without announcing it: pass as `assume`.
LIFE_FITNESS_BIKE_FLAGS = 1 << 2

_SPEED = (Field("instantaneous_speed_kmh", 2, divisor=100),)
_AVERAGE_SPEED = (Field("average_speed_kmh", 2, divisor=100),)
_DISTANCE = (Field("total_distance_m", 3),)
_POWER = (Field("instantaneous_power_w", 2, signed=True),)
_AVERAGE_POWER = (Field("average_power_w", 2, signed=True),)
_RESISTANCE = (Field("resistance_level", 2, signed=True),)
_ENERGY = (
    Field("total_energy_kcal", 2, unknown=0xFFFF),
    Field("energy_per_hour_kcal", 2, unknown=0xFFFF),
    Field("energy_per_minute_kcal", 1, unknown=0xFF),
)
_HEART_RATE = (Field("heart_rate_bpm", 1),)
_MET = (Field("met", 1, divisor=10),)
_ELAPSED = (Field("elapsed_time_s", 2),)
_REMAINING = (Field("remaining_time_s", 2),)
_SLOPE = (Field("inclination_pct", 2, signed=True, divisor=10), Field("ramp_angle_deg", 2, signed=True, divisor=10))


def _format(name: str, flags_width: int, *groups: tuple[Field, ...]) -> FlaggedFormat:
    return FlaggedFormat(name, flags_width, tuple(enumerate(groups)), frozenset({0}))


INDOOR_BIKE = _format(
    "indoor bike 0x2AD2",
    2,
    _SPEED,
    _AVERAGE_SPEED,
    (Field("instantaneous_cadence_rpm", 2, divisor=2),),
    (Field("average_cadence_rpm", 2, divisor=2),),
    _DISTANCE,
    _RESISTANCE,
    _POWER,
    _AVERAGE_POWER,
    _ENERGY,
    _HEART_RATE,
    _MET,
    _ELAPSED,
    _REMAINING,
)
ROWER = _format(
    "rower 0x2AD1",
    2,
    (Field("stroke_rate_spm", 1, divisor=2), Field("stroke_count", 2)),
    (Field("average_stroke_rate_spm", 1, divisor=2),),
    _DISTANCE,
    (Field("instantaneous_pace_s_per_500m", 2),),
    (Field("average_pace_s_per_500m", 2),),
    _POWER,
    _AVERAGE_POWER,
    _RESISTANCE,
    _ENERGY,
    _HEART_RATE,
    _MET,
    _ELAPSED,
    _REMAINING,
)
# The width of the pace (one byte, 2017) may differ in newer texts of the specification: provisional.
TREADMILL = _format(
    "treadmill 0x2ACD",
    2,
    _SPEED,
    _AVERAGE_SPEED,
    _DISTANCE,
    _SLOPE,
    (Field("elevation_gain_m", 2, divisor=10), Field("elevation_loss_m", 2, divisor=10)),
    (Field("instantaneous_pace_km_per_min", 1, divisor=10),),
    (Field("average_pace_km_per_min", 1, divisor=10),),
    _ENERGY,
    _HEART_RATE,
    _MET,
    _ELAPSED,
    _REMAINING,
    (Field("force_on_belt_n", 2, signed=True), Field("power_output_w", 2, signed=True)),
)
# Three bytes of flags. Readers disagree whether strides count in 1 or 0.1, so the number stays raw.
CROSS_TRAINER = _format(
    "cross trainer 0x2ACE",
    3,
    _SPEED,
    _AVERAGE_SPEED,
    _DISTANCE,
    (Field("step_rate_spm", 2), Field("average_step_rate_spm", 2)),
    (Field("stride_count_raw", 2),),
    (Field("elevation_gain_m", 2), Field("elevation_loss_m", 2)),
    _SLOPE,
    (Field("resistance_level", 2, signed=True, divisor=10),),
    _POWER,
    _AVERAGE_POWER,
    _ENERGY,
    _HEART_RATE,
    _MET,
    _ELAPSED,
    _REMAINING,
)
_CROSS_TRAINER_BACKWARD = 1 << 15


def decode_indoor_bike(payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """Indoor Bike Data 0x2AD2; raises only PayloadError. Resistance has the maker's unit (1 or 0.1)."""
    return read_flagged(INDOOR_BIKE, payload, strict=strict, assume=assume)


def decode_rower(payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """Rower Data 0x2AD1; raises only PayloadError."""
    return read_flagged(ROWER, payload, strict=strict, assume=assume)


def decode_treadmill(payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """Treadmill Data 0x2ACD; raises only PayloadError. Pace is in km/min, as the specification has it."""
    return read_flagged(TREADMILL, payload, strict=strict, assume=assume)


def decode_cross_trainer(payload: bytes, *, strict: bool = False, assume: int = 0) -> Flagged:
    """Cross Trainer Data 0x2ACE; raises only PayloadError. `moves_backward` is 1 when the pedals turn backward."""
    decoded = read_flagged(CROSS_TRAINER, payload, strict=strict, assume=assume)
    decoded.values["moves_backward"] = int(bool(decoded.flags & _CROSS_TRAINER_BACKWARD))
    return decoded


class FtmsRecord:
    """Puts the packets of one split record together; the packet with "More Data" 0 ends it."""

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}

    def add(self, packet: Flagged) -> dict[str, Value] | None:
        """The whole record's values when `packet` ends it, else None."""
        self._values.update(packet.values)
        if packet.flags & MORE_DATA:
            return None
        record, self._values = self._values, {}
        return record
