"""Plyometrics on the wire: jumps as a mat or a plate measured them, and what follows from them.

Flight and contact in ms as measured, heights in m. Knows no formula.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    Code,
    Command,
    Delivery,
    Identifier,
    Name,
    PlayerFact,
    Seconds,
    Wire,
    WorkoutType,
)
from dryland.contract.errors import Notice
from dryland.contract.event_spec import SENSOR, EventSpec, Subject

__all__ = [
    "EVENTS",
    "Jump",
    "JumpKind",
    "JumpMeasured",
    "JumpMeasurement",
    "JumpSource",
    "PlannedJumps",
    "PlyometricsPlan",
]

Turn = Annotated[int, Meta(ge=1, le=100, description="counts from 1")]


class JumpKind(enum.StrEnum):
    """How a jump begins: from a dip, from a held squat, from a box, from the jump before."""

    COUNTERMOVEMENT = "countermovement"
    SQUAT = "squat"
    DROP = "drop"
    REPEATED = "repeated"


class JumpSource(enum.StrEnum):
    """What measured the jump."""

    MAT = "mat"
    PLATE = "plate"
    LIGHT = "light"
    VIDEO = "video"
    WEARABLE = "wearable"


class PlannedJumps(Wire, frozen=True, kw_only=True):
    """One exercise: sets of jumps of a kind; `rest` after each set in s, `dropHeight` of a box in m."""

    id: Identifier
    name: Name
    kind: JumpKind
    sets: Turn
    jumps: Turn
    rest: Seconds | None = None
    drop_height: Annotated[float, Meta(gt=0, le=1.5, description="m")] | None = None
    movements: Annotated[tuple[Code, ...], Meta(max_length=20)] | None = None
    body_regions: Annotated[tuple[Code, ...], Meta(max_length=20)] | None = None


class PlyometricsPlan(Wire, frozen=True, kw_only=True):
    """What players do in a plyometrics session, in order."""

    exercises: Annotated[tuple[PlannedJumps, ...], Meta(min_length=1, max_length=40)]


class Jump(Wire, frozen=True, kw_only=True):
    """A jump as it was measured, ms; `contactTime` is the ground contact before it, where there was one."""

    flight_time: Annotated[float, Meta(gt=0, le=5_000, description="ms")]
    contact_time: Annotated[float, Meta(gt=0, le=10_000, description="ms")] | None = None
    time_to_takeoff: Annotated[float, Meta(gt=0, le=10_000, description="ms from the first movement")] | None = None
    source: JumpSource | None = None


class JumpMeasurement(Command, frozen=True, kw_only=True):
    """A jump was measured. The same jump told again replaces the former word."""

    session_id: Identifier
    player_id: Identifier
    exercise_id: Identifier
    set_number: Turn
    jump_number: Turn
    jump: Jump


class JumpMeasured(PlayerFact, frozen=True, kw_only=True):
    """A jump with its height (m) and indices (m/s); those that its times do not allow are absent.

    `reactiveStrengthIndex` is height over contact, `modifiedIndex` height over time to take-off.
    """

    exercise_id: Identifier
    exercise_name: Name
    set_number: Turn
    jump_number: Turn
    jump: Jump
    height: float | None = None
    reactive_strength_index: float | None = None
    modified_index: float | None = None
    fast_cycle: Annotated[bool | None, Meta(description="contact below 0.25 s, a fast stretch-shortening cycle")] = None
    best_height: Annotated[float | None, Meta(description="m, the best ever known of this exercise")] = None
    mean_height: Annotated[float | None, Meta(description="m, of the set so far")] = None
    fall_from_best: Annotated[float | None, Meta(description="% below the best jump of this set")] = None
    contacts: Annotated[int, Meta(description="landings of this player in this session")]
    notice: Notice | None = None


EVENTS: Final = (
    EventSpec(constant="PLYOMETRICS_JUMP_MEASUREMENT", wire="training:plyometrics:jump:measurement",
              summary="A jump was measured.", workout=WorkoutType.PLYOMETRICS, delivery=Delivery.DURABLE,
              senders=SENSOR, subject=Subject.PLAYER, command=JumpMeasurement, event=JumpMeasured),
)  # fmt: skip
