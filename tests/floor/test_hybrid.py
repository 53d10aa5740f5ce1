"""Blocks of sets and of intervals: in order, on time, and what is done within them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dryland.contract.conditioning import IntervalPointer, IntervalTransitioned
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.hybrid import BlockPointer, BlockTransitioned, MixedMetricsUpdated
from dryland.contract.strength import ExercisePointer
from dryland.floor.aggregate import Session
from dryland.floor.conditioning import TRANSITION
from dryland.floor.hybrid import BLOCK, METRICS, MODE
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.live import Columns
from dryland.floor.record import player_record
from dryland.floor.strength import PROGRESS, REST, SET, WEIGHT
from dryland.floor.workout import to_ms
from tests.floor.hybrids import BIKE, PLAN, SQUAT, WALK, beat, blocks, go, lift, ms, place, told, world
from tests.floor.world import T0, World, names

# Blocks


def test_everybody_begins_with_the_first_block() -> None:
    made = world(count=2)
    assert [fact.block_transition.to_block.id for fact in blocks(made) if fact.block_transition.to_block] == ["lift"]
    status = made.session.view(made.now_ms).players[0]
    assert isinstance(status.block, BlockPointer)
    assert (status.block.index, status.block.total, status.block.next_name) == (0, 3, "To the bikes")
    assert isinstance(status.exercise, ExercisePointer)
    assert (status.exercise.id, status.exercise.weight) == ("squat", 100)
    assert status.interval is None


def test_a_block_of_sets_tells_screens_the_first_of_them() -> None:
    made = world(start=False)
    begun = [fact for name, fact in made.tell("training:session:start") if name == BLOCK]  # type: ignore[misc]
    shown = made.session.machine.follow_up(made.session, BLOCK, begun[0], made.now_ms)
    assert [(each.name, each.event.exercise.id) for each in shown if each.name == PROGRESS] == [(PROGRESS, "squat")]


def test_sets_intervals_and_ways_follow_each_other_to_the_end() -> None:
    made = world()
    made.now_ms += 30_000
    lift(made, 1, rpe=8)
    made.wait(60)
    done = lift(made, 2, rpe=8)
    finished_ms = made.now_ms - T0
    made.wait(400)
    assert done.estimated_one_rep_max is not None
    assert [fact.block_transition.to_block.id for fact in blocks(made) if fact.block_transition.to_block] == [
        "lift", "walk", "bike",
    ]  # fmt: skip
    walk, bike, over = blocks(made)[1:]
    assert ms(walk) == finished_ms + 5_000
    assert ms(bike) - ms(walk) == 90_000
    assert ms(over) - ms(bike) == 150_000
    assert over.finished
    assert over.overall_progress == 100
    assert walk.result is not None
    assert (walk.result.scheme, walk.result.sets, walk.result.total_sets) == ("sets", 2, 2)
    assert made.session.state.players["p1"].status == "completed"
    assert made.session.machine.progress(made.session) == 100


def test_a_block_of_intervals_is_shown_with_its_interval_and_its_end() -> None:
    made = world({"blocks": [BIKE, WALK]})
    made.wait(10)
    status = made.session.view(made.now_ms).players[0]
    assert isinstance(status.interval, IntervalPointer)
    assert (status.interval.id, status.interval.total, status.exercise) == ("work", 2, None)
    assert isinstance(status.block, BlockPointer)
    made.wait(60)
    status = made.session.view(made.now_ms).players[0]
    assert isinstance(status.block, BlockPointer)
    assert status.block.ends_at is not None
    assert to_ms(status.block.ends_at) - T0 == 150_000


def test_blocks_go_on_in_order_and_in_no_other() -> None:
    made = world()
    refusal = go(made, "lift", "bike")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.BLOCK_OUT_OF_ORDER
    assert refusal.context is not None
    assert (refusal.context.block_id, refusal.context.allowed) == ("bike", ("walk",))
    refusal = go(made, "walk", "bike")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.BLOCK_OUT_OF_ORDER
    refusal = go(made, "lift", "sauna")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.BLOCK_NOT_IN_PLAN
    assert isinstance(go(made), Refusal)
    assert names(go(made, "lift", "walk")) == [BLOCK, TRANSITION]
    assert names(go(made, "walk")) == [BLOCK, TRANSITION, TRANSITION]
    assert names(go(made, "bike")) == [BLOCK, TRANSITION]
    refusal = go(made, "bike")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.BLOCK_OUT_OF_ORDER
    assert made.session.state.players["p1"].status == "completed"


def test_the_answer_to_a_transition_by_hand_is_the_transition() -> None:
    made = world({"blocks": [BIKE, WALK]})
    made.wait(20)
    entries = go(made, "bike", "walk")
    assert isinstance(entries[0].fact, BlockTransitioned)
    left = entries[1].fact
    assert isinstance(left, IntervalTransitioned)
    assert left.analysis is not None
    assert left.analysis.duration == 20


@pytest.mark.parametrize("status", ["scheduled", "paused"])
def test_blocks_stand_still_while_the_session_is_not_active(status: str) -> None:
    made = world(start=status != "scheduled")
    if status == "paused":
        made.tell("training:session:pause")
    refusal = go(made, None, "lift" if status == "scheduled" else "walk")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.INVALID_TRANSITION
    assert made.wait(1_000) == []


def test_a_pause_moves_the_end_of_a_block() -> None:
    made = world({"blocks": [WALK, BIKE]})
    made.wait(30)
    made.tell("training:session:pause")
    made.wait(100)
    made.tell("training:session:resume")
    made.wait(100)
    assert ms(blocks(made)[1]) == 190_000


# Sets and intervals within blocks


def test_a_set_of_a_block_that_has_not_begun_is_out_of_order() -> None:
    made = world({"blocks": [BIKE, {"id": "lift", "type": "exercise", "name": "Squats", "exercises": [SQUAT]}]})
    entry = {"setNumber": 1, "totalSets": 2, "reps": 5, "weight": 100}
    refusal = made.tell(SET, {"playerId": "p1", "exerciseId": "squat", "setData": entry})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.BLOCK_OUT_OF_ORDER
    assert refusal.context is not None
    assert refusal.context.exercise_id == "squat"


def test_a_set_that_is_told_late_counts_in_its_own_block() -> None:
    made = world()
    lift(made, 1)
    go(made, "lift", "walk")
    lift(made, 2)
    work = made.session.works["p1"]
    assert isinstance(work, HybridTrack)
    assert work.runs[0].strength is not None
    assert work.runs[0].strength.finished
    assert place(made) == "walk"


def test_rests_loads_and_feedback_work_within_a_block_as_in_a_strength_session() -> None:
    made = world()
    lift(made, 1)
    timers = made.session.machine.derived(made.session, made.now_ms)
    assert [shown.name for shown in timers] == [REST]
    assert names(made.tell(WEIGHT, {"playerId": "p1", "exerciseId": "squat", "weight": 95})) == [WEIGHT]
    assert names(made.tell(REST, {"playerId": "p1", "action": "extend", "extendBy": 30})) == [REST]
    assert PROGRESS in names(made.wait(95))


def test_the_estimate_of_one_block_is_where_the_next_begins() -> None:
    other = {"id": "lift2", "type": "exercise", "name": "More squats", "exercises": [SQUAT | {"id": "squat2"}]}
    made = world({"blocks": [PLAN["blocks"][0], other]})
    lift(made, 1, rpe=8)
    lift(made, 2, rpe=8)
    made.wait(10)
    assert place(made) == "lift2"
    work = made.session.works["p1"]
    assert isinstance(work, HybridTrack)
    assert work.runs[1].base == work.runs[0].strength.strength  # type: ignore[union-attr]
    assert lift(made, 1, "squat2", rpe=8).estimated_one_rep_max.sets == 3  # type: ignore[union-attr]
    kept = made.session.machine.priors(made.session, "p1")
    assert kept is not None
    assert "back_squat" in msgspec.json.decode(kept)["lifts"]


def test_a_past_that_becomes_known_is_learned_under_what_was_lifted_since() -> None:
    before = world()
    lift(before, 1, rpe=8, weight=140)
    kept = before.session.machine.priors(before.session, "p1")
    assert kept is not None
    made, informed = world(), world()
    lift(made, 1, rpe=8)
    for each in (made, informed):
        player = each.session.state.players["p1"]
        player.priors = kept
        each.session.machine.renew(each.session, player)  # type: ignore[attr-defined]
    lift(informed, 1, rpe=8)
    found = [each.session.works["p1"].runs[0].strength.strength for each in (made, informed)]  # type: ignore[attr-defined]
    assert found[0] == found[1]


@pytest.mark.parametrize("unit", ["kg", "lbs"])
def test_an_advice_is_never_beyond_what_a_fact_can_carry(unit: str) -> None:
    made = world()
    entry = {"setNumber": 1, "totalSets": 2, "reps": 1, "weight": 590, "weightUnit": unit, "rpe": 6}
    made.tell(SET, {"playerId": "p1", "exerciseId": "squat", "setData": entry, "confirmed": True})
    assert made.replayed().snapshot() == made.session.snapshot()


def test_the_next_interval_may_be_called_by_hand() -> None:
    made = world({"blocks": [BIKE]})
    assert names(made.tell(TRANSITION, {"intervalId": "work", "playerId": "p1"})) == [TRANSITION]
    refusal = made.tell(TRANSITION, {"intervalId": "work", "playerId": "p1"})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.INTERVAL_OUT_OF_ORDER


# Live


def metrics(made: World, block: Any = "lift", **values: Any) -> Any:
    command = COMMAND_DECODERS[METRICS](
        msgspec.json.encode({"sessionId": "s1", "playerId": "p1", "currentBlock": block, "metrics": values})
    )
    return made.session.machine.observers[METRICS](made.session, command, made.now_ms)


def test_mixed_metrics_are_completed_from_what_the_floor_knows() -> None:
    made = world()
    made.now_ms += 12_000
    made.sample("p1", heart_rate=141)
    shown = metrics(made, fatigue=6, rpe=8)
    assert isinstance(shown, MixedMetricsUpdated)
    assert (shown.metrics.current_set, shown.metrics.reps, shown.metrics.heart_rate) == (1, 5, 141)
    assert (shown.metrics.time_in_block, shown.metrics.fatigue, shown.metrics.rpe) == (12, 6, 8)
    assert (shown.current_block.name, shown.current_block.index) == ("Squats", 0)


def test_metrics_of_another_block_are_out_of_order() -> None:
    made = world()
    for block, code in (("bike", ErrorCode.BLOCK_OUT_OF_ORDER), ("x", ErrorCode.BLOCK_NOT_IN_PLAN)):
        refusal = metrics(made, {"id": block, "type": "interval", "name": "B"}, rpe=8)
        assert isinstance(refusal, Refusal)
        assert refusal.code is code


# The record


def test_the_log_rebuilds_the_session_and_a_snapshot_goes_on_like_it() -> None:
    made = world(count=2)
    lift(made, 1, rpe=9)
    lift(made, 2, rpe=9)
    lift(made, 1, player="p2")
    made.wait(150)
    made.tell(MODE, {"toMode": "exercise", "playerId": "p1"})
    assert made.replayed().snapshot() == made.session.snapshot()
    restored = Session.restored(made.session.snapshot(), made.settings)
    assert restored is not None
    assert restored.snapshot() == made.session.snapshot()
    assert restored.next_deadline_ms() == made.session.next_deadline_ms()


def test_the_record_tells_every_block_and_the_intervals_from_the_samples() -> None:
    made = world()
    lift(made, 1)
    lift(made, 2)
    made.wait(100)
    for second in range(100, 260):
        made.now_ms = T0 + second * 1000
        beat(made, second, 150)
    made.tell("training:session:end")
    at = [T0 + second * 1000 for second in range(100, 260)]
    none: list[float | None] = [None] * len(at)
    record = player_record(made.session, "p1", Columns(at, [150.0] * len(at), none, none, none, none))
    assert [interval.interval_id for interval in record.intervals] == ["walk", "work", "easy"]
    assert record.intervals[1].avg_heart_rate == 150
    work = msgspec.to_builtins(record.work)
    assert [block["blockId"] for block in work["blocks"]] == ["lift", "walk", "bike"]
    assert work["blocks"][0]["strength"]["setsDone"] == 2
    assert place(made) is None


def test_the_end_of_the_session_ends_the_block_without_finishing_the_plan() -> None:
    made = world()
    made.now_ms += 20_000
    made.tell("training:session:end")
    last = blocks(made)[-1]
    assert (last.block_transition.to_block, last.finished) == (None, None)
    assert made.session.state.players["p1"].status == "active"
    assert told(made, BLOCK) == [BLOCK] * 2
