"""The life of a session: legal steps, refusals, what the facts leave behind."""

from __future__ import annotations

from typing import Any

import pytest

from dryland.contract.base import Role, SessionStatus
from dryland.contract.errors import ErrorCode, Refusal
from dryland.floor.lifecycle import TRANSITIONS, allowed_actions
from tests.floor.world import T0, World, names

PLAN: dict[str, Any] = {
    "intervals": [
        {"id": "i1", "name": "Warm-up", "type": "warmup", "duration": 60},
        {"id": "i2", "name": "Work", "type": "work", "duration": 120},
    ]
}
COMMANDS = {
    "start": "training:session:start",
    "pause": "training:session:pause",
    "resume": "training:session:resume",
    "end": "training:session:end",
}
WAYS = {
    SessionStatus.SCHEDULED: (),
    SessionStatus.ACTIVE: ("start",),
    SessionStatus.PAUSED: ("start", "pause"),
    SessionStatus.COMPLETED: ("start", "end"),
}


@pytest.mark.parametrize("status", WAYS)
@pytest.mark.parametrize("action", COMMANDS)
def test_the_table_decides_every_step(status: SessionStatus, action: str) -> None:
    world = World(PLAN)
    for step in WAYS[status]:
        world.tell(COMMANDS[step])
    decided = world.tell(COMMANDS[action])
    target = TRANSITIONS.get((status, action))
    if target is None:
        assert isinstance(decided, Refusal)
        assert decided.code is ErrorCode.INVALID_TRANSITION
        assert decided.context is not None
        assert decided.context.allowed == allowed_actions(status)
        assert world.session.state.status is status
    else:
        assert not isinstance(decided, Refusal)
        assert world.session.state.status is target


def test_a_start_puts_everybody_into_the_first_interval() -> None:
    world = World(PLAN, count=3)
    happened = names(world.tell("training:session:start"))
    assert happened[:2] == ["training:session:start", "training:session:update"]
    assert happened[2:] == ["training:conditioning:interval:transition"] * 3
    assert [work.index for work in world.session.works.values()] == [0, 0, 0]  # type: ignore[attr-defined]


def test_seq_counts_on_without_a_gap() -> None:
    world = World(PLAN)
    world.tell("training:session:start")
    world.wait(500)
    world.tell("training:session:end")
    seqs = [world.replayed().state.seq, world.session.state.seq, len(world.log)]
    assert len(set(seqs)) == 1


def test_a_pause_moves_the_end_of_the_interval_and_the_duration_stands() -> None:
    world = World(PLAN, count=1)
    world.tell("training:session:start")
    world.wait(30)
    world.tell("training:session:pause")
    world.wait(100)
    assert world.session.state.clock.duration_ms(world.now_ms) == 30_000
    world.tell("training:session:resume")
    assert world.wait(29.9) == []
    assert names(world.wait(0.2)) == ["training:conditioning:interval:transition"]


def test_a_forced_end_works_from_every_state_that_is_not_over() -> None:
    for steps, status in (((), "cancelled"), (("start",), "completed"), (("start", "pause"), "completed")):
        world = World(PLAN)
        for step in steps:
            world.tell(COMMANDS[step])
        world.tell("training:session:force:end", {"reason": "fire alarm"})
        assert world.session.state.status == status
        assert isinstance(world.tell("training:session:force:end"), Refusal)


def test_a_message_to_somebody_who_is_not_here_is_refused_with_the_place() -> None:
    refusal = World(PLAN).tell("training:session:message", {"message": "hi", "targetPlayers": ["p1", "ghost"]})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.PLAYER_NOT_IN_SESSION
    assert refusal.context is not None
    assert refusal.context.player_id == "ghost"


def test_a_plan_of_another_kind_is_refused_with_the_path() -> None:
    refusal = World(PLAN).tell("training:session:plan", {"plan": {"intervals": [{"id": "x", "name": "y"}]}})
    assert isinstance(refusal, Refusal)
    assert refusal.context is not None
    assert refusal.context.path is not None
    assert refusal.context.path.startswith("$.plan.intervals[0]")


def test_a_player_who_was_taken_out_is_not_counted_and_gets_no_more_intervals() -> None:
    world = World(PLAN, count=2)
    world.tell("training:session:start")
    assert names(world.tell("training:player:kick", {"playerId": "p2"})) == [
        "training:player:kick",
        "training:player:leave",
    ]
    view = world.session.view(world.now_ms)
    assert (view.total_players, [player.player_id for player in view.players]) == (1, ["p1"])
    assert len(world.wait(60)) == 1


def test_a_dropped_player_cannot_take_themselves_in_again() -> None:
    world = World(PLAN)
    world.tell("training:session:start")
    world.tell("training:player:status", {"playerId": "p1", "status": "dropped"})
    refusal = world.tell("training:player:status", {"playerId": "p1", "status": "active"}, role=Role.PLAYER, actor="p1")
    assert isinstance(refusal, Refusal)
    assert not isinstance(world.tell("training:player:status", {"playerId": "p1", "status": "active"}), Refusal)


def test_an_event_of_another_workout_is_refused() -> None:
    world = World(PLAN)
    world.tell("training:session:start")
    refusal = world.tell(
        "training:strength:weight:update",
        {"playerId": "p1", "exerciseId": "squat", "weight": 100, "weightUnit": "kg"},
    )
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.WRONG_WORKOUT_TYPE


def test_the_start_of_a_recording_keeps_its_own_time_and_shifts_the_screens() -> None:
    world = World(PLAN, count=1)
    started_ms = T0 - 10_000_000
    world.tell("training:session:start", at_ms=started_ms)
    clock = world.session.state.clock
    assert (clock.start_ms, clock.shift_ms) == (started_ms, 10_000_000)
    pointer = world.session.view(world.now_ms).players[0].interval
    assert pointer is not None
    assert pointer.ends_at is not None
    assert round(pointer.ends_at.timestamp() * 1000) == T0 + 60_000


def test_a_session_is_rated_by_whoever_did_it_and_only_when_it_is_over() -> None:
    world = World(PLAN)
    rating = ("training:player:session:rpe", {"playerId": "p1", "rpe": 7})
    refusal = world.tell(*rating, role=Role.PLAYER, actor="p1")
    assert isinstance(refusal, Refusal)
    world.tell("training:session:start", {})
    refusal = world.tell(*rating, role=Role.PLAYER, actor="p1")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.INVALID_TRANSITION
    world.tell("training:session:end", {})
    assert not isinstance(world.tell(*rating, role=Role.PLAYER, actor="p1"), Refusal)
    assert not isinstance(world.tell(rating[0], {"playerId": "p1", "rpe": 6.5}), Refusal), "the last one counts"
    assert world.session.state.players["p1"].session_rpe == 6.5
    assert world.session.state.players["p2"].session_rpe is None
