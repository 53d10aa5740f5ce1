"""The plans to begin with can be opened, begun, shown and ended, and do not refer to anything unknown."""

from __future__ import annotations

import msgspec
import pytest

from dryland.contract.base import WorkoutType
from dryland.floor.registry import WORKOUTS
from dryland.plans import default_plan
from tests.floor.world import World


@pytest.mark.parametrize("kind", WorkoutType)
def test_a_session_of_the_plan_to_begin_with_walks_from_start_to_end(kind: WorkoutType) -> None:
    plan = default_plan(kind)
    assert isinstance(plan, WORKOUTS[kind].plan_type)
    world = World(msgspec.to_builtins(plan), count=3, workout_type=kind)
    world.tell("training:session:start")
    status = world.session.view(world.now_ms).players[0]
    assert status.exercise or status.interval or status.block or status.drill
    world.wait(7_200)
    world.session.view(world.now_ms)
    world.tell("training:session:end")
    assert 0 <= world.session.machine.progress(world.session) <= 100
    assert world.replayed().snapshot() == world.session.snapshot()
