"""A machine's power against the hearts of those who are on it: even minutes, and what the player's former ones say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.science.power_at_heart_rate import SteadyMinute, power_residual_pct, steady_minutes


def minutes(power: Any, seconds: int = 120, hr: Any = 150, step_s: int = 1) -> list[SteadyMinute]:
    at = list(range(0, seconds, step_s))
    return steady_minutes(at, [power(s) if callable(power) else power for s in at], [hr] * len(at))


def test_even_minutes_are_found_one_after_the_other() -> None:
    assert minutes(200, 180) == [SteadyMinute(200, 150)] * 3
    assert minutes(200, 58) == [SteadyMinute(200, 150)]
    assert minutes(200, 50) == []
    assert steady_minutes([], [], []) == []


def test_a_heart_counts_where_it_has_caught_up() -> None:
    at = list(range(60))
    assert steady_minutes(at, [200] * 60, [100 if s < 30 else 160 for s in at]) == [SteadyMinute(200, 160)]
    assert steady_minutes(at, [200] * 60, [140 if s < 30 else None for s in at]) == []


@pytest.mark.parametrize(
    ("power", "found"), [(lambda s: 100 if s % 2 else 200, 0), (20, 0), (None, 0), (lambda s: 195 + 10 * (s % 2), 2)]
)
def test_a_minute_of_uneven_of_hardly_any_or_of_no_power_is_none(power: Any, found: int) -> None:
    assert len(minutes(power)) == found


def test_a_gap_of_more_than_five_seconds_ends_a_minute() -> None:
    at = [*range(40), *range(50, 90)]
    assert steady_minutes(at, [200] * 80, [150] * 80) == []
    assert len(minutes(200, 120, step_s=5)) == 2


def test_columns_of_different_lengths_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="same length"):
        steady_minutes([0, 1], [200], [150, 150])


FORMER = [SteadyMinute(100 + 4 * beat, 100 + 2 * beat) for beat in range(30)]


def test_a_machine_that_reads_a_tenth_too_much_shows_it() -> None:
    now = [SteadyMinute(1.1 * each.power_w, each.heart_rate_bpm) for each in FORMER[5:10]]
    assert power_residual_pct(now, FORMER) == pytest.approx(10)


@pytest.mark.parametrize(
    ("now", "former"),
    [
        (FORMER[:2], FORMER),
        (FORMER[:5], FORMER[:19]),
        (FORMER[:5], [SteadyMinute(200, 150)] * 30),
        (FORMER[:5], [SteadyMinute(300 - each.power_w, each.heart_rate_bpm) for each in FORMER]),
        ([SteadyMinute(300, 190)] * 5, FORMER),
        ([], FORMER),
    ],
)
def test_what_cannot_be_compared_has_no_residual(now: list[SteadyMinute], former: list[SteadyMinute]) -> None:
    assert power_residual_pct(now, former) is None


@given(st.floats(0.5, 2), st.floats(0.5, 2))
def test_more_power_at_the_same_hearts_never_makes_less_of_a_residual(one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = [
        power_residual_pct([SteadyMinute(share * each.power_w, each.heart_rate_bpm) for each in FORMER], FORMER)
        for share in (low, high)
    ]
    assert None not in found
    assert found[0] <= found[1] + 1e-9  # type: ignore[operator]
