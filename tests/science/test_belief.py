"""Conditioning a Gaussian is exact, intervals are moment-matched, and covariances stay covariances."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.science.belief import condition, independent, project, truncated_normal, widen


def test_an_exact_observation_of_one_part_is_the_textbook_update() -> None:
    prior = independent((10.0, 0.0), (2.0, 1.0))
    reach, known_var = project(prior, (1.0, 0.0))
    after = condition(prior, reach, known_var + 1.0, 12.0 - 10.0)
    assert after.mean == pytest.approx((10.0 + 0.8 * 2.0, 0.0))
    assert after.cov[0][0] == pytest.approx(0.8)
    assert after.cov[1][1] == pytest.approx(1.0)


def test_observing_a_sum_ties_its_parts_together() -> None:
    prior = independent((0.0, 0.0), (1.0, 1.0))
    reach, known_var = project(prior, (1.0, 1.0))
    after = condition(prior, reach, known_var, 2.0)
    assert after.mean == pytest.approx((1.0, 1.0))
    assert after.cov[0][1] == pytest.approx(-0.5)


def test_an_interval_that_says_nothing_changes_nothing() -> None:
    prior = independent((3.0,), (1.5,))
    mean, kept_var = truncated_normal(3.0, 1.5, -1e9, 1e9)
    reach, var = project(prior, (1.0,))
    after = condition(prior, reach, var, mean - 3.0, kept_var)
    assert after.mean == pytest.approx((3.0,))
    assert after.cov[0][0] == pytest.approx(2.25)


def test_the_half_normal_has_its_known_moments() -> None:
    mean, var = truncated_normal(0.0, 1.0, 0.0, 1e9)
    assert mean == pytest.approx(math.sqrt(2.0 / math.pi))
    assert var == pytest.approx(1.0 - 2.0 / math.pi)


@given(st.floats(-50, 50), st.floats(0.05, 20), st.floats(-50, 50), st.floats(0.01, 30))
def test_a_truncated_normal_lies_in_its_interval_and_is_narrower(
    mean: float, sd: float, low: float, width: float
) -> None:
    inside, var = truncated_normal(mean, sd, low, low + width)
    assert low - 1e-6 <= inside <= low + width + 1e-6
    assert 0.0 <= var <= sd * sd


_PARTS = st.lists(st.tuples(st.floats(-2, 2), st.floats(0.05, 2)), min_size=2, max_size=5)


@given(_PARTS, st.lists(st.floats(-3, 3), min_size=5, max_size=5), st.floats(0.1, 3), st.floats(-3, 3))
def test_learning_never_widens_a_belief(
    parts: list[tuple[float, float]], gradient: list[float], noise_sd: float, shift: float
) -> None:
    prior = independent([mean for mean, _ in parts], [sd for _, sd in parts])
    reach, known_var = project(prior, gradient[: len(parts)])
    after = condition(prior, reach, known_var + noise_sd**2, shift)
    for i in range(len(parts)):
        assert -1e-12 <= after.cov[i][i] <= prior.cov[i][i] + 1e-12
        assert after.cov[i][0] == pytest.approx(after.cov[0][i])


def test_time_widens_only_what_may_move() -> None:
    later = widen(independent((0.0, 0.0), (1.0, 1.0)), (0.5, 0.0))
    assert (later.cov[0][0], later.cov[1][1]) == (1.5, 1.0)
