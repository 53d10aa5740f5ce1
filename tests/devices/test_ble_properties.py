"""Whatever bytes arrive, a decoder gives numbers within its format's range or its named error, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.devices.ant_heart_rate import decode_ant_heart_rate
from dryland.devices.ble_heart_rate import decode_heart_rate
from dryland.devices.cycling import CYCLING_POWER, SPEED_CADENCE
from dryland.devices.flagged_fields import FlaggedFormat, read_flagged
from dryland.devices.ftms import CROSS_TRAINER, INDOOR_BIKE, ROWER, TREADMILL
from dryland.devices.payload_errors import FlagsDisagreeError, PayloadError, TruncatedPayloadError
from dryland.devices.sensor_functions import DECODERS, decode_fields

FORMATS = [INDOOR_BIKE, ROWER, TREADMILL, CROSS_TRAINER, CYCLING_POWER, SPEED_CADENCE]


@given(characteristic=st.sampled_from(["0x2A37", *DECODERS]), payload=st.binary(max_size=48))
def test_arbitrary_bytes_raise_nothing_but_the_named_error(characteristic: str, payload: bytes) -> None:
    try:
        fields = decode_fields(characteristic, payload)
    except PayloadError:
        return
    assert all(isinstance(value, (int, float, str, list, type(None))) for value in fields.values())


@given(st.binary(max_size=16))
def test_arbitrary_ant_pages_raise_nothing_but_the_named_error(payload: bytes) -> None:
    try:
        page = decode_ant_heart_rate(payload)
    except PayloadError:
        assert len(payload) != 8
    else:
        assert 0 <= page.bpm <= 255
        assert page.rr_ms is None or 0 <= page.rr_ms < 64_000


def encoded(layout: FlaggedFormat, raw: dict[str, int], flags: int) -> bytes:
    parts = [flags.to_bytes(layout.flags_width, "little")]
    for is_here, (_, fields) in zip(layout.announced(flags), layout.groups, strict=True):
        if is_here:
            parts += [raw[f.name].to_bytes(f.width, "little", signed=f.signed) for f in fields]
    return b"".join(parts)


@st.composite
def records(draw: st.DrawFn) -> tuple[FlaggedFormat, dict[str, int], int]:
    layout = draw(st.sampled_from(FORMATS))
    raw: dict[str, int] = {}
    for _, fields in layout.groups:
        for f in fields:
            half = 1 << (8 * f.width - 1)
            low, high = (-half, half - 1) if f.signed else (0, 2 * half - 1)
            raw[f.name] = draw(st.integers(low, high))
    return layout, raw, draw(st.integers(0, (1 << 8 * layout.flags_width) - 1))


@given(records())
def test_what_is_encoded_by_the_table_is_decoded_from_it(record: tuple[FlaggedFormat, dict[str, int], int]) -> None:
    layout, raw, flags = record
    decoded = read_flagged(layout, encoded(layout, raw, flags), strict=True)
    of_name = {f.name: f for _, fields in layout.groups for f in fields}
    for name, value in decoded.values.items():
        if raw[name] == of_name[name].unknown:
            assert value is None
        else:
            assert value is not None
            assert round(value * of_name[name].divisor) == raw[name]


@given(records(), st.integers(1, 6))
def test_a_payload_cut_short_is_never_read(record: tuple[FlaggedFormat, dict[str, int], int], cut: int) -> None:
    layout, raw, flags = record
    with pytest.raises(TruncatedPayloadError):
        read_flagged(layout, encoded(layout, raw, flags)[:-cut])


@given(records(), st.binary(min_size=1, max_size=6))
def test_bytes_behind_a_sound_head_leave_its_values_alone_or_are_refused(
    record: tuple[FlaggedFormat, dict[str, int], int], rest: bytes
) -> None:
    layout, raw, flags = record
    payload = encoded(layout, raw, flags)
    try:
        longer = read_flagged(layout, payload + rest)
    except FlagsDisagreeError:
        return
    assert longer.values == read_flagged(layout, payload).values
    assert longer.trailing_bytes == len(rest)


@given(
    bpm=st.integers(0, 65535),
    energy=st.none() | st.integers(0, 65535),
    contact=st.sampled_from([0, 1, 2, 3]),
    rr=st.lists(st.integers(0, 65535), max_size=9),
    wide=st.booleans(),
)
def test_a_heart_rate_measurement_comes_back_as_it_was_sent(
    bpm: int, energy: int | None, contact: int, rr: list[int], wide: bool
) -> None:
    wide = wide or bpm > 255
    flags = wide | contact << 1 | (energy is not None) << 3 | bool(rr) << 4
    payload = bytes([flags]) + bpm.to_bytes(2 if wide else 1, "little")
    payload += b"" if energy is None else energy.to_bytes(2, "little")
    payload += b"".join(interval.to_bytes(2, "little") for interval in rr)
    beat = decode_heart_rate(payload, strict=True)
    assert (beat.bpm, beat.energy_kj, beat.rr_1024) == (bpm, energy, rr)
    assert beat.contact == ("not supported", "not supported", "not detected", "detected")[contact]
