"""Loads come out to the gram: what is called loadable is on the bar, and nothing is lost to rounding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.science import (
    loadable_kg,
    plate_change,
    plates_from_inventory,
    plates_per_side,
    round_load,
    tempo_tut_seconds,
)

PLATES = [25, 20, 15, 10, 5, 2.5, 1.25]
PAIRS = st.dictionaries(st.sampled_from([25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25, 0.5]), st.integers(0, 3), max_size=6)


@given(st.floats(0, 500), st.sampled_from(["nearest", "down", "up"]))
def test_a_rounded_load_can_be_put_on_the_bar(target_kg: float, mode: str) -> None:
    load_kg = round_load(target_kg, bar_kg=20, smallest_plate_kg=1.25, mode=mode)
    side = plates_per_side(load_kg, 20, PLATES)
    assert side is not None
    assert 20 + 2 * sum(side) == pytest.approx(load_kg)
    assert abs(load_kg - max(target_kg, 20)) <= (1.2501 if mode == "nearest" else 2.5001)


def test_the_rack_finds_the_load_that_a_greedy_fill_misses() -> None:
    pairs = {25.0: 1, 20.0: 2, 1.25: 1}
    assert plates_from_inventory(100, 20, pairs) == [20, 20]
    assert plates_per_side(100, 20, [25, 20]) is None


def test_the_rack_runs_out_of_plates() -> None:
    assert plates_from_inventory(200, 20, {25.0: 2, 1.25: 1}) is None
    assert loadable_kg(200, 20, {25.0: 2, 1.25: 1}) == 122.5
    assert loadable_kg(200, 20, {25.0: 2, 1.25: 1}, mode="up") is None
    assert loadable_kg(10, 20, {25.0: 2}, mode="down") is None


def test_a_tie_between_two_loads_goes_to_the_heavier() -> None:
    assert loadable_kg(45, 20, {25.0: 1}) == 70


@given(PAIRS, st.floats(20, 300))
def test_every_load_the_rack_offers_is_made_of_its_plates(pairs: dict[float, int], target_kg: float) -> None:
    load_kg = loadable_kg(target_kg, 20, pairs)
    assert load_kg is not None
    side = plates_from_inventory(load_kg, 20, pairs)
    assert side is not None
    assert 20 + 2 * sum(side) == pytest.approx(load_kg)
    assert all(side.count(plate) <= pairs[plate] for plate in side)


def test_a_change_of_plates_keeps_what_both_stacks_share() -> None:
    change = plate_change([25, 10, 1.25], [25, 15])
    assert change.strip_kg == [1.25, 10]
    assert change.add_kg == [15]
    assert plate_change([25], [25]) == ([], [])


@pytest.mark.parametrize("tempo", ["", "310", "31Y0", "31000"])
def test_a_tempo_that_is_not_four_beats_is_refused(tempo: str) -> None:
    with pytest.raises(ValueError, match="four digits"):
        tempo_tut_seconds(tempo, 5)
