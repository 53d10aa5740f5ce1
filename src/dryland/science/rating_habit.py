"""How a lifter puts a number on a set: the felt effort, the last number given and the number planned, in personal
weights.

Three witnesses speak before a set: the strength filter, the last RPE of the exercise, the plan's RPE. Nobody trusts
them equally: one lifter rates what he feels, another repeats the number above, a third fills in the plan. The weights
are learned per lifter and situation by recursive least absolute deviations, starting equal. Must not know loads.
"""

from collections.abc import Mapping

import msgspec

from dryland.science.belief import Belief, condition, independent, project, widen

__all__ = ["RatingHabit", "Witnesses", "expect_rating", "learn_rating"]

LOWEST, HIGHEST = 6.0, 10.0
"""Ends of the RPE chart; lifters hardly rate below it."""
_START_RPE = 8.0
_START_COUNT = 5
_LONGEST_MEMORY = 100
_WEIGHT_SD = 0.22
"""Of each starting weight: as sure of equal weights as 20 ratings that missed by one point would be."""
_OFFSET_SD = 0.1
_WEIGHT_DRIFT_VAR = 2e-4
"""Per rating: habits change over some hundred sets."""
_SMALLEST_MISS = 0.25
"""Half a step of the scale: misses below it are the scale's, not the lifter's."""


class Witnesses(msgspec.Struct, frozen=True):
    """What is known before the rating; `felt` from the filter, None where it has nothing to say.

    `situation` is one of first, repeat, changed: the first rated set of the session, the load and repetitions of
    the last rated one again, or others.
    """

    felt: float | None
    last: float | None
    plan: float | None
    situation: str


class RatingHabit(msgspec.Struct, frozen=True):
    """Learned weights by situation and kind of plan, and the mean rating for sets nothing is known about."""

    weights: Mapping[str, Belief] = {}
    mean_rpe: float = _START_RPE
    count: int = _START_COUNT

    @property
    def rates(self) -> bool:
        """Whether any set was rated so far."""
        return self.count > _START_COUNT


def expect_rating(habit: RatingHabit, seen: Witnesses) -> float:
    """The RPE that the lifter will most likely be found around (median), on half points within 6-10."""
    return round(2.0 * min(max(_blend(habit, seen), LOWEST), HIGHEST)) / 2.0


def learn_rating(habit: RatingHabit, seen: Witnesses, rpe: float) -> RatingHabit:
    """The habit after one rating."""
    count = min(habit.count + 1, _LONGEST_MEMORY)
    mean_rpe = habit.mean_rpe + (rpe - habit.mean_rpe) / count
    if seen.felt is None:
        return RatingHabit(habit.weights, mean_rpe, count)
    belief = widen(_weights(habit, seen), (_WEIGHT_DRIFT_VAR, _WEIGHT_DRIFT_VAR, 0.0))
    pulls = _pulls(seen)
    reach, known_var = project(belief, pulls)
    miss = rpe - _blend(habit, seen)
    # Weighting each rating by 1 / |miss| turns least squares into least absolute deviations: the median is what counts.
    learned = condition(belief, reach, known_var + max(abs(miss), _SMALLEST_MISS), miss)
    return RatingHabit({**habit.weights, _key(seen): learned}, mean_rpe, count)


def _blend(habit: RatingHabit, seen: Witnesses) -> float:
    if seen.felt is None:
        return habit.mean_rpe if seen.plan is None else seen.plan
    weights = _weights(habit, seen).mean
    return _within(seen.felt) + sum([w * p for w, p in zip(weights, _pulls(seen), strict=True)])


def _pulls(seen: Witnesses) -> tuple[float, float, float]:
    felt = _within(seen.felt or 0.0)
    return (
        0.0 if seen.last is None else seen.last - felt,
        0.0 if seen.plan is None else seen.plan - felt,
        1.0,
    )


def _within(rpe: float) -> float:
    return min(max(rpe, LOWEST), HIGHEST)


def _key(seen: Witnesses) -> str:
    return seen.situation if seen.plan is None else f"{seen.situation}, planned"


def _weights(habit: RatingHabit, seen: Witnesses) -> Belief:
    known = habit.weights.get(_key(seen))
    if known is not None:
        return known
    has_last, has_plan = seen.last is not None, seen.plan is not None
    equal = 1.0 / (1 + has_last + has_plan)
    return independent((equal * has_last, equal * has_plan, 0.0), (_WEIGHT_SD, _WEIGHT_SD, _OFFSET_SD))
