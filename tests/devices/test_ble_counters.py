"""Counters that wrap give true cadences, speeds and beat intervals; a pause is neither a spike nor a zero too early."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.devices.ant_heart_rate import ant_rr_ms, decode_ant_heart_rate, rr_between_ms
from dryland.devices.cycling import CrankCadence, crank_rpm, wheel_speed_kmh


@given(rev=st.integers(0, 65535), t=st.integers(0, 65535), turns=st.integers(1, 5), ticks=st.integers(1, 60_000))
def test_cadence_does_not_care_where_the_counters_wrap(rev: int, t: int, turns: int, ticks: int) -> None:
    rpm = crank_rpm(rev, t, (rev + turns) % 65536, (t + ticks) % 65536)
    assert rpm == pytest.approx(turns * 60 * 1024 / ticks)


def test_the_same_event_twice_gives_no_cadence() -> None:
    assert crank_rpm(10, 512, 10, 512) is None
    assert wheel_speed_kmh(10, 512, 10, 512) is None


def test_wheel_speed_uses_the_clock_of_its_characteristic() -> None:
    assert wheel_speed_kmh(2**32 - 1, 0, 3, 1024, circumference_m=2.0) == pytest.approx(28.8)
    assert wheel_speed_kmh(0, 0, 4, 2048, circumference_m=2.0, ticks_per_s=2048) == pytest.approx(28.8)


def test_cadence_is_held_through_repeated_events_and_then_falls_to_zero() -> None:
    cadence = CrankCadence(still_after_s=2.5)
    assert cadence.add(100, 1024, 0.0) is None
    assert cadence.add(101, 1707, 1.0) == pytest.approx(60 * 1024 / 683)
    assert cadence.add(101, 1707, 2.0) == pytest.approx(60 * 1024 / 683)
    assert cadence.add(101, 1707, 3.6) == 0.0
    assert cadence.add(102, 2731, 4.0) == pytest.approx(60.0)


def test_a_pause_longer_than_the_clock_gives_no_cadence_from_a_wrapped_difference() -> None:
    cadence = CrankCadence()
    cadence.add(100, 1024, 0.0)
    cadence.add(101, 2048, 1.0)
    cadence.add(101, 2048, 10.0)
    assert cadence.add(102, 2100, 90.0) == 0.0


def test_ant_intervals_need_exactly_one_beat_between_the_pages() -> None:
    first = decode_ant_heart_rate(bytes.fromhex("00ffffff0008ff8c"))
    next_beat = decode_ant_heart_rate(bytes.fromhex("00ffffff000c008c"))
    two_beats_on = decode_ant_heart_rate(bytes.fromhex("00ffffff0010018c"))
    assert rr_between_ms(first, next_beat) == 1000.0
    assert rr_between_ms(first, first) is None
    assert rr_between_ms(first, two_beats_on) is None
    assert ant_rr_ms(65000, 400) == 914.0625
