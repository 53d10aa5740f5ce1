"""A day is the club's own: it ends at midnight of its time zone, not of Greenwich."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.floor.days import day_of, zone_named
from dryland.floor.settings import FloorSettings


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("zone", "first", "second", "same"),
    [
        # 20:00 and 23:30 in Vancouver lie on two UTC days.
        ("America/Vancouver", "2026-11-02T04:00:00+00:00", "2026-11-02T07:30:00+00:00", True),
        ("America/Vancouver", "2026-11-01T23:00:00+00:00", "2026-11-02T07:30:00+00:00", True),
        # An evening and the next morning in Stockholm can be one UTC day.
        ("Europe/Stockholm", "2026-07-01T21:30:00+00:00", "2026-07-01T22:30:00+00:00", False),
        # The night in which the clock goes back has one hour twice, and both are of one day.
        ("Europe/Stockholm", "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00", True),
        ("UTC", "2026-07-01T23:59:59+00:00", "2026-07-02T00:00:00+00:00", False),
    ],
)
def test_midnight_of_the_zone_parts_days(zone: str, first: str, second: str, same: bool) -> None:
    assert (day_of(ms(first), zone) == day_of(ms(second), zone)) is same


@given(st.integers(0, 4_000_000_000_000), st.integers(0, 86_400_000))
def test_days_go_with_time_and_no_two_times_within_a_day_are_two_days_apart(at_ms: int, later_ms: int) -> None:
    zone = "America/St_Johns"
    assert 0 <= day_of(at_ms + later_ms, zone) - day_of(at_ms, zone) <= 2
    assert day_of(at_ms) == at_ms // 86_400_000
    assert datetime.fromtimestamp(at_ms / 1000, UTC).date().toordinal() == day_of(at_ms) + 719_163


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../etc/passwd", "Stockholm\x00"])
def test_a_zone_that_does_not_exist_is_said(name: str) -> None:
    with pytest.raises(ValueError, match="there is no time zone"):
        zone_named(name)
    with pytest.raises(ValueError, match="Europe/Stockholm"):
        FloorSettings(time_zone=name)
