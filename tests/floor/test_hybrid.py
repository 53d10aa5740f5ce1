"""Blocks of sets and of intervals: in order, on time, adapted with reasons, rebuilt from the log alone."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dryland.contract.base import Role, WorkoutType
from dryland.contract.conditioning import IntervalPointer, IntervalTransitioned
from dryland.contract.decoding import COMMAND_DECODERS
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.hybrid import BlockPointer, BlockTransitioned, MixedMetricsUpdated, ModeSwitched
from dryland.contract.strength import ExercisePointer, SetCompleted
from dryland.floor.aggregate import Session
from dryland.floor.conditioning import TRANSITION
from dryland.floor.hybrid import BLOCK, METRICS, MODE
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.live import Columns
from dryland.floor.record import player_record
from dryland.floor.strength import PROGRESS, REST, SET, WEIGHT
from dryland.floor.workout import to_ms
from tests.floor.world import T0, World, names

SQUAT: dict[str, Any] = {
    "id": "squat",
    "name": "Back squat",
    "lift": "back_squat",
    "sets": [{"reps": 5, "load": {"basis": "absolute", "value": 100}, "targetRpe": 8, "rest": 60}] * 2,
}
BIKE: dict[str, Any] = {
    "id": "bike",
    "type": "interval",
    "name": "Bike",
    "intervals": [
        {
            "id": "work",
            "name": "Work",
            "type": "work",
            "duration": 60,
            "power": {"basis": "watts", "min": 200, "max": 220},
        },
        {"id": "easy", "name": "Easy", "type": "rest", "duration": 90},
    ],
}
WALK: dict[str, Any] = {"id": "walk", "type": "transition", "name": "To the bikes", "duration": 90}
PLAN: dict[str, Any] = {
    "blocks": [{"id": "lift", "type": "exercise", "name": "Squats", "exercises": [SQUAT]}, WALK, BIKE]
}
ROW = {"id": "row", "name": "Row", "sets": [{"reps": 8, "load": {"basis": "absolute", "value": 40}}]}
PRESS = {"id": "press", "name": "Press", "sets": [{"reps": 6, "load": {"basis": "absolute", "value": 30}}]}


def circuit(scheme: str, **more: Any) -> dict[str, Any]:
    block = {"id": "c", "type": "exercise", "name": "Circuit", "scheme": scheme, "exercises": [ROW, PRESS], **more}
    return {"blocks": [block, BIKE]}


def world(plan: dict[str, Any] = PLAN, *, count: int = 1, start: bool = True) -> World:
    made = World(plan, count=count, workout_type=WorkoutType.HYBRID)
    if start:
        made.tell("training:session:start")
    return made


def blocks(made: World, player: str = "p1") -> list[BlockTransitioned]:
    facts = [msgspec.json.decode(payload, type=BlockTransitioned) for name, payload in made.log if name == BLOCK]
    return [fact for fact in facts if fact.player_id == player]


def told(made: World, name: str) -> list[str]:
    return [each for each, _ in made.log if each == name]


def lift(made: World, number: int, exercise: str = "squat", player: str = "p1", **data: Any) -> SetCompleted:
    entry = {"setNumber": number, "totalSets": 2, "reps": 5, "weight": 100, **data}
    entries = made.tell(SET, {"playerId": player, "exerciseId": exercise, "setData": entry})
    assert not isinstance(entries, Refusal), entries
    fact = entries[0].fact
    assert isinstance(fact, SetCompleted)
    return fact


def go(made: World, source: str | None = None, target: str | None = None, **more: Any) -> Any:
    types = {"lift": "exercise", "walk": "transition", "bike": "interval", "c": "exercise"}
    ends = {"fromBlock": source, "toBlock": target}
    step = {key: {"id": id_, "type": types.get(id_, "exercise"), "name": id_} for key, id_ in ends.items() if id_}
    return made.tell(BLOCK, {"playerId": "p1", "blockTransition": step}, **more)


def place(made: World, player: str = "p1") -> str | None:
    work = made.session.works[player]
    assert isinstance(work, HybridTrack)
    return None if work.run is None else work.run.block_id


def ms(fact: Any) -> int:
    assert fact.occurred_at is not None
    return to_ms(fact.occurred_at) - T0


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


# Schemes


def test_an_amrap_lasts_its_time_and_counts_rounds_and_the_reps_begun() -> None:
    made = world(circuit("amrap", duration=300))
    for number in (1, 2):
        made.now_ms += 20_000
        lift(made, number, "row", reps=8, weight=40)
        lift(made, number, "press", reps=6, weight=30)
    lift(made, 3, "row", reps=7, weight=40)
    assert made.session.machine.derived(made.session, made.now_ms) == []
    pointer = made.session.view(made.now_ms).players[0].block
    assert isinstance(pointer, BlockPointer)
    assert (pointer.round, pointer.ends_at and to_ms(pointer.ends_at) - T0) == (3, 300_000)
    made.wait(300)
    result = blocks(made)[1].result
    assert result is not None
    assert ms(blocks(made)[1]) == 300_000
    assert (result.scheme, result.rounds, result.reps, result.duration) == ("amrap", 2, 7, 300)


def test_an_emom_lasts_its_minutes_and_names_those_that_were_missed() -> None:
    made = world(circuit("emom", rounds=3))
    lift(made, 1, "row", reps=8, weight=40)
    lift(made, 1, "press", reps=6, weight=30)
    made.wait(130)
    lift(made, 2, "row", reps=8, weight=40)
    lift(made, 2, "press", reps=6, weight=30)
    made.wait(60)
    result = blocks(made)[1].result
    assert ms(blocks(made)[1]) == 180_000
    assert result is not None
    assert (result.rounds, result.missed) == (2, 1)


def test_a_block_for_time_tells_the_time_of_the_last_set() -> None:
    made = world(circuit("for_time", rounds=2, duration=600))
    for number in (1, 2):
        made.now_ms += 40_000
        lift(made, number, "row", reps=8, weight=40)
        lift(made, number, "press", reps=6, weight=30)
    made.wait(10)
    result = blocks(made)[1].result
    assert result is not None
    assert (result.time, result.rounds, result.capped) == (80, 2, False)


def test_a_block_for_time_is_capped() -> None:
    made = world(circuit("for_time", rounds=2, duration=100))
    lift(made, 1, "row", reps=8, weight=40)
    made.wait(120)
    result = blocks(made)[1].result
    assert result is not None
    assert (result.time, result.rounds, result.capped, result.duration) == (None, 0, True, 100)


def test_intervals_every_minute_rest_until_the_minute_is_over() -> None:
    sprint = {"id": "s", "name": "Sprint", "type": "work", "duration": 20}
    block = {"id": "e", "type": "interval", "name": "Sprints", "scheme": "emom", "rounds": 3, "intervals": [sprint]}
    made = world({"blocks": [block]})
    made.wait(200)
    facts = [msgspec.json.decode(body, type=IntervalTransitioned) for name, body in made.log if name == TRANSITION]
    assert [ms(fact) // 1000 for fact in facts] == [0, 20, 60, 80, 120, 140, 180]
    result = blocks(made)[1].result
    assert result is not None
    assert result.rounds == 3


# Modes


def switches(made: World) -> list[ModeSwitched]:
    return [msgspec.json.decode(payload, type=ModeSwitched) for name, payload in made.log if name == MODE]


def test_screens_get_notice_before_a_block_of_another_kind_begins() -> None:
    made = world({"blocks": [WALK, BIKE]})
    made.wait(90)
    (notice,) = switches(made)
    assert (notice.from_mode, notice.to_mode, notice.initiated_by) == ("transition", "interval", "server")
    assert (ms(notice), to_ms(notice.switches_at) - T0) == (85_000, 90_000)
    assert place(made) == "bike"


def test_a_mode_switched_by_hand_comes_after_its_notice() -> None:
    made = world(count=2)
    assert names(made.tell(MODE, {"toMode": "interval", "playerId": "p1", "reason": "bikes are free"})) == [MODE]
    (switch,) = switches(made)
    assert (switch.from_mode, switch.initiated_by) == ("exercise", "trainer")
    assert to_ms(switch.switches_at) - ms(switch) - T0 == 5_000
    work = made.session.works["p1"]
    assert isinstance(work, HybridTrack)
    assert work.mode_at(made.now_ms + 4_999) == "exercise"
    assert work.mode_at(made.now_ms + 5_000) == "interval"
    pointer = made.session.view(made.now_ms).players[0].block
    assert isinstance(pointer, BlockPointer)
    assert (pointer.mode, pointer.next_mode) == ("exercise", "interval")
    assert made.session.works["p2"].change is None  # type: ignore[attr-defined]


def test_everybody_may_be_switched_by_a_trainer_and_nobody_else() -> None:
    made = world(count=2)
    refusal = made.tell(MODE, {"toMode": "interval"}, role=Role.PLAYER, actor="p1")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.FORBIDDEN
    made.tell(MODE, {"toMode": "interval"})
    assert all(work.change is not None for work in made.session.works.values())  # type: ignore[attr-defined]


def test_a_switch_from_a_mode_nobody_is_in_is_refused() -> None:
    made = world()
    refusal = made.tell(MODE, {"fromMode": "interval", "toMode": "transition", "playerId": "p1"})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.BLOCK_OUT_OF_ORDER


# Adaptation


def test_effort_above_target_makes_the_way_longer_and_the_next_block_easier_with_every_input_named() -> None:
    made = world()
    lift(made, 1, rpe=9.5)
    lift(made, 2, rpe=10)
    made.wait(5)
    walk = blocks(made)[1].adaptive_adjustments
    assert walk is not None
    assert walk.inputs == {"rpeDrift": 1.75}
    assert (walk.intensity_modifier, walk.duration_modifier) == (0.956, 1.175)
    assert "1.8 RPE above target" in walk.reason
    made.wait(120)
    bike = blocks(made)[2]
    assert ms(bike) - ms(blocks(made)[1]) == round(90_000 * 1.175)
    interval = made.session.view(made.now_ms).players[0].interval
    assert isinstance(interval, IntervalPointer)
    assert interval.target_power is not None
    assert interval.target_power.min == round(200 * 0.956, 1)


def test_velocity_loss_alone_is_enough() -> None:
    made = world()
    lift(made, 1, velocities=[0.6, 0.5, 0.4, 0.36, 0.36])
    lift(made, 2, velocities=[0.6, 0.5, 0.4, 0.36, 0.36])
    made.wait(5)
    found = blocks(made)[1].adaptive_adjustments
    assert found is not None
    assert found.inputs == {"velocityLossPct": 40}
    assert (found.intensity_modifier, found.duration_modifier) == (0.95, 1.2)


def beat(made: World, second: int, bpm: int) -> None:
    made.sample("p1", T0 + second * 1000, heart_rate=bpm)


def test_a_slower_recovery_of_heart_rate_is_compared_with_the_players_own() -> None:
    bikes = [BIKE | {"id": f"bike{number}"} for number in (1, 2, 3)]
    made = world({"blocks": bikes})
    for second in range(470):
        made.now_ms = T0 + second * 1000
        turn, at = divmod(second, 150)
        fall = (40, 20, 20)[min(turn, 2)]
        beat(made, second, 170 if at < 60 else max(170 - fall, 170 - round(fall * (at - 60) / 60)))
    made.wait(1)
    second_block, third_block = blocks(made)[1], blocks(made)[2]
    assert second_block.adaptive_adjustments is not None
    assert second_block.adaptive_adjustments.inputs == {"heartRateRecoveryBpm": 40}
    assert second_block.adaptive_adjustments.intensity_modifier == 1
    found = third_block.adaptive_adjustments
    assert found is not None
    assert found.inputs["heartRateRecoveryChangePct"] == -50
    assert (found.intensity_modifier, found.duration_modifier) == (0.95, 1.2)
    assert "50 % less than before" in found.reason


def test_a_rest_after_an_easy_spin_is_not_compared_with_one_after_work() -> None:
    spin = {"id": "spin", "name": "Easy spin", "type": "warmup", "duration": 60}
    easy = {"id": "easy", "name": "Easy", "type": "rest", "duration": 90}
    spun = BIKE | {"id": "spun", "intervals": [spin, easy]}
    made = world({"blocks": [BIKE | {"id": "bike1"}, spun, BIKE | {"id": "bike2"}]})
    for second in range(320):
        made.now_ms = T0 + second * 1000
        beat(made, second, 170 if second % 150 < 60 else 140 + second % 3)
    made.wait(1)
    after_work, after_spin = blocks(made)[1].adaptive_adjustments, blocks(made)[2].adaptive_adjustments
    assert after_work is not None
    assert after_spin is not None
    assert "heartRateRecoveryBpm" in after_work.inputs
    assert after_spin.inputs == after_work.inputs
    assert len(made.session.works["p1"].recoveries) == 1


def test_easy_sets_raise_the_next_block_a_little() -> None:
    made = world()
    lift(made, 1, rpe=6)
    lift(made, 2, rpe=6)
    made.wait(5)
    found = blocks(made)[1].adaptive_adjustments
    assert found is not None
    assert (found.intensity_modifier, found.duration_modifier) == (1.05, 1)


def test_a_plan_may_switch_adaptation_off() -> None:
    made = world(PLAN | {"adaptive": False})
    lift(made, 1, rpe=10)
    lift(made, 2, rpe=10)
    made.wait(5)
    assert blocks(made)[1].adaptive_adjustments is None


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
