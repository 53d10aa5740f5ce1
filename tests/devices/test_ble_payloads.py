"""Literal bytes of real sensors give the values that the specification gives, and doubtful ones give a named error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dryland.devices.ble_heart_rate import decode_heart_rate
from dryland.devices.cycling import decode_cycling_power, decode_speed_cadence
from dryland.devices.flagged_fields import bytes_of_hex
from dryland.devices.ftms import (
    LIFE_FITNESS_BIKE_FLAGS,
    FtmsRecord,
    decode_cross_trainer,
    decode_indoor_bike,
    decode_rower,
    decode_treadmill,
)
from dryland.devices.payload_errors import (
    FlagsDisagreeError,
    NotAPayloadError,
    PayloadError,
    TrailingBytesError,
    TruncatedPayloadError,
)
from dryland.devices.sensor_functions import DECODERS, decode_fields

SHARED = Path(__file__).parents[3] / "shared" / "data" / "ble" / "payloads.json"


def shared_rows(*, conforming_only: bool = False) -> list[Any]:
    if not SHARED.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="payloads.json is not beside the project"))]
    rows = json.loads(SHARED.read_text())
    return [
        pytest.param(row, id=f"{index}-{row['characteristic']}")
        for index, row in enumerate(rows)
        if not conforming_only or conforms(row)
    ]


def conforms(row: dict[str, Any]) -> bool:
    return row["conformance"].startswith("conforming")


def rounded(fields: dict[str, Any]) -> dict[str, Any]:
    """The shared file prints intervals with three decimals."""
    return {**fields, "rr_ms": [round(ms, 3) for ms in fields["rr_ms"]]} if "rr_ms" in fields else fields


@pytest.mark.parametrize("row", shared_rows())
def test_a_captured_payload_gives_the_specified_values_or_a_named_error(row: dict[str, Any]) -> None:
    payload = bytes.fromhex(row["hex"])
    if conforms(row):
        assert rounded(decode_fields(row["characteristic"], payload)) == row["spec_decode"]
    else:
        with pytest.raises((TruncatedPayloadError, FlagsDisagreeError)):
            decode_fields(row["characteristic"], payload)


@pytest.mark.parametrize("row", shared_rows(conforming_only=True))
def test_left_over_bytes_are_counted_and_refused_on_demand(row: dict[str, Any]) -> None:
    decode = {**DECODERS, "0x2A37": decode_heart_rate}[row["characteristic"]]
    payload = bytes.fromhex(row["hex"])
    assert decode(payload).trailing_bytes == row["trailing_bytes"]
    if row["trailing_bytes"]:
        with pytest.raises(TrailingBytesError):
            decode(payload, strict=True)  # type: ignore[call-arg]


def test_contact_lost_or_a_rate_of_zero_is_no_heart_rate() -> None:
    assert decode_heart_rate(bytes([0x04, 72])).heart_rate is None
    assert decode_heart_rate(bytes([0x06, 0])).heart_rate is None
    assert decode_heart_rate(bytes([0x06, 72])).heart_rate == 72
    assert decode_heart_rate(bytes([0x00, 72])).heart_rate == 72


def test_half_an_interval_at_the_end_is_left_over_not_read() -> None:
    beat = decode_heart_rate(bytes.fromhex("1048000403"))
    assert beat.rr_1024 == [1024]
    assert beat.trailing_bytes == 1


def test_negative_power_stays_negative() -> None:
    assert decode_cycling_power(bytes.fromhex("0000f6ff")).values == {"instantaneous_power_w": -10}
    assert decode_indoor_bike(bytes.fromhex("4100f6ff")).values == {"instantaneous_power_w": -10}


def test_extreme_angles_unpack_to_two_numbers_of_twelve_bits() -> None:
    values = decode_cycling_power(bytes.fromhex("0001640023a145")).values
    assert (values["maximum_angle_deg"], values["minimum_angle_deg"]) == (0x123, 0x45A)


def test_a_bike_that_hides_its_cadence_is_refused_unless_the_device_is_known() -> None:
    hidden = bytes.fromhex("fa0b" + "550e" + "be09" + "cc00" + "b100" + "0b0200" + "1300" + "3601" + "7600")
    hidden += bytes.fromhex("0c00" + "ffff" + "ff" + "59" + "4d00")
    with pytest.raises(FlagsDisagreeError):
        decode_indoor_bike(hidden)
    known = decode_indoor_bike(hidden, assume=LIFE_FITNESS_BIKE_FLAGS)
    assert known.trailing_bytes == 0
    assert known.values["instantaneous_cadence_rpm"] == 102
    assert known.values["average_cadence_rpm"] == 88.5
    assert known.values["total_distance_m"] == 523
    assert known.values["instantaneous_power_w"] == 310
    assert known.values["heart_rate_bpm"] == 89
    assert known.values["elapsed_time_s"] == 77


def test_a_split_rower_record_is_whole_after_its_last_packet() -> None:
    record = FtmsRecord()
    assert record.add(decode_rower(bytes.fromhex("050a600000003000"))) is None
    whole = record.add(decode_rower(bytes.fromhex("f8003a1000950000006a0022000200")))
    assert whole is not None
    assert whole["total_distance_m"] == 96
    assert whole["stroke_rate_spm"] == 29
    assert whole["instantaneous_power_w"] == 106
    assert record.add(decode_rower(bytes.fromhex("00003a1000"))) == {"stroke_rate_spm": 29.0, "stroke_count": 16}


def test_a_cross_trainer_has_three_bytes_of_flags() -> None:
    values = decode_cross_trainer(bytes.fromhex("8c8100" + "e803" + "f40100" + "78003c00" + "5f00" + "9600")).values
    assert values["instantaneous_speed_kmh"] == 10.0
    assert values["total_distance_m"] == 500
    assert (values["step_rate_spm"], values["average_step_rate_spm"]) == (120, 60)
    assert values["resistance_level"] == 9.5
    assert values["instantaneous_power_w"] == 150
    assert values["moves_backward"] == 1


def test_a_treadmill_gives_slope_and_belt_force_with_their_sign() -> None:
    values = decode_treadmill(bytes.fromhex("0910" + "e2ff" + "f6ff" + "d4fe" + "c800")).values
    assert values == {"inclination_pct": -3.0, "ramp_angle_deg": -1.0, "force_on_belt_n": -300, "power_output_w": 200}


def test_wheel_and_crank_counters_are_read_apart() -> None:
    values = decode_speed_cadence(bytes.fromhex("03c80000010699e1004599")).values
    assert values["cumulative_wheel_revs"] == 16777416
    assert values["cumulative_crank_revs"] == 225


@pytest.mark.parametrize("payload", ["", "00", "fe", "fe02"])
def test_a_cut_payload_names_its_format_and_says_what_is_missing(payload: str) -> None:
    with pytest.raises(TruncatedPayloadError, match="indoor bike"):
        decode_indoor_bike(bytes.fromhex(payload))


def test_text_that_is_not_hexadecimal_is_a_payload_error() -> None:
    with pytest.raises(NotAPayloadError, match="not hexadecimal"):
        bytes_of_hex("48 beats", "heart rate 0x2A37")
    assert issubclass(NotAPayloadError, PayloadError)
