"""A strength session from its first set to its record: commands in, facts out."""

from __future__ import annotations

import pytest

from dryland.contract.base import PlayerStatus, WorkoutType
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.progress import ExerciseProgress
from dryland.contract.strength import (
    RestTimer,
    RestTimerState,
)
from dryland.floor.strength import PROGRESS, REST
from tests.floor.lifting import pointer, set_fact, squat, tell_set, world
from tests.floor.world import T0, World, names


def test_a_set_is_answered_with_the_next_one_its_rest_and_the_estimate() -> None:
    made = world()
    fact = set_fact(tell_set(made, 1, rpe=9))
    preview = fact.next_set_preview
    assert preview is not None
    assert (preview.set_number, preview.target_reps, preview.weight) == (2, 5, 77.5)
    assert preview.reason == "RPE 9 at target 8 → −2.5 kg"
    assert preview.plates_per_side == (25, 2.5, 1.25)
    assert (preview.plates_to_strip, preview.plates_to_add) == ((5.0,), (2.5, 1.25))
    assert (preview.estimated_rest, preview.rest_reason) == (120, "plan")
    assert fact.rest_ends_at is not None
    assert fact.estimated_one_rep_max is not None
    assert fact.estimated_one_rep_max.low < fact.estimated_one_rep_max.value < fact.estimated_one_rep_max.high
    assert 0 < preview.confidence < 1


@pytest.mark.parametrize(
    ("rpe", "weight", "reason"),
    [
        (6, 82.5, "RPE 6 at target 8 → +2.5 kg"),
        (8, 80, "RPE 8 at target 8 → same load"),
        (9, 77.5, "RPE 9 at target 8 → −2.5 kg"),
        (10, 72.5, "RPE 10 at target 8 → −7.5 kg"),
    ],
)
def test_the_load_follows_the_effort_within_the_caps_and_the_plates(rpe: float, weight: float, reason: str) -> None:
    preview = set_fact(tell_set(world(), 1, rpe=rpe)).next_set_preview
    assert preview is not None
    assert (preview.weight, preview.reason) == (weight, reason)


def test_a_whole_session_walks_from_set_to_set_and_ends_completed() -> None:
    made = world(squat(3))
    assert pointer(made.session).set_number == 1
    for number in (1, 2, 3):
        tell_set(made, number, rpe=8)
        moved = made.wait(120)
        if number < 3:
            assert names(moved) == [PROGRESS]
            assert pointer(made.session).set_number == number + 1
            assert pointer(made.session).rest_state is RestTimerState.OVER
    assert made.session.state.players["p1"].status is PlayerStatus.COMPLETED
    assert made.session.machine.progress(made.session) == 100
    assert made.replayed().snapshot() == made.session.snapshot()


def test_the_pointer_stays_while_a_rest_runs_and_moves_on_by_itself_at_its_end() -> None:
    made = world()
    tell_set(made, 1, rpe=8)
    made.wait(119)
    assert (pointer(made.session).set_number, pointer(made.session).rest_state) == (1, RestTimerState.RUNNING)
    entries = made.wait(1)
    fact = entries[0].fact
    assert isinstance(fact, ExerciseProgress)
    assert (fact.set_number, pointer(made.session).set_number) == (2, 2)


def test_a_rest_can_be_extended_paused_resumed_and_skipped() -> None:
    made = world()
    tell_set(made, 1, rpe=8)
    made.wait(60)
    extended = made.tell(REST, {"playerId": "p1", "action": "extend", "extendBy": 30})
    assert not isinstance(extended, Refusal)
    fact = extended[0].fact
    assert isinstance(fact, RestTimer)
    assert (fact.rest_duration, fact.time_remaining) == (150, 90)
    made.tell(REST, {"playerId": "p1", "action": "pause"})
    made.wait(600)
    assert pointer(made.session).set_number == 1
    made.tell(REST, {"playerId": "p1", "action": "resume"})
    made.wait(89)
    assert pointer(made.session).set_number == 1
    skipped = made.tell(REST, {"playerId": "p1", "action": "skip"})
    assert not isinstance(skipped, Refusal)
    assert isinstance(skipped[0].fact, RestTimer)
    assert skipped[0].fact.timer_state is RestTimerState.SKIPPED
    assert pointer(made.session).set_number == 2
    assert made.replayed().snapshot() == made.session.snapshot()


def test_a_rest_counts_on_past_its_end_until_the_next_set() -> None:
    made = world()
    tell_set(made, 1, rpe=8)
    made.wait(150)
    shown = made.session.machine.derived(made.session, made.now_ms)
    timer = shown[0].event
    assert isinstance(timer, RestTimer)
    assert (timer.timer_state, timer.time_remaining) == (RestTimerState.OVER, -30)
    tell_set(made, 2, rpe=8)
    timer = made.session.machine.derived(made.session, made.now_ms)[0].event
    assert isinstance(timer, RestTimer)
    assert (timer.timer_state, timer.time_remaining) == (RestTimerState.RUNNING, 120)


def test_a_rest_without_a_running_one_is_refused() -> None:
    refused = world().tell(REST, {"playerId": "p1", "action": "skip"})
    assert isinstance(refused, Refusal)
    assert refused.code is ErrorCode.INVALID_TRANSITION


def test_a_set_before_the_start_is_refused_and_one_that_comes_late_after_the_end_is_kept() -> None:
    made = World({"exercises": [squat()]}, count=1, workout_type=WorkoutType.STRENGTH)
    early = tell_set(made, 1)
    assert isinstance(early, Refusal)
    made.tell("training:session:start")
    made.now_ms += 600_000
    made.tell("training:session:end")
    made.now_ms += 600_000
    assert isinstance(tell_set(made, 2), Refusal)
    assert set_fact(tell_set(made, 1, at_ms=T0 + 60_000)).set_data.set_number == 1
