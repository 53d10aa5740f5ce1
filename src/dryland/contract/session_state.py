"""A session as a snapshot: its players, where each is in the plan, what was last measured.

Counts and pointers are derived by whoever holds the state; here they are only shapes.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from dryland.contract.agility import DrillPointer
from dryland.contract.base import (
    MEDICAL_ONLY,
    STAFF_ONLY,
    Bpm,
    Identifier,
    MaybeRaw,
    MedicalNote,
    Name,
    PlayerStatus,
    Restriction,
    SessionStatus,
    ShortText,
    Signal,
    Timestamp,
    Watts,
    WeightUnit,
    Wire,
    WorkoutType,
)
from dryland.contract.conditioning import AdaptiveRecommendation, IntervalKind, IntervalPointer
from dryland.contract.hybrid import BlockPointer
from dryland.contract.strength import ExercisePointer

__all__ = [
    "Emergency",
    "EquipmentReading",
    "Metrics",
    "PlayerSessionStatus",
    "TrainingSessionState",
    "WallPlayer",
    "WallSessionState",
    "WallTimer",
]


class Emergency(Wire, frozen=True, kw_only=True):
    """An emergency stop in force: who stopped, when, why; a wall learns only when."""

    by: Identifier | None = None
    by_name: Name | None = None
    at: Timestamp
    reason: ShortText | None = None


class EquipmentReading(Wire, frozen=True, kw_only=True):
    """The machine a value came from."""

    id: Identifier | None = None
    type: ShortText | None = None
    resistance: float | None = None


class Metrics(Wire, frozen=True, kw_only=True):
    """Newest values of one player. pace s/500 m, speed m/s, cadence 1/min, distance m, calories kcal."""

    heart_rate: Bpm | None = None
    power: Watts | None = None
    pace: Annotated[float, Meta(ge=0, le=3_600)] | None = None
    speed: Annotated[float, Meta(ge=0, le=40)] | None = None
    cadence: Annotated[float, Meta(ge=0, le=300)] | None = None
    distance: Annotated[float, Meta(ge=0, le=1_000_000)] | None = None
    calories: Annotated[float, Meta(ge=0, le=100_000)] | None = None
    equipment: EquipmentReading | None = None


class PlayerSessionStatus(Wire, frozen=True, kw_only=True):
    """One player as every allowed screen sees them."""

    player_id: Identifier
    player_name: Name | None = None
    jersey_number: Annotated[int, Meta(ge=0, le=99)] | None = None
    weight_unit: Annotated[WeightUnit | None, Meta(description="what the player reads loads in")] = None
    status: PlayerStatus
    joined_at: Timestamp
    last_activity: Timestamp | None = None
    interval: IntervalPointer | None = None
    exercise: ExercisePointer | None = None
    block: BlockPointer | None = None
    drill: DrillPointer | None = None
    metrics: Metrics | None = None
    signal: Signal | None = None
    recommendations: AdaptiveRecommendation | None = None
    restrictions: Annotated[tuple[Restriction, ...] | None, Meta(extra=STAFF_ONLY)] = None
    medical_notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None


class TrainingSessionState(Wire, frozen=True, kw_only=True):
    """A session as a snapshot at `epoch` + `seq`; counts are derived, never kept by hand."""

    session_id: Identifier
    bundle_id: Identifier | None = None
    workout_id: Identifier | None = None
    workout_name: Name
    workout_type: WorkoutType
    status: SessionStatus
    emergency: Emergency | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    paused_at: Timestamp | None = None
    duration: float
    trainer_id: Identifier | None = None
    trainer_name: Name | None = None
    players: tuple[PlayerSessionStatus, ...]
    total_players: int
    active_players: int
    completed_players: int
    plan: MaybeRaw = None
    epoch: str
    seq: int


class WallTimer(Wire, frozen=True, kw_only=True):
    """An interval as a wall shows it: the phase and its end, without the player's own targets."""

    index: int
    total: int
    name: Name
    type: IntervalKind
    ends_at: Timestamp | None = None
    next_name: Name | None = None
    next_type: IntervalKind | None = None


class WallPlayer(Wire, frozen=True, kw_only=True):
    """One player as a wall shows them: a number or an alias, what they do, their timers."""

    jersey_number: Annotated[int, Meta(ge=0, le=99)] | None = None
    alias: (
        Annotated[
            str, Meta(max_length=8, description="instead of the number, for whoever does not want to be known by it")
        ]
        | None
    ) = None
    status: PlayerStatus
    signal: Signal | None = None
    timer: WallTimer | None = None
    rest_ends_at: Timestamp | None = None


class WallSessionState(Wire, frozen=True, kw_only=True):
    """A session as a wall shows it: no names, no identities."""

    session_id: Identifier
    workout_name: Name
    workout_type: WorkoutType
    status: SessionStatus
    stopped_at: Annotated[Timestamp | None, Meta(description="since when an emergency stop is in force")] = None
    start_time: Timestamp | None = None
    paused_at: Timestamp | None = None
    duration: float
    players: tuple[WallPlayer, ...]
    epoch: str
    seq: int
