"""What is no number never becomes a figure; what no sensor told is no data. Limits hold for whatever is measured."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dryland import science
from dryland.science import FUNCTIONS
from dryland.science.inputs import finite_inputs

HEARTS = st.lists(st.one_of(st.none(), st.integers(0, 230)), max_size=60)


def kept(x: float, many: list[float] | None = None, by: dict[str, float] | None = None) -> str:
    return "kept"


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_named_with_its_place(wrong: float) -> None:
    call: Any = finite_inputs(kept)
    assert call(1.0, [1, 2.0], by={"a": 3.0}) == "kept"
    assert call(1.0, None) == "kept"
    for given_, where in (
        ((wrong,), "x"),
        ((1.0, [0.0, wrong]), r"many\[1\]"),
        ((1.0, None, {"a": wrong}), r"by\['a'\]"),
    ):
        with pytest.raises(ValueError, match=f"^{where} must be a finite number"):
            call(*given_)
    with pytest.raises(ValueError, match=r"many\[0\] must be a number, not None"):
        call(1.0, [None])


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("ewma_load", {"loads": [None, 30.0], "n": 7}),
        ("acwr_rolling_coupled", {"loads": [math.nan] + [30.0] * 27}),
        ("monotony", {"loads": [1.0, math.inf]}),
        ("trimp_banister", {"minutes": 30, "hr_avg": math.nan, "hr_rest": 50, "hr_max": 190, "sex": "male"}),
        ("auc_mann_whitney", {"score": [0.1, math.nan], "y": [0, 1]}),
        ("kcal_keytel", {"sex": "male", "hr": math.nan, "kg": 80, "age": 22, "minutes": 10}),
        ("sprint_decrement_pct", {"times_s": [5.0, math.nan]}),
        ("wbal_froncioni_skiba_clarke", {"power": [200, math.nan], "cp": 250, "w_prime": 20_000}),
        ("wbal_froncioni_skiba_clarke", {"power": [200, 300], "cp": 250, "w_prime": 20_000, "index": 2}),
        ("wbal_skiba2012_integral_rle", {"rle": [[200, 2]], "cp": 250, "w_prime": 20_000, "indices": [5]}),
        ("zones_explicit", {"values": [1.0], "edges": [math.nan]}),
        ("zone_compliance_pct", {"hr": [100], "low": math.nan, "high": 150}),
        ("plates_per_side", {"load_kg": math.inf, "bar_kg": 20, "plates_kg": [20]}),
        ("rest_by_effort_s", {"base_s": 120, "rpe": math.nan}),
    ],
)
def test_no_formula_makes_a_figure_of_it(name: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must|lies beyond"):
        FUNCTIONS[name](**inputs)


@given(HEARTS, st.integers(60, 200))
def test_a_run_above_a_bound_has_no_moment_without_a_heart_rate(hearts: list[int | None], bound: int) -> None:
    for first, last in science.sustained_above_s(hearts, bound, min_s=3):
        assert last - first + 1 >= 3
        assert all(bpm is not None and bpm > bound for bpm in hearts[first : last + 1])


@given(HEARTS, st.integers(60, 200))
def test_a_target_is_reached_by_a_heart_and_never_by_a_strap_that_fell_off(
    hearts: list[int | None], target: int
) -> None:
    at_s = science.seconds_to_hr_target(hearts, target)
    reached = [place for place, bpm in enumerate(hearts) if bpm and bpm <= target]
    assert at_s == (reached[0] if reached else None)


@given(HEARTS)
def test_what_was_not_recorded_changes_no_share(hearts: list[int | None]) -> None:
    known = [bpm for bpm in hearts if bpm is not None]
    assert science.hr_above_pct_hrmax_fraction(hearts, 190) == science.hr_above_pct_hrmax_fraction(known, 190)
    assert science.zone_compliance_pct(hearts, 120, 150) == science.zone_compliance_pct(known, 120, 150)
    assert science.time_in_zone_s(hearts, 190) == science.time_in_zone_s(known, 190)


@given(st.lists(st.tuples(st.floats(1, 500), st.booleans()), min_size=2, max_size=20), st.randoms())
def test_the_order_in_which_failures_are_told_changes_nothing(rows: list[tuple[float, bool]], chance: Any) -> None:
    assume(sum(failed for _, failed in rows) >= 1)
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = (
        science.kaplan_meier([time for time, _ in each], [int(failed) for _, failed in each]) for each in (rows, mixed)
    )
    assert one == pytest.approx(other)
    values = list(one.values())
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 for value in values)


@given(st.lists(st.floats(1, 400), min_size=1, max_size=20), st.randoms())
def test_crow_amsaa_does_not_care_for_the_order_of_repairs(times: list[float], chance: Any) -> None:
    mixed = list(times)
    chance.shuffle(mixed)
    assert science.crow_amsaa_mle(times, 500.0) == pytest.approx(science.crow_amsaa_mle(mixed, 500.0))


@given(st.floats(1, 12), st.floats(1, 12), st.floats(20, 300))
def test_more_repetitions_with_a_load_never_mean_less_strength(one: float, other: float, load: float) -> None:
    few, many = sorted((round(one), round(other)))
    for name in ("e1rm_epley", "e1rm_brzycki", "e1rm_lombardi", "e1rm_mayhew", "e1rm_oconner", "e1rm_wathan"):
        low, high = FUNCTIONS[name](load, few), FUNCTIONS[name](load, many)
        assert low is None or high is None or low <= high + 1e-9
        assert FUNCTIONS[name](load, 13) is None or name in {"e1rm_mayhew", "e1rm_wathan"}


@given(st.floats(60, 230), st.floats(60, 230))
def test_a_higher_heart_is_never_in_a_lower_zone(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert science.zone5_pct_hrmax(low, 190) <= science.zone5_pct_hrmax(high, 190)
    for sport in ("bike", "run"):
        assert science.friel_zone(sport, low, 170) <= science.friel_zone(sport, high, 170)
    minutes, rest, top = 30, 50, 190
    assert science.trimp_banister(minutes, low, rest, top, "female") <= science.trimp_banister(
        minutes, high, rest, top, "female"
    )


@given(st.lists(st.floats(0, 1500), min_size=30, max_size=90))
def test_weighted_power_lies_between_the_mean_of_windows_and_their_top(power: list[float]) -> None:
    weighted = science.normalized_power(power_w=power)
    windows = [sum(power[place : place + 30]) / 30 for place in range(len(power) - 29)]
    assert weighted is not None
    assert sum(windows) / len(windows) - 1e-6 <= weighted <= max(windows) + 1e-6
