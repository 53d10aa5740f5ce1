"""Held against hidden truth the estimate is near enough and its interval honest, whoever the lifters are."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from coverage_plot import Curve, draw
from simulated_lifters import WORLDS, train
from strength_coverage import judge

LIFTERS = 500
RATING_WORLDS = [name for name in WORLDS if name != "nobody rates"]


@pytest.mark.parametrize("name", RATING_WORLDS)
def test_after_ten_sets_the_1rm_is_within_three_per_cent(name: str) -> None:
    (after_ten,) = judge(WORLDS[name], LIFTERS, (10,), seed=11)
    assert after_ten.median_pct <= 3.0
    # 85 to 95 %, and twice the standard error of a share among 500 lifters.
    assert 82.0 <= after_ten.coverage_pct <= 97.0


def test_over_all_kinds_of_lifters_the_interval_holds_the_truth_as_promised() -> None:
    shares = [judge(world, LIFTERS, (10,), seed=12)[0].coverage_pct for world in WORLDS.values()]
    assert 88.0 <= sum(shares) / len(shares) <= 94.0


def test_usual_lifters_are_covered_as_promised_from_the_first_set_on() -> None:
    for row in judge(WORLDS["usual lifters"], 800, (1, 3, 5, 10, 20), seed=11):
        assert 85.0 <= row.coverage_pct <= 95.0


def test_players_who_never_rate_get_a_wider_but_honest_interval() -> None:
    rated, unrated = (judge(WORLDS[name], LIFTERS, (10,), seed=11)[0] for name in ("usual lifters", "nobody rates"))
    assert unrated.half_width_pct > rated.half_width_pct
    assert 85.0 <= unrated.coverage_pct <= 95.0


def test_measured_velocities_make_the_estimate_nearer_and_its_interval_narrower() -> None:
    without, measured = (
        judge(WORLDS[name], LIFTERS, (3,), seed=11)[0] for name in ("usual lifters", "velocity measured")
    )
    assert measured.median_pct < without.median_pct
    assert measured.half_width_pct < without.half_width_pct


def test_the_same_seed_gives_the_same_lifter() -> None:
    world = WORLDS["usual lifters"]
    assert list(train(world, 20, 3)) == list(train(world, 20, 3))
    assert list(train(world, 20, 3)) != list(train(world, 20, 4))


def test_time_goes_forward_and_repetitions_stay_possible() -> None:
    sets = [one.done for one in train(WORLDS["poor raters"], 60, 5)]
    assert all(before.at_ms < after.at_ms for before, after in pairwise(sets))
    assert all(done.reps >= 1 for done in sets if done.outcome == "completed")


def test_the_plot_is_well_formed_and_names_every_curve() -> None:
    curve = Curve("a < b", [(3, 88.0), (40, 91.0)])
    root = ET.fromstring(draw([curve], [curve], 10))
    assert "a < b" in [node.text for node in root.iter() if node.tag.endswith("text")]
