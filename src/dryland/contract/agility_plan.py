"""The agility workout as planned: drills with their cones and steps, attempts, the start list.

Positions in m on the drill's own grid. Knows no layout by heart and no time that was run.
"""

from __future__ import annotations

import enum
from typing import Annotated

from msgspec import Meta

from dryland.contract.base import Code, Identifier, Name, Seconds, Side, Text, Wire

__all__ = [
    "AgilityPlan",
    "AttemptNumber",
    "Cone",
    "Drill",
    "DrillPattern",
    "DrillStep",
    "FaultKind",
    "FaultPolicy",
    "Metres",
    "Movement",
    "StartListEntry",
]

Metres = Annotated[float, Meta(ge=-200, le=200, description="m")]
AttemptNumber = Annotated[int, Meta(ge=1, le=100, description="counts from 1")]


class DrillPattern(enum.StrEnum):
    """The drills the library knows; `custom` brings its own cones."""

    PRO_AGILITY = "pro_agility"
    T_TEST = "t_test"
    ILLINOIS = "illinois"
    LANE_AGILITY = "lane_agility"
    HEXAGON = "hexagon"
    FIVE_O_FIVE = "505"
    LINEAR = "linear"
    LADDER = "ladder"
    CUSTOM = "custom"


class FaultKind(enum.StrEnum):
    """What can go wrong in an attempt."""

    CONE_CONTACT = "cone_contact"
    CONE_MISSED = "cone_missed"
    LINE_CONTACT = "line_contact"
    FALSE_START = "false_start"
    INCOMPLETE = "incomplete"
    WRONG_DIRECTION = "wrong_direction"
    WRONG_FOOT = "wrong_foot"
    CROSSED_FEET = "crossed_feet"
    NO_TOUCH = "no_touch"
    FALL = "fall"
    TIMING_ERROR = "timing_error"
    OTHER = "other"


class FaultPolicy(enum.StrEnum):
    """What a fault does to the attempt: it voids it, or is reported beside the raw time."""

    VOID = "void"
    REPORT = "report"


class Movement(enum.StrEnum):
    """How a leg of a drill is covered."""

    SPRINT = "sprint"
    SHUFFLE = "shuffle"
    BACKPEDAL = "backpedal"
    CARIOCA = "carioca"
    JUMP = "jump"
    TURN = "turn"
    STEP = "step"


class Cone(Wire, frozen=True, kw_only=True):
    """A cone and the letter it is called by."""

    id: Identifier
    x: Metres
    y: Metres


class DrillStep(Wire, frozen=True, kw_only=True):
    """One leg of a drill and the words that explain it."""

    name: Name
    instructions: Text
    to: Identifier | None = None
    movement: Movement | None = None
    gate: bool | None = None


class Drill(Wire, frozen=True, kw_only=True):
    """One drill. Without `cones` and `steps` the library's layout of its pattern applies; `rest` in s."""

    id: Identifier
    name: Name
    pattern: DrillPattern
    attempts: AttemptNumber
    cones: Annotated[tuple[Cone, ...], Meta(min_length=1, max_length=100)] | None = None
    steps: Annotated[tuple[DrillStep, ...], Meta(min_length=1, max_length=200)] | None = None
    best_of: AttemptNumber | None = None
    rest: Seconds | None = None
    sides: Annotated[tuple[Side, ...], Meta(min_length=1, max_length=3)] | None = None
    faults: dict[FaultKind, FaultPolicy] | None = None
    length: Annotated[float, Meta(gt=0, le=1_000, description="m")] | None = None
    movements: Annotated[tuple[Code, ...], Meta(max_length=20)] | None = None
    body_regions: Annotated[tuple[Code, ...], Meta(max_length=20)] | None = None

    def __post_init__(self) -> None:
        """Refuse a drill of one's own without a layout, a step to nowhere, a best of more attempts than there are."""
        if self.pattern is DrillPattern.CUSTOM and (self.cones is None or self.steps is None):
            raise ValueError("a custom drill needs cones and steps")
        if self.best_of is not None and self.best_of > self.attempts:
            raise ValueError("bestOf is more than attempts")
        if self.cones is not None:
            _check_layout(self.cones, self.steps or ())


def _check_layout(cones: tuple[Cone, ...], steps: tuple[DrillStep, ...]) -> None:
    """Raises `ValueError` where two cones have one letter, or a step leads to a cone that is not there."""
    ids = {cone.id for cone in cones}
    if len(ids) < len(cones):
        raise ValueError("two cones have the same id")
    for number, step in enumerate(steps, 1):
        if step.to is not None and step.to not in ids:
            raise ValueError(f"step {number} leads to {step.to}, but the cones are {', '.join(sorted(ids))}")


class StartListEntry(Wire, frozen=True, kw_only=True):
    """A player's turn; `offset` in s after the drill's start when starts are timed."""

    player_id: Identifier
    drill_id: Identifier | None = None
    offset: Seconds | None = None


class AgilityPlan(Wire, frozen=True, kw_only=True):
    """What players do in an agility session, in order, and who starts when."""

    drills: Annotated[tuple[Drill, ...], Meta(min_length=1, max_length=40)]
    start_list: Annotated[tuple[StartListEntry, ...], Meta(max_length=1_000)] | None = None
