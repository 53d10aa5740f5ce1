"""How far things are: a session, a player's exercise, a player's interval.

A client's own word is answered with the server's pointer; the pointer itself moves on the floor.
"""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import Command, Delivery, Identifier, Name, Percent, PlayerFact, Seconds, Wire
from dryland.contract.conditioning import IntervalPointer
from dryland.contract.event_spec import ATHLETE, SERVER, EventSpec, Subject
from dryland.contract.strength import ExercisePointer

__all__ = [
    "EVENTS",
    "ExerciseProgress",
    "ExerciseProgressReport",
    "IntervalProgress",
    "IntervalProgressReport",
    "Progress",
    "SessionProgress",
]


class Progress(Wire, frozen=True, kw_only=True):
    """How far a session is."""

    progress: Percent
    current_phase: Name | None = None
    exercises_completed: int
    total_exercises: int
    players_active: int
    players_completed: int


class SessionProgress(Progress, frozen=True, kw_only=True):
    """How far a session is, for its room."""

    session_id: Identifier


class ExerciseProgressReport(Command, frozen=True, kw_only=True):
    """A player's own word on where they are in a strength plan, from a screen that keeps its own pointer."""

    session_id: Identifier
    player_id: Identifier
    exercise_id: Identifier
    set_number: Annotated[int, Meta(ge=1, le=50)]
    total_sets: Annotated[int, Meta(ge=1, le=50)] | None = None
    exercise_index: Annotated[int, Meta(ge=0, le=1_000)] | None = None
    completed: bool = False


class ExerciseProgress(PlayerFact, frozen=True, kw_only=True):
    """Where a player is in a strength plan."""

    exercise_id: Identifier
    exercise_index: int
    set_number: int
    total_sets: int
    completed: bool
    exercise: ExercisePointer | None = None


class IntervalProgressReport(Command, frozen=True, kw_only=True):
    """A player's own word on where they are in an interval plan; answered with the server's, never trusted."""

    session_id: Identifier
    player_id: Identifier
    interval_id: Identifier
    time_remaining: Seconds | None = None
    completed: bool = False


class IntervalProgress(PlayerFact, frozen=True, kw_only=True):
    """Where a player is in an interval plan; `timeRemaining` in s at the moment of sending."""

    interval: IntervalPointer
    time_remaining: Seconds | None = None
    completed: bool


_D = Delivery
_P = Subject.PLAYER

EVENTS: Final = (
    EventSpec(constant="SESSION_PROGRESS", wire="training:session:progress", summary="How far the session is.",
              delivery=_D.DERIVED, senders=SERVER, event=SessionProgress),
    EventSpec(constant="PLAYER_EXERCISE_PROGRESS", wire="training:player:exercise:progress",
              summary="Where a player is in a strength plan.", delivery=_D.DURABLE, senders=ATHLETE, subject=_P,
              command=ExerciseProgressReport, event=ExerciseProgress),
    EventSpec(constant="PLAYER_INTERVAL_PROGRESS", wire="training:player:interval:progress",
              summary="Where a player is in an interval plan.", delivery=_D.DERIVED, senders=ATHLETE, subject=_P,
              command=IntervalProgressReport, event=IntervalProgress),
)  # fmt: skip
