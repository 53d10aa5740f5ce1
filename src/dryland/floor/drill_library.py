"""The drills the floor knows: where the cones stand, step by step what to do, how long the timed path is.

Cones come from the published layouts; words and order of the steps are ours. Knows no player and no time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from dryland.contract.agility import Point
from dryland.contract.agility_plan import Cone, Drill, DrillPattern, DrillStep, Movement
from dryland.contract.base import Side
from dryland.floor.agility_settings import AgilitySettings
from dryland.science.layouts import cones_m, layout_length_m

__all__ = ["DrillLayout", "lay_out"]


class DrillLayout(NamedTuple):
    """A drill laid out: cones [m], steps, the timed path [m] where it has a length, what the body must do."""

    cones: tuple[Cone, ...]
    steps: tuple[DrillStep, ...]
    length_m: float | None
    movements: tuple[str, ...]
    start_id: str | None = None

    @property
    def start(self) -> Point:
        """Where the player stands before the first step; the middle of the grid where no cone marks it."""
        return self.place(self.start_id) or Point(x=0.0, y=0.0)

    def place(self, cone_id: str | None) -> Point | None:
        """Where a cone stands."""
        return next((Point(x=cone.x, y=cone.y) for cone in self.cones if cone.id == cone_id), None)

    def trace(self, steps: int) -> tuple[Point, ...]:
        """The corners of the path behind somebody who has done so many steps, from the start on."""
        places = (self.place(step.to) for step in self.steps[:steps])
        return (self.start, *(place for place in places if place is not None))


_Leg = tuple[str, str, Movement, str]
"""Name, cone, movement, words."""


def _steps(*legs: _Leg) -> tuple[DrillStep, ...]:
    return tuple(
        DrillStep(name=name, to=to, movement=movement, instructions=words) for name, to, movement, words in legs
    )


def _named(ids: Sequence[str], test: str, rungs: int = 10, spacing_m: float = 0.4) -> tuple[Cone, ...]:
    places = cones_m(test, rungs=rungs, spacing_m=spacing_m)
    return tuple(Cone(id=name, x=x, y=y) for name, (x, y) in zip(ids, places, strict=True))


_RUN, _SHUFFLE, _BACK, _JUMP, _TURN, _STEP = (
    Movement.SPRINT,
    Movement.SHUFFLE,
    Movement.BACKPEDAL,
    Movement.JUMP,
    Movement.TURN,
    Movement.STEP,
)


def _pro_agility(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    near, far = ("L", "R") if side is Side.LEFT else ("R", "L")
    word, other = ("left", "right") if side is Side.LEFT else ("right", "left")
    steps = _steps(
        (f"Sprint {word}", near, _RUN, f"From the centre line sprint {word}; touch the line with the {word} hand."),
        (f"Sprint {other}", far, _RUN, f"Turn low, sprint across; touch the far line with the {other} hand."),
        ("Finish", "C", _RUN, "Turn and sprint through the centre line without slowing."),
    )
    return DrillLayout(
        _named("LCR", "pro_agility"), steps, layout_length_m("pro_agility"), ("sprint", "change_of_direction"), "C"
    )


def _t_test(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    first, second = ("D", "C") if side is Side.RIGHT else ("C", "D")
    one, two = ("right", "left") if side is Side.RIGHT else ("left", "right")
    steps = _steps(
        ("Sprint", "B", _RUN, "Sprint to cone B and touch its base."),
        (f"Shuffle {one}", first, _SHUFFLE, f"Shuffle {one} to cone {first}, feet never crossing; touch its base."),
        (f"Shuffle {two}", second, _SHUFFLE, f"Shuffle {two} all the way to cone {second}; touch its base."),
        ("Shuffle back", "B", _SHUFFLE, f"Shuffle {one} to cone B; touch its base."),
        ("Backpedal", "A", _BACK, "Run backwards past cone A, hips low."),
    )
    return DrillLayout(
        _named("ABCD", "t_test"), steps, layout_length_m("t_test"), ("sprint", "shuffle", "backpedal"), "A"
    )


def _illinois(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    ids = ("A", "B", "C", "D", "1", "2", "3", "4")
    weave = [(f"Weave {way} at {cone}", cone, _RUN, f"Pass cone {cone} close, change sides, stay low.")
             for way, cones in (("up", "1234"), ("down", "321")) for cone in cones]  # fmt: skip
    steps = _steps(
        ("Up the first side", "B", _RUN, "From lying face down get up and sprint to cone B."),
        ("Down to the middle", "1", _RUN, "Turn round B and sprint back to the first middle cone."),
        *weave[1:],
        ("Up the last side", "C", _RUN, "Sprint to cone C."),
        ("Finish", "D", _RUN, "Turn round C and sprint through the finish at D."),
    )
    return DrillLayout(
        _named(ids, "illinois"), steps, layout_length_m("illinois"), ("sprint", "change_of_direction"), "A"
    )


def _lane(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    there = (
        ("Sprint up", "B", _RUN, "Sprint to the far corner B."),
        ("Shuffle right", "C", _SHUFFLE, "Shuffle right to C, feet never crossing."),
        ("Backpedal", "D", _BACK, "Run backwards to D."),
        ("Shuffle left", "A", _SHUFFLE, "Shuffle left to A and touch the line."),
    )
    back = (
        ("Shuffle right again", "D", _SHUFFLE, "Shuffle right to D."),
        ("Sprint up again", "C", _RUN, "Sprint to C."),
        ("Shuffle left again", "B", _SHUFFLE, "Shuffle left to B."),
        ("Finish", "A", _BACK, "Run backwards through the finish at A."),
    )
    cones = _named("ABCD", "lane_agility")
    return DrillLayout(
        cones, _steps(*there, *back), layout_length_m("lane_agility"), ("sprint", "shuffle", "backpedal"), "A"
    )


HEXAGON_ROUNDS: Final = 3


def _hexagon(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    order = "ABCDEF" if side is not Side.LEFT else "AFEDCB"
    legs = [
        (
            f"Round {turn + 1}, side {name}",
            name,
            _JUMP,
            "Both feet over the line and back, facing forward, no line touched.",
        )
        for turn in range(HEXAGON_ROUNDS)
        for name in order
    ]
    return DrillLayout(_named("ABCDEF", "hexagon"), _steps(*legs), None, ("jump", "landing"))


def _five_o_five(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    foot = "" if side is None or side is Side.BOTH else f" on the {side.value} foot"
    steps = _steps(
        ("Run-up", "G", _RUN, "Sprint the first 10 m; the clock starts at the gate."),
        ("Turn", "T", _TURN, f"Plant one foot on or over the line at 15 m and turn{foot}."),
        ("Back through the gate", "G", _RUN, "Sprint back through the gate without slowing."),
    )
    return DrillLayout(
        _named("SGT", "505"), steps, layout_length_m("505"), ("sprint", "change_of_direction", "deceleration"), "S"
    )


GATES_M: Final = (5.0, 10.0, 20.0)


def _linear(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    length_m = drill.length or 20.0
    marks = (0.0, *(gate for gate in GATES_M if gate < length_m), length_m)
    cones = tuple(Cone(id=f"{mark:g}m", x=mark, y=0.0) for mark in marks)
    steps = tuple(
        DrillStep(
            name=f"To {mark:g} m",
            to=f"{mark:g}m",
            movement=_RUN,
            gate=True,
            instructions="Drive out low." if mark <= 5 else "Run through the gate, do not lean for it.",
        )
        for mark in marks[1:]
    )
    return DrillLayout(cones, steps, length_m, ("sprint",), "0m")


def _ladder(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    spacing_m = settings.ladder_spacing_m
    rungs = settings.ladder_rungs if drill.length is None else max(1, round(drill.length / spacing_m))
    cones = _named([str(rung) for rung in range(rungs + 1)], "ladder", rungs, spacing_m)
    steps = _steps(*(
        (f"Square {rung}", str(rung), _STEP, "Both feet in the square, on the balls of the feet, eyes up.")
        for rung in range(1, rungs + 1)
    ))  # fmt: skip
    return DrillLayout(cones, steps, layout_length_m("ladder", rungs, spacing_m), ("footwork",), "0")


def _custom(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    start_id = drill.cones[0].id if drill.cones else None
    return DrillLayout(drill.cones or (), drill.steps or (), drill.length, (), start_id)


_PATTERNS: Final[MappingProxyType[DrillPattern, Callable[[Drill, Side | None, AgilitySettings], DrillLayout]]] = (
    MappingProxyType(
        {
            DrillPattern.PRO_AGILITY: _pro_agility,
            DrillPattern.T_TEST: _t_test,
            DrillPattern.ILLINOIS: _illinois,
            DrillPattern.LANE_AGILITY: _lane,
            DrillPattern.HEXAGON: _hexagon,
            DrillPattern.FIVE_O_FIVE: _five_o_five,
            DrillPattern.LINEAR: _linear,
            DrillPattern.LADDER: _ladder,
            DrillPattern.CUSTOM: _custom,
        }
    )
)


def lay_out(drill: Drill, side: Side | None, settings: AgilitySettings) -> DrillLayout:
    """The drill as it is run to `side` first: the plan's own cones, steps and length before the library's."""
    known = _PATTERNS[drill.pattern](drill, side, settings)
    cones = drill.cones or known.cones
    steps = drill.steps or known.steps
    own = drill.cones is not None or drill.steps is not None
    length_m = drill.length or (_straight_length_m(cones, steps) if own else known.length_m)
    start_id = cones[0].id if drill.cones else known.start_id
    return DrillLayout(cones, steps, length_m, drill.movements or known.movements, start_id)


def _straight_length_m(cones: Sequence[Cone], steps: Sequence[DrillStep]) -> float | None:
    """Straight lines from cone to cone in the order of the steps: the least that a path can measure."""
    places = {cone.id: (cone.x, cone.y) for cone in cones}
    stops = [places[step.to] for step in steps if step.to in places]
    length_m = sum(math.dist(a, b) for a, b in pairwise(stops))
    return round(length_m, 3) or None
