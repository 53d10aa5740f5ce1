"""The weights find out whom a lifter follows: the effort, the number before or the plan."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dryland.science.rating_habit import RatingHabit, Witnesses, expect_rating, learn_rating

_RPE = st.floats(min_value=6.0, max_value=10.0)
_MAYBE_RPE = st.none() | _RPE
_WITNESSES = st.builds(
    Witnesses,
    felt=st.none() | st.floats(min_value=-20.0, max_value=30.0),
    last=_MAYBE_RPE,
    plan=_MAYBE_RPE,
    situation=st.sampled_from(["first", "repeat", "changed"]),
)


def taught(follow: str, ratings: int = 60) -> RatingHabit:
    chance = random.Random(3)
    habit = RatingHabit()
    for _ in range(ratings):
        said = {name: chance.choice([6.0, 7.0, 8.0, 9.0, 10.0]) for name in ("felt", "last", "plan")}
        habit = learn_rating(habit, Witnesses(said["felt"], said["last"], said["plan"], "repeat"), said[follow])
    return habit


@pytest.mark.parametrize(("follow", "expected"), [("felt", 6.0), ("last", 8.0), ("plan", 10.0)])
def test_the_witness_a_lifter_follows_gets_the_word(follow: str, expected: float) -> None:
    assert expect_rating(taught(follow), Witnesses(6.0, 8.0, 10.0, "repeat")) == expected


def test_before_any_rating_the_witnesses_weigh_the_same() -> None:
    assert expect_rating(RatingHabit(), Witnesses(6.0, 8.0, 10.0, "repeat")) == 8.0
    assert expect_rating(RatingHabit(), Witnesses(7.0, 8.0, None, "first")) == 7.5
    assert expect_rating(RatingHabit(), Witnesses(7.0, None, None, "first")) == 7.0


def test_without_a_felt_effort_the_plan_speaks_then_the_mean_rating() -> None:
    assert expect_rating(RatingHabit(), Witnesses(None, None, 7.0, "first")) == 7.0
    assert expect_rating(RatingHabit(), Witnesses(None, None, None, "first")) == 8.0
    assert expect_rating(taught("felt"), Witnesses(None, None, None, "first")) == pytest.approx(8.0, abs=0.5)


def test_situations_are_learned_apart() -> None:
    habit = taught("last")
    assert expect_rating(habit, Witnesses(6.0, 8.0, 10.0, "first")) == expect_rating(
        RatingHabit(), Witnesses(6.0, 8.0, 10.0, "first")
    )


@given(st.lists(st.tuples(_WITNESSES, _RPE), max_size=30), _WITNESSES)
def test_a_prediction_is_always_a_half_point_on_the_chart(
    past: list[tuple[Witnesses, float]], ahead: Witnesses
) -> None:
    habit = RatingHabit()
    for seen, rpe in past:
        habit = learn_rating(habit, seen, rpe)
    expected = expect_rating(habit, ahead)
    assert 6.0 <= expected <= 10.0
    assert (2.0 * expected).is_integer()
