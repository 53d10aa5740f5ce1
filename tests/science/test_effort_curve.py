"""The curve follows the chart, goes on beyond it, and can be read both ways."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.science.effort_curve import curve_depth, curve_slope, reps_at_depth
from dryland.science.rpe_chart import rts_pct1rm


@pytest.mark.parametrize("reps", range(1, 13))
@pytest.mark.parametrize("rpe", [6.0, 7.5, 9.0, 10.0])
def test_the_curve_is_the_chart(reps: int, rpe: float) -> None:
    pct = rts_pct1rm(reps, rpe)
    assert pct is not None
    assert 100.0 * math.exp(-curve_depth(reps + 10.0 - rpe)) == pytest.approx(pct)


@given(st.floats(min_value=-5.0, max_value=40.0))
def test_depth_and_repetitions_are_inverse(reps_in_all: float) -> None:
    assert reps_at_depth(curve_depth(reps_in_all)) == pytest.approx(reps_in_all, abs=1e-9)


@given(st.floats(min_value=-5.0, max_value=40.0), st.floats(min_value=1e-3, max_value=5.0))
def test_more_repetitions_are_possible_only_with_less_load(reps_in_all: float, more: float) -> None:
    assert curve_depth(reps_in_all + more) > curve_depth(reps_in_all)


@given(st.floats(min_value=-5.0, max_value=40.0))
def test_a_repetition_costs_between_two_and_seven_per_cent(reps_in_all: float) -> None:
    assert 0.02 < curve_slope(reps_in_all) < 0.07
