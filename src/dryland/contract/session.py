"""The life of a session on the wire: joining, lifecycle, players, samples, frames, clock."""

from __future__ import annotations

import enum
from typing import Annotated

import msgspec
from msgspec import Meta

from dryland.contract.base import (
    MEDICAL_ONLY,
    STAFF_ONLY,
    Bpm,
    Command,
    Fact,
    Identifier,
    LiveMode,
    MedicalNote,
    Name,
    Percent,
    PlayerFact,
    PlayerStatus,
    Restriction,
    Role,
    Seconds,
    SessionStatus,
    ShortText,
    Signal,
    Text,
    Timestamp,
    Watts,
    Wire,
    WorkoutType,
)
from dryland.contract.conditioning import AdaptiveRecommendation, IntervalPointer

__all__ = [
    "FRAME_COLUMNS",
    "WALL_FRAME_COLUMNS",
    "Clock",
    "ClockAck",
    "Emergency",
    "EquipmentReading",
    "ExerciseProgress",
    "ForceEnd",
    "IntervalProgress",
    "JoinAck",
    "JoinRole",
    "JoinSession",
    "KickPlayer",
    "LeaveSession",
    "LiveFrame",
    "MessagePriority",
    "Metrics",
    "MissedEvent",
    "PlanChanged",
    "PlayerJoined",
    "PlayerKicked",
    "PlayerLeaveReason",
    "PlayerLeft",
    "PlayerMetricsUpdate",
    "PlayerMetricsUpdated",
    "PlayerSamples",
    "PlayerSamplesStored",
    "PlayerSessionStatus",
    "PlayerStatusChange",
    "PlayerStatusChanged",
    "Position",
    "Progress",
    "SampleColumns",
    "SessionCommand",
    "SessionJoined",
    "SessionLeft",
    "SessionLifecycle",
    "SessionMessage",
    "SessionMessaged",
    "SessionPlan",
    "SessionProgress",
    "SessionUpdate",
    "SessionUpdates",
    "TrainingSessionState",
]

FRAME_COLUMNS: tuple[str, ...] = (
    "playerId",
    "heartRate",
    "power",
    "cadence",
    "speed",
    "distance",
    "zone",
    "percentOfMax",
    "percentOfFtp",
    "powerZone",
    "compliance",
    "inZone",
    "outOfZoneS",
    "wBalancePercent",
    "calories",
    "signal",
    "ageMs",
    "intervalIndex",
    "intervalEndsAtMs",
)
"""Columns of a live frame's rows, in order; sent once on join, so that a client never assumes them."""

WALL_FRAME_COLUMNS: tuple[str, ...] = ("jerseyNumber", "zone", "inZone", "signal", "intervalIndex", "intervalEndsAtMs")
"""What a wall may see of a frame: no identity beyond the jersey, no raw physiology."""


class Emergency(Wire, frozen=True, kw_only=True):
    """An emergency stop in force: who stopped, when, why."""

    by: Identifier
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
    status: PlayerStatus
    joined_at: Timestamp
    last_activity: Timestamp | None = None
    interval: IntervalPointer | None = None
    exercise: msgspec.Raw | None = None
    block: msgspec.Raw | None = None
    drill: msgspec.Raw | None = None
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
    plan: msgspec.Raw | None = None
    epoch: str
    seq: int


class JoinRole(enum.StrEnum):
    """In what part somebody joins; what they may see follows from their token."""

    TRAINER = "trainer"
    PLAYER = "player"
    OBSERVER = "observer"
    WALL = "wall"
    MEDICAL = "medical"


class JoinSession(Command, frozen=True, kw_only=True):
    """Join a session's room; `epoch` + `lastSeq` say what the client already has."""

    session_id: Identifier
    role: JoinRole | None = None
    player_id: Identifier | None = None
    epoch: Annotated[str, Meta(max_length=64)] | None = None
    last_seq: Annotated[int, Meta(ge=0)] | None = None
    live: LiveMode | None = None


class MissedEvent(Wire, frozen=True, kw_only=True):
    """One event that a returning client had missed, as it was broadcast."""

    event: Name
    payload: msgspec.Raw


class JoinAck(Wire, frozen=True, kw_only=True):
    """Answer to a join: the missing events in order (`recovered`) or a snapshot."""

    ok: bool
    session: TrainingSessionState | None = None
    role: Role
    epoch: str
    seq: int
    recovered: bool
    live: LiveMode
    columns: tuple[str, ...]
    events: tuple[MissedEvent, ...] | None = None
    server_time: Timestamp


class SessionJoined(Wire, frozen=True, kw_only=True):
    """The same as the join's acknowledgement, for clients that listen instead of asking for an ack."""

    session_id: Identifier
    session: TrainingSessionState | None = None
    role: Role
    epoch: str
    seq: int
    recovered: bool


class LeaveSession(Command, frozen=True, kw_only=True):
    """Leave a session's room."""

    session_id: Identifier


class SessionLeft(Wire, frozen=True, kw_only=True):
    """You are no longer in that session's room."""

    session_id: Identifier
    reason: ShortText | None = None


class SessionCommand(Command, frozen=True, kw_only=True):
    """Start, pause, resume or end a session."""

    session_id: Identifier


class ForceEnd(Command, frozen=True, kw_only=True):
    """End a session whatever state it is in."""

    session_id: Identifier
    reason: ShortText | None = None


class SessionLifecycle(Fact, frozen=True, kw_only=True):
    """A session was started, paused, resumed or ended."""

    reason: ShortText | None = None


class SessionUpdates(Wire, frozen=True, kw_only=True):
    """The changed fields of a session's state; a field set to null on purpose is named in `cleared`."""

    status: SessionStatus | None = None
    emergency: Emergency | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    paused_at: Timestamp | None = None
    duration: float | None = None
    workout_name: Name | None = None
    plan: msgspec.Raw | None = None
    total_players: int | None = None
    active_players: int | None = None
    completed_players: int | None = None
    cleared: tuple[str, ...] | None = None


class SessionUpdate(Fact, frozen=True, kw_only=True):
    """Some fields of the session's state have changed."""

    updates: SessionUpdates


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


class MessagePriority(enum.StrEnum):
    """How loud a message is."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"


class SessionMessage(Command, frozen=True, kw_only=True):
    """A trainer's words to all players or some."""

    session_id: Identifier
    message: Annotated[str, Meta(min_length=1, max_length=500)]
    target_players: Annotated[tuple[Identifier, ...], Meta(max_length=200)] | None = None
    priority: MessagePriority | None = None


class SessionMessaged(Fact, frozen=True, kw_only=True):
    """A trainer has said something; only the named players and staff receive the words."""

    message: Text
    target_players: tuple[Identifier, ...] | None = None
    priority: MessagePriority


class PlayerLeaveReason(enum.StrEnum):
    """Why a player is no longer in a session."""

    COMPLETED = "completed"
    DROPPED = "dropped"
    KICKED = "kicked"
    DISCONNECTED = "disconnected"
    MOVED = "moved"


class PlayerJoined(Fact, frozen=True, kw_only=True):
    """A player is in the session."""

    player_id: Identifier
    player: PlayerSessionStatus


class PlayerLeft(PlayerFact, frozen=True, kw_only=True):
    """A player is no longer in the session."""

    reason: PlayerLeaveReason
    detail: ShortText | None = None


class PlayerStatusChange(Command, frozen=True, kw_only=True):
    """Sets what a player does; players for themselves, trainers for anybody."""

    session_id: Identifier
    player_id: Identifier
    status: PlayerStatus
    reason: ShortText | None = None


class PlayerStatusChanged(PlayerFact, frozen=True, kw_only=True):
    """A player's status has changed."""

    status: PlayerStatus
    reason: ShortText | None = None


class KickPlayer(Command, frozen=True, kw_only=True):
    """Takes a player out of the session."""

    session_id: Identifier
    player_id: Identifier
    reason: ShortText | None = None


class PlayerKicked(PlayerFact, frozen=True, kw_only=True):
    """A trainer took a player out of the session."""

    reason: ShortText | None = None


class SessionPlan(Command, frozen=True, kw_only=True):
    """Sets the workout, for all or for `playerIds`; while running it applies at the next boundary."""

    session_id: Identifier
    plan: msgspec.Raw
    player_ids: Annotated[tuple[Identifier, ...], Meta(max_length=200)] | None = None


class PlanChanged(Fact, frozen=True, kw_only=True):
    """The workout was set or changed."""

    plan: msgspec.Raw
    player_ids: tuple[Identifier, ...] | None = None
    applies_from: ShortText


class PlayerMetricsUpdate(Command, frozen=True, kw_only=True):
    """Several live values of one player at once."""

    session_id: Identifier
    player_id: Identifier
    metrics: Metrics


class PlayerMetricsUpdated(PlayerFact, frozen=True, kw_only=True):
    """Newest values of one player, for screens that asked for single events."""

    metrics: Metrics
    signal: Signal


class ExerciseProgress(Wire, frozen=True, kw_only=True):
    """Where a player is in a strength plan."""

    session_id: Identifier
    player_id: Identifier
    exercise_id: Identifier
    exercise_index: int
    set_number: int
    total_sets: int
    completed: bool


class IntervalProgress(Wire, frozen=True, kw_only=True):
    """Where a player is in an interval plan."""

    session_id: Identifier
    player_id: Identifier
    interval: IntervalPointer
    time_remaining: Seconds | None = None
    completed: bool


Column = Annotated[tuple[float | None, ...], Meta(max_length=3_600)]


class SampleColumns(Wire, frozen=True, kw_only=True):
    """Samples by column, equally long. `t` is ISO-8601 or seconds from the session's start."""

    t: Annotated[tuple[Timestamp | float, ...], Meta(min_length=1, max_length=3_600)]
    heart_rate: Column | None = None
    power: Column | None = None
    cadence: Column | None = None
    speed: Column | None = None
    distance: Column | None = None
    rr_intervals: Annotated[tuple[tuple[float, ...] | None, ...], Meta(max_length=3_600)] | None = None


class PlayerSamples(Command, frozen=True, kw_only=True):
    """What a device kept while it was away, or a recording."""

    session_id: Identifier
    player_id: Identifier
    columns: SampleColumns


class PlayerSamplesStored(PlayerFact, frozen=True, kw_only=True):
    """Samples were stored; the rows themselves are in the sample store."""

    rows: int
    implausible: int
    first_at: Timestamp
    last_at: Timestamp


Cell = str | float | int | bool | None


class LiveFrame(Wire, frozen=True, kw_only=True):
    """One tick of a session: a row per player, columns as named on join."""

    session_id: Identifier
    at: Timestamp
    players: tuple[tuple[Cell, ...], ...]


class Position(Wire, frozen=True, kw_only=True):
    """A position notice: an event was stored that this audience may not see, so no gap is a loss."""

    session_id: Identifier
    epoch: str
    seq: int


class Clock(Wire, frozen=True, kw_only=True):
    """A client's clock reading, in ms since 1970."""

    t0: float


class ClockAck(Wire, frozen=True, kw_only=True):
    """The reading back with the server's receive and send times, in ms since 1970."""

    t0: float
    t1: float
    t2: float
