"""The drill library: cones where the published layouts have them, steps that lead along them, words for every step."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from dryland.contract.agility_plan import AgilityPlan, Cone, Drill, DrillPattern, DrillStep, FaultKind
from dryland.contract.base import Side, WorkoutType
from dryland.floor.agility_cues import cue, suggestions
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.drill_library import DrillLayout, lay_out
from dryland.plans import default_plan
from dryland.science.layouts import cones_m, layout_length_m

SETTINGS = AgilitySettings()
LIBRARY = [pattern for pattern in DrillPattern if pattern is not DrillPattern.CUSTOM]


def laid(pattern: DrillPattern, side: Side | None = None, **more: object) -> DrillLayout:
    drill = Drill(id="d", name="D", pattern=pattern, attempts=3, **more)  # type: ignore[arg-type]
    return lay_out(drill, side, SETTINGS)


def path_m(layout: DrillLayout) -> float:
    trace = layout.trace(len(layout.steps))
    return sum(math.dist((a.x, a.y), (b.x, b.y)) for a, b in pairwise(trace))


@pytest.mark.parametrize("pattern", LIBRARY)
@pytest.mark.parametrize("side", [None, Side.LEFT, Side.RIGHT])
def test_every_step_has_words_and_leads_to_a_cone_that_stands(pattern: DrillPattern, side: Side | None) -> None:
    layout = laid(pattern, side)
    assert layout.steps
    for step in layout.steps:
        assert step.instructions
        assert layout.place(step.to) is not None, step
    assert len(layout.trace(len(layout.steps))) == len(layout.steps) + 1


@pytest.mark.parametrize(
    ("pattern", "test"),
    [
        (DrillPattern.PRO_AGILITY, "pro_agility"),
        (DrillPattern.T_TEST, "t_test"),
        (DrillPattern.ILLINOIS, "illinois"),
        (DrillPattern.LANE_AGILITY, "lane_agility"),
        (DrillPattern.HEXAGON, "hexagon"),
        (DrillPattern.FIVE_O_FIVE, "505"),
    ],
)
def test_cones_stand_where_the_published_layout_has_them(pattern: DrillPattern, test: str) -> None:
    assert [[cone.x, cone.y] for cone in laid(pattern).cones] == cones_m(test)
    assert laid(pattern).length_m == layout_length_m(test)


@pytest.mark.parametrize("side", [None, Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("pattern", [DrillPattern.PRO_AGILITY, DrillPattern.T_TEST, DrillPattern.LANE_AGILITY])
def test_the_steps_cover_the_timed_path(pattern: DrillPattern, side: Side | None) -> None:
    layout = laid(pattern, side)
    assert layout.length_m is not None
    assert path_m(layout) == pytest.approx(layout.length_m, abs=0.01)


def test_the_slalom_of_the_illinois_run_is_about_its_nominal_length() -> None:
    assert path_m(laid(DrillPattern.ILLINOIS)) == pytest.approx(60, abs=8)


def test_the_other_side_is_the_mirror_image() -> None:
    left, right = laid(DrillPattern.PRO_AGILITY, Side.LEFT), laid(DrillPattern.PRO_AGILITY, Side.RIGHT)
    assert [(-p.x, p.y) for p in left.trace(3)] == [(p.x, p.y) for p in right.trace(3)]


def test_a_sprint_has_gates_below_its_own_length() -> None:
    assert [cone.x for cone in laid(DrillPattern.LINEAR, length=30).cones] == [0, 5, 10, 20, 30]
    assert [cone.x for cone in laid(DrillPattern.LINEAR).cones] == [0, 5, 10, 20]


def test_a_ladder_is_as_long_as_its_rungs() -> None:
    assert len(laid(DrillPattern.LADDER).steps) == 10
    assert len(laid(DrillPattern.LADDER, length=8).steps) == 20


def test_a_drill_of_ones_own_measures_at_least_the_straight_lines_between_its_cones() -> None:
    cones = (Cone(id="a", x=0, y=0), Cone(id="b", x=3, y=4), Cone(id="c", x=3, y=10))
    steps = tuple(DrillStep(name=name, instructions="Go.", to=name) for name in "abc")
    layout = laid(DrillPattern.CUSTOM, cones=cones, steps=steps)
    assert layout.length_m == 11
    assert (layout.start.x, layout.start.y) == (0, 0)
    assert laid(DrillPattern.CUSTOM, cones=cones, steps=steps, length=14).length_m == 14


@pytest.mark.parametrize("fault", FaultKind)
@pytest.mark.parametrize("pattern", DrillPattern)
def test_there_is_something_to_say_to_every_fault(pattern: DrillPattern, fault: FaultKind) -> None:
    assert cue(pattern, fault)
    assert suggestions(pattern, fault, repeats=False) == (cue(pattern, fault),)


def test_the_plan_to_begin_with_can_be_laid_out() -> None:
    plan = default_plan(WorkoutType.AGILITY)
    assert isinstance(plan, AgilityPlan)
    assert all(lay_out(drill, None, SETTINGS).steps for drill in plan.drills)
