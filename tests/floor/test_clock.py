"""Pause-aware time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.floor.clock import Pause, SessionClock
from dryland.floor.workout import at_time, to_ms


def clock_of(*pauses: tuple[int, int | None]) -> SessionClock:
    return SessionClock(start_ms=0, pauses=[Pause(begin, end) for begin, end in pauses])


@pytest.mark.parametrize(
    ("pauses", "from_ms", "active_ms", "over_ms"),
    [
        ((), 0, 100, 100),
        (((50, 80),), 0, 100, 130),
        (((50, 80),), 60, 100, 180),
        (((50, 80),), 80, 100, 180),
        (((100, 200),), 0, 100, 100),
        (((50, None),), 0, 100, None),
        (((150, None),), 0, 100, 100),
        (((10, 20), (30, 60)), 0, 100, 140),
    ],
)
def test_an_amount_of_active_time_is_over_after_the_pauses_in_it(
    pauses: tuple[tuple[int, int | None], ...], from_ms: int, active_ms: int, over_ms: int | None
) -> None:
    assert clock_of(*pauses).after_active_ms(from_ms, active_ms) == over_ms


spans = st.lists(st.integers(1, 1_000), max_size=8)


@given(spans, st.integers(0, 500), st.integers(0, 3_000))
def test_the_end_of_an_amount_of_active_time_lies_exactly_that_much_active_time_later(
    lengths: list[int], from_ms: int, active_ms: int
) -> None:
    edges, at = [], 0
    for length in lengths:
        at += length
        edges.append(at)
    pauses = [(edges[i], edges[i + 1]) for i in range(0, len(edges) - 1, 2)]
    clock = clock_of(*pauses)
    over_ms = clock.after_active_ms(from_ms, active_ms)
    assert over_ms is not None
    assert clock.active_between_ms(from_ms, over_ms) == active_ms


def test_the_duration_stands_while_a_pause_lasts_and_after_the_end() -> None:
    clock = clock_of((50, None))
    assert clock.duration_ms(70) == 50
    clock.pauses[0].to_ms = 90
    assert clock.duration_ms(100) == 60
    clock.end_ms = 100
    assert clock.duration_ms(5_000) == 60
    assert SessionClock().duration_ms(5_000) == 0


@given(at_ms=st.lists(st.integers(0, 4_102_444_800_000), min_size=1, max_size=8))
def test_a_time_is_the_same_moment_whether_it_was_asked_for_just_before_or_not(at_ms: list[int]) -> None:
    for each in [*at_ms, *at_ms, *reversed(at_ms)]:
        at = at_time(each)
        assert at == datetime.fromtimestamp(each / 1000, UTC)
        assert to_ms(at) == to_ms(datetime.fromtimestamp(each / 1000, UTC)) == each
