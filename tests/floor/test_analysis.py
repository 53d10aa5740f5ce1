"""What is computed sample by sample while people ride is what the published methods say of the whole."""

from __future__ import annotations

from math import fsum

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland import science
from dryland.floor.analysis import PlayerAnalysis
from dryland.floor.settings import FloorSettings
from tests.floor.world import PROFILE, T0

RIDES = st.lists(st.integers(0, 900), min_size=30, max_size=120)
HEARTS = st.lists(st.integers(95, 135), min_size=2, max_size=60)
"""Heart rates that no rule about jumps holds back."""


def ridden(watts: list[int]) -> PlayerAnalysis:
    """An interval at one value a second."""
    analysis = PlayerAnalysis(PROFILE, FloorSettings())
    analysis.begin(T0, float(len(watts)), None, None)
    for second, value in enumerate(watts):
        analysis.power_w(T0 + second * 1000, value)
    analysis.close()
    return analysis


@given(RIDES)
def test_weighted_power_and_balance_are_those_of_the_whole_ride(watts: list[int]) -> None:
    analysis = ridden(watts)
    assert PROFILE.cp_w is not None
    assert PROFILE.w_prime_j is not None
    assert analysis.normalized_power_w == pytest.approx(science.normalized_power(power_w=watts), abs=1e-6)
    balance = science.wbal_froncioni_skiba_clarke(watts, PROFILE.cp_w, PROFILE.w_prime_j)
    assert analysis.wbal_j == pytest.approx(balance[-1])
    assert analysis.kcal == pytest.approx(science.kcal_from_power(fsum(watts), 1.0, FloorSettings().gross_efficiency))


@pytest.mark.parametrize("sex", ["male", "female"])
@given(hearts=HEARTS)
def test_impulse_is_the_published_one_summed_over_samples(sex: str, hearts: list[int]) -> None:
    profile = msgspec.structs.replace(PROFILE, sex=sex)
    analysis = PlayerAnalysis(profile, FloorSettings())
    for second, bpm in enumerate(hearts):
        analysis.heart_rate(T0 + second * 1000, bpm)
    assert profile.hr_rest is not None
    assert profile.hr_max is not None
    expected = science.trimp_banister_samples(hearts, 1.0, profile.hr_rest, profile.hr_max, profile.sex)
    assert analysis.trimp == pytest.approx(expected)


@given(HEARTS)
def test_time_in_zones_is_that_of_the_zones_of_the_maximum(hearts: list[int]) -> None:
    profile = msgspec.structs.replace(PROFILE, hr_zones=None)
    analysis = PlayerAnalysis(profile, FloorSettings())
    analysis.begin(T0, float(len(hearts)), None, None)
    for second, bpm in enumerate(hearts):
        analysis.heart_rate(T0 + second * 1000, bpm)
    assert profile.hr_max is not None
    assert analysis.tally is not None
    assert analysis.tally.zone_s == pytest.approx(science.time_in_zone_s(hearts, profile.hr_max))
