"""How long to rest after a set, and on whose word: the plan's, or a published range stretched by effort.

Knows no timer.
"""

from __future__ import annotations

from typing import NamedTuple

from dryland.contract.sayings import Saying, say
from dryland.contract.strength_plan import StrengthGoal
from dryland.floor.programme import Step
from dryland.floor.strength_settings import StrengthSettings
from dryland.science.rest import rest_by_effort_s, rest_min_seconds, rest_range_seconds, rest_source

__all__ = ["PlannedRest", "rest_after"]


class PlannedRest(NamedTuple):
    """A rest in s and where it comes from; None where there is nothing to rest for."""

    rest_s: float
    reason: Saying | None


def rest_after(step: Step, rpe: float | None, settings: StrengthSettings) -> PlannedRest:
    """The rest after a step's set; 0 within a superset, between sides and before a drop."""
    if not step.rests:
        return PlannedRest(0.0, say("rest_straight_on"))
    if step.planned.rest is not None:
        return PlannedRest(step.planned.rest, say("rest_planned"))
    goal = (step.exercise.goal or StrengthGoal.MAX_STRENGTH).value
    status = settings.lifter_status
    minimum_s = rest_min_seconds(goal, status)
    base_s = max(rest_range_seconds(goal, status)[0], minimum_s)
    factors = (
        settings.rest_easy_factor,
        settings.rest_normal_factor,
        settings.rest_hard_factor,
        settings.rest_maximal_factor,
    )
    rest_s = float(base_s) if rpe is None else rest_by_effort_s(base_s, rpe, minimum_s, factors)
    code = "rest_by_goal" if rpe is None else "rest_by_effort"
    return PlannedRest(float(round(rest_s)), say(code, goal=goal, rpe=rpe, source=rest_source(goal, status)))
