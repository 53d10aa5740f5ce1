"""Jumps: height and reactive strength from the times, the best ever, what no jump can be."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.base import WorkoutType
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.plyometrics import JumpMeasured
from dryland.contract.strength import ExercisePointer
from dryland.floor.aggregate import Session
from dryland.floor.live import Columns
from dryland.floor.plyometrics import JUMP
from dryland.floor.record import player_record
from tests.floor.world import World

PLAN: dict[str, Any] = {
    "exercises": [
        {"id": "drop", "name": "Drop jump", "kind": "drop", "sets": 2, "jumps": 2, "rest": 60, "dropHeight": 0.3},
        {"id": "cmj", "name": "Countermovement jump", "kind": "countermovement", "sets": 1, "jumps": 3},
    ]
}


def world(*, start: bool = True) -> World:
    made = World(PLAN, count=2, workout_type=WorkoutType.PLYOMETRICS)
    if start:
        made.tell("training:session:start")
    return made


def tell(made: World, turn: tuple[int, int], exercise: str = "drop", **jump: Any) -> Any:
    made.now_ms += 5_000
    payload = {"playerId": "p1", "exerciseId": exercise, "setNumber": turn[0], "jumpNumber": turn[1], "jump": jump}
    return made.tell(JUMP, payload)


def jumped(made: World, turn: tuple[int, int], exercise: str = "drop", **jump: Any) -> JumpMeasured:
    entries = tell(made, turn, exercise, **jump)
    assert not isinstance(entries, Refusal), entries
    fact = entries[0].fact
    assert isinstance(fact, JumpMeasured)
    return fact


def test_height_and_reactive_strength_follow_from_flight_and_contact() -> None:
    fact = jumped(world(), (1, 1), flightTime=500, contactTime=200)
    assert fact.height == pytest.approx(9.81 * 0.25 / 8, abs=1e-4)
    assert fact.reactive_strength_index == pytest.approx(9.81 * 0.25 / 8 / 0.2, abs=1e-4)
    assert fact.fast_cycle is True
    assert (fact.best_height, fact.mean_height, fact.fall_from_best, fact.contacts) == (fact.height, fact.height, 0, 1)


def test_the_take_off_time_gives_the_modified_index() -> None:
    fact = jumped(world(), (1, 1), "cmj", flightTime=600, timeToTakeoff=800)
    assert fact.modified_index == pytest.approx(9.81 * 0.36 / 8 / 0.8, abs=1e-4)
    assert (fact.reactive_strength_index, fact.fast_cycle) == (None, None)


def test_a_jump_stands_against_those_of_its_set_and_the_best_ever() -> None:
    made = world()
    jumped(made, (1, 1), flightTime=500)
    second = jumped(made, (1, 2), flightTime=450)
    assert second.fall_from_best == pytest.approx(100 * (1 - 0.81), abs=0.1)
    kept = made.session.machine.priors(made.session, "p1")
    assert kept is not None
    later = world()
    later.session.state.players["p1"].priors = kept
    assert jumped(later, (1, 1), flightTime=400).best_height == pytest.approx(9.81 * 0.25 / 8, abs=1e-4)


@pytest.mark.parametrize("flight_ms", [100, 900])
def test_times_no_jump_has_are_kept_and_questioned(flight_ms: float) -> None:
    made = world()
    fact = jumped(made, (1, 1), flightTime=flight_ms, contactTime=200)
    assert (fact.height, fact.reactive_strength_index, fact.contacts) == (None, None, 1)
    assert fact.notice is not None
    assert fact.notice.code is ErrorCode.JUMP_IMPLAUSIBLE
    assert jumped(made, (1, 1), flightTime=480).contacts == 1


def test_jumps_of_no_plan_and_before_the_start_are_refused() -> None:
    refusal = tell(world(), (1, 1), "hop", flightTime=500)
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.JUMPS_NOT_IN_PLAN
    assert refusal.context is not None
    assert refusal.context.alternatives == ("drop", "cmj")
    refusal = tell(world(start=False), (1, 1), flightTime=500)
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.INVALID_TRANSITION


def test_the_pointer_goes_through_sets_rests_and_exercises_to_the_end() -> None:
    made = world()
    for turn in ((1, 1), (1, 2)):
        jumped(made, turn, flightTime=500)
    pointer = made.session.view(made.now_ms).players[0].exercise
    assert isinstance(pointer, ExercisePointer)
    assert (pointer.id, pointer.set_number, pointer.total_sets, pointer.rest_duration) == ("drop", 2, 2, 60)
    for turn in ((2, 1), (2, 2)):
        jumped(made, turn, flightTime=500)
    for number in (1, 2, 3):
        jumped(made, (1, number), "cmj", flightTime=600)
    assert made.session.view(made.now_ms).players[0].exercise is None
    assert made.session.state.players["p1"].status == "completed"
    assert made.session.machine.progress(made.session) == 50
    record = msgspec.to_builtins(player_record(made.session, "p1", Columns([], [], [], [], [], [])).work)
    assert record["contacts"] == 7


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["drop", "cmj", "hop"]), st.integers(1, 3), st.integers(1, 3), st.integers(100, 900)),
        max_size=20,
    )
)
def test_the_log_alone_rebuilds_the_session(jumps: list[tuple[str, int, int, int]]) -> None:
    made = world()
    for exercise, number, turn, flight_ms in jumps:
        tell(made, (number, turn), exercise, flightTime=flight_ms, contactTime=180)
    assert made.replayed().snapshot() == made.session.snapshot()
    restored = Session.restored(made.session.snapshot(), made.settings)
    assert restored is not None
    assert restored.snapshot() == made.session.snapshot()
