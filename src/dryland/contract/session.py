"""The life of a session on the wire: joining, lifecycle, plan, words, players coming and going.

Shapes of the snapshot are in `session_state`, moving pointers in `progress`, live values in `live`; all are named here
too, so that a session's whole vocabulary can be had from one place.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from dryland.contract.acks import Yes
from dryland.contract.base import (
    Command,
    Delivery,
    Fact,
    Identifier,
    LiveMode,
    MaybeRaw,
    Name,
    PlayerFact,
    PlayerStatus,
    Role,
    SessionRpe,
    SessionStatus,
    ShortText,
    Text,
    Timestamp,
    Wire,
)
from dryland.contract.event_spec import ANYBODY, ATHLETE, SERVER, STAFF, STAFF_AUDIENCES, EventSpec, Subject
from dryland.contract.live import (
    FRAME_COLUMNS,
    WALL_FRAME_COLUMNS,
    Clock,
    ClockAck,
    LiveFrame,
    PlayerMetricsUpdate,
    PlayerMetricsUpdated,
    PlayerSamples,
    PlayerSamplesStored,
    Position,
    SampleColumns,
    WallFrame,
)
from dryland.contract.progress import (
    ExerciseProgress,
    ExerciseProgressReport,
    IntervalProgress,
    IntervalProgressReport,
    Progress,
    SessionProgress,
)
from dryland.contract.sayings import Sayings
from dryland.contract.session_state import (
    Emergency,
    EquipmentReading,
    Metrics,
    PlayerSessionStatus,
    TrainingSessionState,
    WallPlayer,
    WallSessionState,
    WallTimer,
)

__all__ = [
    "EVENTS",
    "FRAME_COLUMNS",
    "WALL_FRAME_COLUMNS",
    "Adaptation",
    "AdaptationKind",
    "Clock",
    "ClockAck",
    "Emergency",
    "EquipmentReading",
    "ExerciseProgress",
    "ExerciseProgressReport",
    "ForceEnd",
    "IntervalProgress",
    "IntervalProgressReport",
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
    "RateSession",
    "SampleColumns",
    "SessionCommand",
    "SessionJoined",
    "SessionLeft",
    "SessionLifecycle",
    "SessionMessage",
    "SessionMessaged",
    "SessionPlan",
    "SessionProgress",
    "SessionRated",
    "SessionUpdate",
    "SessionUpdates",
    "TrainingSessionState",
    "WallFrame",
    "WallPlayer",
    "WallSessionState",
    "WallTimer",
]


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

    ok: Yes
    session: TrainingSessionState | None = None
    wall: WallSessionState | None = None
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
    wall: WallSessionState | None = None
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
    plan: MaybeRaw = None
    total_players: int | None = None
    active_players: int | None = None
    completed_players: int | None = None
    cleared: tuple[str, ...] | None = None


class SessionUpdate(Fact, frozen=True, kw_only=True):
    """Some fields of the session's state have changed."""

    updates: SessionUpdates


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


class RateSession(Command, frozen=True, kw_only=True):
    """How hard the whole session was for a player, best asked about 30 min after its end; the last one counts."""

    session_id: Identifier
    player_id: Identifier
    rpe: SessionRpe


class SessionRated(PlayerFact, frozen=True, kw_only=True):
    """A player has rated the whole session; its load is this rating times its minutes."""

    rpe: SessionRpe


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


class AdaptationKind(enum.StrEnum):
    """What became of a piece of work."""

    REPLACED = "replaced"
    REMOVED = "removed"
    LIMITED = "limited"


class Adaptation(Wire, frozen=True, kw_only=True):
    """A piece of a plan that is not for a player as planned, what stands in for it, and why in neutral words."""

    kind: AdaptationKind
    work_id: Identifier
    name: Name
    reason: ShortText
    reason_sayings: Sayings | None = None
    instead_id: Identifier | None = None
    instead_name: Name | None = None


class PlanChanged(Fact, frozen=True, kw_only=True):
    """The workout was set or changed. With `adaptations` it is what is left for one player of the plan in force."""

    plan: msgspec.Raw
    player_ids: tuple[Identifier, ...] | None = None
    applies_from: ShortText
    adaptations: Annotated[tuple[Adaptation, ...], Meta(max_length=1_000)] | None = None


def _lifecycle(constant: str, wire: str, summary: str) -> EventSpec:
    return EventSpec(
        constant=constant,
        wire=wire,
        summary=summary,
        delivery=Delivery.DURABLE,
        senders=STAFF,
        command=SessionCommand,
        event=SessionLifecycle,
        bare_session_id=True,
    )


_D = Delivery
_P = Subject.PLAYER

EVENTS: Final = (
    EventSpec(constant="JOIN_SESSION", wire="training:session:join", summary="Join a session's room.", delivery=_D.NONE,
              senders=ANYBODY, command=JoinSession, ack=JoinAck, bare_session_id=True),
    EventSpec(constant="LEAVE_SESSION", wire="training:session:leave", summary="Leave a session's room.",
              delivery=_D.NONE, senders=ANYBODY, command=LeaveSession, bare_session_id=True),
    EventSpec(constant="SESSION_JOINED", wire="training:session:joined", summary="You are in; here is the state.",
              delivery=_D.DERIVED, senders=SERVER, event=SessionJoined),
    EventSpec(constant="SESSION_LEFT", wire="training:session:left", summary="You are out.", delivery=_D.DERIVED,
              senders=SERVER, event=SessionLeft),
    _lifecycle("SESSION_START", "training:session:start", "The session starts."),
    _lifecycle("SESSION_PAUSE", "training:session:pause", "The session pauses."),
    _lifecycle("SESSION_RESUME", "training:session:resume", "The session goes on."),
    _lifecycle("SESSION_END", "training:session:end", "The session is over."),
    EventSpec(constant="FORCE_END_SESSION", wire="training:session:force:end",
              summary="The session ends, whatever its state.", delivery=_D.URGENT, senders=STAFF, command=ForceEnd,
              event=SessionLifecycle, bare_session_id=True),
    EventSpec(constant="SESSION_UPDATE", wire="training:session:update",
              summary="Fields of the session's state have changed.", delivery=_D.DURABLE, senders=SERVER,
              event=SessionUpdate),
    EventSpec(constant="SESSION_MESSAGE", wire="training:session:message", summary="A trainer's words.",
              delivery=_D.DURABLE, senders=STAFF, command=SessionMessage, event=SessionMessaged),
    EventSpec(constant="PLAYER_JOIN", wire="training:player:join", summary="A player is in the session.",
              delivery=_D.DURABLE, senders=SERVER, event=PlayerJoined),
    EventSpec(constant="PLAYER_LEAVE", wire="training:player:leave", summary="A player is no longer in the session.",
              delivery=_D.DURABLE, senders=SERVER, event=PlayerLeft),
    EventSpec(constant="PLAYER_STATUS_UPDATE", wire="training:player:status", summary="What a player does.",
              delivery=_D.DURABLE, senders=ATHLETE, subject=_P, command=PlayerStatusChange, event=PlayerStatusChanged),
    EventSpec(constant="PLAYER_SESSION_RPE", wire="training:player:session:rpe",
              summary="How hard the whole session was for a player.", delivery=_D.DURABLE, senders=ATHLETE, subject=_P,
              command=RateSession, event=SessionRated, audiences=STAFF_AUDIENCES),
    EventSpec(constant="KICK_PLAYER", wire="training:player:kick", summary="A player is taken out of the session.",
              delivery=_D.DURABLE, senders=STAFF, command=KickPlayer, event=PlayerKicked),
    EventSpec(constant="SESSION_PLAN", wire="training:session:plan", summary="The workout.", delivery=_D.DURABLE,
              senders=STAFF, command=SessionPlan, event=PlanChanged),
)  # fmt: skip
