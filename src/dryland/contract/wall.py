"""What a wall may see of each event: jersey numbers, zones, timers; no name, no identity, nothing medical.

An explicit list: an event type that is not named here shows a wall only its position.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from msgspec.structs import replace

from dryland.contract.base import Wire
from dryland.contract.bundles import BundlePosition
from dryland.contract.conditioning import IntervalPointer, IntervalTransitioned
from dryland.contract.errors import TrainingError
from dryland.contract.live import Position, WallFrame
from dryland.contract.progress import SessionProgress
from dryland.contract.session import JoinAck, SessionJoined, SessionLeft, SessionLifecycle, SessionUpdate
from dryland.contract.session_state import (
    Emergency,
    PlayerSessionStatus,
    TrainingSessionState,
    WallPlayer,
    WallSessionState,
    WallTimer,
)

__all__ = ["WALL_VIEWS", "wall_player", "wall_state"]


def _emergency(emergency: Emergency | None) -> Emergency | None:
    return None if emergency is None else Emergency(at=emergency.at)


def _timer(pointer: IntervalPointer) -> WallTimer:
    """The timer without the bounds in bpm and W, which are this player's physiology."""
    return WallTimer(
        index=pointer.index,
        total=pointer.total,
        name=pointer.name,
        type=pointer.type,
        ends_at=pointer.ends_at,
        next_name=pointer.next_name,
        next_type=pointer.next_type,
    )


def wall_player(player: PlayerSessionStatus) -> WallPlayer:
    """One player for a wall."""
    return WallPlayer(
        jersey_number=player.jersey_number,
        status=player.status,
        signal=player.signal,
        timer=_timer(player.interval) if player.interval else None,
        rest_ends_at=player.exercise.rest_ends_at if player.exercise else None,
    )


def wall_state(state: TrainingSessionState) -> WallSessionState:
    """A snapshot for a wall."""
    return WallSessionState(
        session_id=state.session_id,
        workout_name=state.workout_name,
        workout_type=state.workout_type,
        status=state.status,
        stopped_at=state.emergency.at if state.emergency else None,
        start_time=state.start_time,
        paused_at=state.paused_at,
        duration=state.duration,
        players=tuple(wall_player(player) for player in state.players),
        epoch=state.epoch,
        seq=state.seq,
    )


def _joined(event: SessionJoined) -> Wire:
    return replace(event, session=None, wall=event.wall or (wall_state(event.session) if event.session else None))


def _join_ack(answer: JoinAck) -> Wire:
    """The answer to a wall's join; missed events are not carried over, they were encoded for other readers."""
    wall = answer.wall or (wall_state(answer.session) if answer.session else None)
    return replace(answer, session=None, wall=wall, events=None)


def _lifecycle(event: SessionLifecycle) -> Wire:
    return replace(event, by=None, reason=None)


def _update(event: SessionUpdate) -> Wire:
    updates = replace(event.updates, emergency=_emergency(event.updates.emergency), plan=None)
    return replace(event, by=None, updates=updates)


def _transition(event: IntervalTransitioned) -> Wire | None:
    """A transition of everybody is a timer; one player's is that player's business."""
    if event.player_id is not None:
        return None
    cleared = replace(event, by=None, analysis=None, adaptive_recommendations=None)
    return replace(cleared, restrictions=None, medical_notes=None)


def _left(event: SessionLeft) -> Wire:
    return replace(event, reason=None)


def _error(event: TrainingError) -> Wire:
    return replace(event, context=None)


def _whole(event: Wire) -> Wire:
    return event


View = Callable[[Wire], Wire | None]

WALL_VIEWS: Final = cast(
    "dict[type[Wire], View]",
    {
        TrainingSessionState: wall_state,
        JoinAck: _join_ack,
        SessionJoined: _joined,
        SessionLeft: _left,
        SessionLifecycle: _lifecycle,
        SessionUpdate: _update,
        SessionProgress: _whole,
        IntervalTransitioned: _transition,
        WallFrame: _whole,
        Position: _whole,
        BundlePosition: _whole,
        TrainingError: _error,
    },
)
"""What is left of each event on a wall; None means its position alone."""
