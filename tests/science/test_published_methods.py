"""What holds of every published method: it is documented, exampled, refuses nonsense, and keeps its invariants."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dryland.science as science
from dryland.devices.sensor_functions import FUNCTIONS as SENSORS
from dryland.science import FUNCTIONS

EXAMPLED = {row["function"] for row in json.loads(Path(__file__).with_name("worked_examples.json").read_text())}
KEYED_BY_NUMBERS = {"loadable_kg", "plate_change", "plates_from_inventory"}  # in test_loading


def test_every_function_has_a_worked_example() -> None:
    assert set(FUNCTIONS) | set(SENSORS) == EXAMPLED | KEYED_BY_NUMBERS


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_public_and_says_where_it_comes_from(name: str) -> None:
    text = FUNCTIONS[name].__doc__
    assert text is not None
    assert name in science.__all__
    assert any(word in text for word in ("Source:", "By definition", "Arithmetic", "rovisional")), text


NONSENSE: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (science.e1rm_epley, {"load_kg": -1, "reps": 5}),
    (science.e1rm_epley, {"load_kg": math.nan, "reps": 5}),
    (science.round_load, {"target_kg": 100, "smallest_plate_kg": 0}),
    (science.round_load, {"target_kg": 100, "mode": "sideways"}),
    (science.rest_min_seconds, {"goal": "glory"}),
    (science.pct1rm_conceicao, {"lift": "curl", "mpv_ms": 0.5}),
    (science.hrmax_nes, {"age": -1}),
    (science.pct_hrr, {"hr": 120, "hr_rest": 60, "hr_max": 60}),
    (science.friel_zone, {"sport": "chess", "hr": 120, "lthr": 160}),
    (science.trimp_banister, {"minutes": 1, "hr_avg": 120, "hr_rest": 60, "hr_max": 190, "sex": "x"}),
    (science.trimp_banister, {"minutes": 1, "hr_avg": 120, "hr_rest": 190, "hr_max": 190, "sex": "male"}),
    (science.trimp_edwards, {"minutes_in_zone": [1, 2, 3]}),
    (science.srpe_load, {"rpe_cr10": 11, "minutes": 60}),
    (science.normalized_power, {"rle": [[200, 60]], "startup": "middle"}),
    (science.normalized_power, {}),
    (science.wbal_skiba2012_integral, {"power": [300, 300], "cp": 250, "w_prime": 20000}),
    (science.wbal_froncioni_skiba_clarke, {"power": [300], "cp": 250, "w_prime": 0}),
    (science.c2_watts, {"pace_s_per_500m": 0}),
    (science.cones_m, {"test": "moonwalk"}),
    (science.t_test_grade, {"sex": "male", "seconds": 0}),
    (science.fault_policy, {"test": "t_test", "fault": "sneezed"}),
    (science.rsi, {"flight_s": 0.5, "contact_s": 0.2, "form": "guess"}),
    (science.monotony, {"loads": [1, 2], "sd": "guess"}),
    (science.ctl, {"loads": [1], "kernel": "guess"}),
    (science.tsb, {"loads": [1], "form": "guess"}),
    (science.hooper_index, {"sleep": 0, "fatigue": 1, "stress": 1, "soreness": 1}),
    (science.mclean_wellness, {"fatigue": 1.3, "sleep": 1, "soreness": 1, "stress": 1, "mood": 1}),
    (science.ppv, {"sensitivity": 1.1, "specificity": 0.5, "prevalence": 0.1}),
    (science.recalibrated_to_prevalence, {"p": 0.5, "trained_prevalence": 0, "true_prevalence": 0.1}),
    (science.weibull_mle, {"times": [0, 5]}),
    (science.weibull_b_life, {"p": 1, "beta": 1, "eta": 1}),
    (science.crow_amsaa_mle, {"times": [10, 20], "end": 15}),
    (science.ewma_series, {"x": [1.0], "start": 1, "weight": 0}),
    (science.ewma_signals, {"x": [1.0], "start": 1, "sigma": 1, "limits": "guess"}),
]


@pytest.mark.parametrize(("method", "inputs"), NONSENSE)
def test_nonsense_is_refused_with_the_reason(method: Callable[..., Any], inputs: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".{10,}"):
        method(**inputs)


def test_a_symbol_and_its_name_together_are_refused() -> None:
    with pytest.raises(TypeError, match="same argument"):
        science.ewma_series(**{"x": [1.0], "start": 1.0, "weight": 0.2, "lambda": 0.2})


@given(st.floats(1, 400), st.integers(1, 10))
def test_more_reps_with_a_load_never_mean_a_lower_maximum(load_kg: float, reps: int) -> None:
    for formula in (science.e1rm_epley, science.e1rm_brzycki, science.e1rm_lombardi, science.e1rm_oconner):
        fewer, more = formula(load_kg, reps), formula(load_kg, reps + 1)
        assert fewer is not None
        assert more is not None
        assert load_kg <= fewer <= more


@given(st.floats(0, 120), st.floats(40, 80), st.floats(170, 210))
def test_karvonen_and_percent_of_reserve_undo_each_other(pct: float, rest: float, top: float) -> None:
    hr = science.karvonen_hr(hr_rest=rest, hr_max=top, pct=pct)
    assert science.pct_hrr(hr=hr, hr_rest=rest, hr_max=top) == pytest.approx(pct, abs=1e-9)


@given(st.floats(10, 1500))
def test_pace_and_watts_undo_each_other(watts: float) -> None:
    assert science.c2_watts(science.c2_pace_s_per_500m(watts)) == pytest.approx(watts)
    assert science.bikeerg_watts(science.bikeerg_pace_s_per_1000m(watts)) == pytest.approx(watts)


@given(st.lists(st.floats(0, 1500), min_size=30, max_size=150))
def test_weighted_power_is_at_least_the_mean_of_its_windows(power: list[float]) -> None:
    weighted = science.normalized_power(power_w=power)
    windows = [sum(power[i : i + 30]) / 30 for i in range(len(power) - 29)]
    assert weighted is not None
    assert weighted >= sum(windows) / len(windows) - 1e-6
    assert weighted <= max(windows) + 1e-6


@given(st.floats(0, 300), st.integers(150, 220))
def test_a_heart_rate_has_one_zone_and_its_bounds_hold(hr: float, hr_max: int) -> None:
    zone = science.zone5_pct_hrmax(hr, hr_max)
    bounds = [0.0, *science.zone5_bounds_bpm(hr_max), math.inf]
    assert bounds[zone] <= hr < bounds[zone + 1]


@given(st.lists(st.floats(1, 2000), min_size=28, max_size=60))
def test_a_coupled_ratio_lies_between_zero_and_four(loads: list[float]) -> None:
    coupled, uncoupled = science.acwr_rolling_coupled(loads), science.acwr_rolling_uncoupled(loads)
    assert coupled is not None
    assert uncoupled is not None
    assert 0 < coupled < 4
    # The two move together: c = 4u/(u + 3).
    assert coupled == pytest.approx(4 * uncoupled / (uncoupled + 3))


@given(
    st.lists(st.floats(1, 10_000), min_size=3, max_size=40, unique=True),
    st.floats(0.001, 1000),
)
def test_a_lifetime_fit_solves_its_own_equation_and_scales(times: list[float], scale: float) -> None:
    fit = science.weibull_mle(times)
    assert fit is not None
    beta = fit["beta"]
    if beta > 500:
        return
    assert sum((t / fit["eta"]) ** beta for t in times) == pytest.approx(len(times), rel=1e-6)
    scaled = science.weibull_mle([t * scale for t in times])
    assert scaled is not None
    assert scaled["beta"] == pytest.approx(beta, rel=1e-6)


@given(st.lists(st.tuples(st.floats(1, 100), st.integers(0, 1)), min_size=1, max_size=30))
def test_a_survival_curve_only_falls(lifetimes: list[tuple[float, int]]) -> None:
    curve = science.kaplan_meier([t for t, _ in lifetimes], [e for _, e in lifetimes])
    values = list(curve.values())
    assert list(curve) == sorted(curve)
    assert all(0 <= value <= 1 for value in values)
    assert values == sorted(values, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=2, max_size=30))
def test_discrimination_counts_pairs(rows: list[tuple[int, float]]) -> None:
    y, score = [label for label, _ in rows], [value for _, value in rows]
    pairs = [(p, n) for p, a in zip(score, y, strict=True) if a for n, b in zip(score, y, strict=True) if not b]
    expected = sum((p > n) + (p == n) / 2 for p, n in pairs) / len(pairs) if pairs else None
    assert science.auc_mann_whitney(y, score) == (expected if expected is None else pytest.approx(expected))
