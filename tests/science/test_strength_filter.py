"""The filter attributes each surprise to what can cause it: the day, the session, the lifter, the bar."""

import math

import pytest

from dryland.science.belief import Belief
from dryland.science.effort_curve import curve_depth
from dryland.science.strength_filter import (
    BIAS,
    DAY,
    STRENGTH,
    CapacityFilter,
    EffortEvidence,
    advance,
    begin,
    effort_gradient,
    expected_effort,
    learn_effort,
    learn_velocity,
    ln_strength_now,
    tired_by_a_set,
)
from dryland.science.strength_priors import StrengthPriors

PRIORS = StrengthPriors()
LN_100 = math.log(100.0)
DAY_MS = 86_400_000


def started(reps: int = 5, effort: float = 8.0) -> CapacityFilter:
    return begin(LN_100, reps, effort, 0, PRIORS)


def strength_sd(capacity: CapacityFilter) -> float:
    return math.sqrt(capacity.belief.cov[STRENGTH][STRENGTH])


def rated(rpe: float, noise_sd: float = 0.7) -> EffortEvidence:
    return EffortEvidence(rpe - 0.25, rpe + 0.25, noise_sd, rated=True)


def test_the_first_guess_is_the_charts_1rm() -> None:
    assert math.exp(started().belief.mean[STRENGTH]) == pytest.approx(100.0 / 0.811, rel=1e-9)


def test_the_expected_effort_of_the_first_set_is_its_own() -> None:
    assert expected_effort(started(), LN_100, 5) == pytest.approx(8.0)


def test_the_gradient_is_the_slope_of_the_expected_effort() -> None:
    capacity = tired_by_a_set(started())
    effort, gradient = expected_effort(capacity, LN_100, 5), effort_gradient(capacity, LN_100)
    mean = capacity.belief.mean
    for part in range(5):
        nudged = tuple(value + (0.02 if i == part else 0.0) for i, value in enumerate(mean))
        moved = expected_effort(CapacityFilter(Belief(nudged, capacity.belief.cov), 0, 1.0), LN_100, 5)
        assert (moved - effort) / 0.02 == pytest.approx(gradient[part], rel=0.12, abs=0.02)


@pytest.mark.parametrize(("rpe", "stronger"), [(6.5, True), (9.5, False)])
def test_an_easier_set_than_expected_means_more_strength(rpe: float, stronger: bool) -> None:
    before = started()
    after, _ = learn_effort(before, LN_100, 5, rated(rpe))
    assert (after.belief.mean[STRENGTH] > before.belief.mean[STRENGTH]) is stronger
    assert strength_sd(after) < strength_sd(before)


def test_an_open_end_says_nothing_when_it_holds_anyway() -> None:
    before = started(effort=10.0)
    hard = LN_100 + 0.15
    open_above = EffortEvidence(9.75, 1e9, 0.7, rated=True)
    after, _ = learn_effort(before, hard, 5, open_above)
    exact, _ = learn_effort(before, hard, 5, rated(10.0))
    moved = abs(after.belief.mean[STRENGTH] - before.belief.mean[STRENGTH])
    assert moved < 0.35 * abs(exact.belief.mean[STRENGTH] - before.belief.mean[STRENGTH])


def test_one_mistyped_load_moves_strength_by_no_more_than_its_doubt() -> None:
    capacity = started()
    for _ in range(10):
        capacity, _ = learn_effort(capacity, LN_100, 5, rated(8.0))
    after, surprise = learn_effort(capacity, math.log(220.462), 5, rated(8.0))
    assert abs(after.belief.mean[STRENGTH] - capacity.belief.mean[STRENGTH]) <= 3.0 * strength_sd(capacity)
    assert surprise == pytest.approx(9.0)


def test_a_failed_repetition_does_not_teach_about_the_rating_bias() -> None:
    failure = EffortEvidence(9.0, 10.0, 0.3, rated=False)
    after, _ = learn_effort(started(effort=10.0), LN_100, 5, failure)
    assert after.belief.mean[BIAS] == pytest.approx(0.0, abs=1e-12)
    assert after.belief.cov[BIAS][BIAS] == pytest.approx(PRIORS.bias_sd**2)


def test_fatigue_lowers_what_can_be_done_now_but_not_the_strength() -> None:
    capacity = tired_by_a_set(tired_by_a_set(started()))
    assert ln_strength_now(capacity) == pytest.approx(capacity.belief.mean[STRENGTH] - 2 * PRIORS.fatigue_per_set)


def test_half_of_the_fatigue_is_gone_after_its_half_life() -> None:
    rested = advance(tired_by_a_set(started()), round(PRIORS.fatigue_half_life_min * 60_000), PRIORS)
    assert rested.fatigue == pytest.approx(0.5)


def test_another_day_forgets_form_and_fatigue_and_doubts_strength_more() -> None:
    capacity, _ = learn_effort(tired_by_a_set(started()), LN_100, 5, rated(6.5))
    assert capacity.belief.mean[DAY] > 0.0
    later = advance(capacity, 7 * DAY_MS, PRIORS)
    assert (later.fatigue, later.belief.mean[DAY]) == (0.0, 0.0)
    assert later.belief.cov[DAY][DAY] == pytest.approx(PRIORS.day_form_sd**2)
    assert later.belief.cov[DAY][STRENGTH] == later.belief.cov[STRENGTH][DAY] == 0.0
    assert strength_sd(later) ** 2 - strength_sd(capacity) ** 2 == pytest.approx(7 * PRIORS.drift_sd_per_day**2)


def test_an_earlier_time_changes_nothing() -> None:
    capacity = started()
    assert advance(capacity, -5, PRIORS) is capacity


def test_one_good_day_is_shared_between_form_and_strength() -> None:
    settled = started()
    for _ in range(6):
        settled, _ = learn_effort(settled, LN_100, 5, rated(8.0))
        settled = advance(settled, settled.at_ms + 3 * DAY_MS, PRIORS)
    better, _ = learn_effort(settled, LN_100, 5, rated(6.5))
    gained = better.belief.mean[STRENGTH] - settled.belief.mean[STRENGTH]
    assert 0.0 < gained < ln_strength_now(better) - ln_strength_now(settled)


def test_velocities_teach_the_personal_line_and_then_the_form_of_the_day() -> None:
    capacity = started()
    true_at_max_ms, true_slope_ms = 0.32, 1.05
    ln_1rm = LN_100 + curve_depth(7.0)
    for share in (0.6, 0.7, 0.8, 0.85, 0.7, 0.8, 0.6, 0.75):
        velocity_ms = true_at_max_ms - true_slope_ms * math.log(share)
        capacity = learn_velocity(capacity, ln_1rm + math.log(share), velocity_ms, PRIORS)
    reserve = -math.log(0.7)
    line_ms = capacity.belief.mean[5] + capacity.belief.mean[6] * (ln_strength_now(capacity) - ln_1rm + reserve)
    assert line_ms == pytest.approx(true_at_max_ms + true_slope_ms * reserve, abs=0.02)
    next_day = advance(capacity, 2 * DAY_MS, PRIORS)
    slower = learn_velocity(next_day, ln_1rm - reserve, line_ms - 0.1, PRIORS)
    assert slower.belief.mean[DAY] < -0.01
    assert ln_strength_now(slower) < ln_strength_now(next_day)
