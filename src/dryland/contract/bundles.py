"""Bundles on the wire: several sessions under one controller, bulk operations, moves.

Knows no rule of allocation or balance; it only says what was asked and what came of it.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    MEDICAL_ONLY,
    STAFF_ONLY,
    BundleFact,
    Code,
    Command,
    Count,
    Delivery,
    Identifier,
    MaybeRaw,
    MedicalNote,
    Minutes,
    Name,
    Restriction,
    Seconds,
    SessionStatus,
    ShortText,
    Text,
    Timestamp,
    Wire,
    WorkoutType,
)
from dryland.contract.errors import SessionFailure
from dryland.contract.event_spec import HEALTH, SERVER, STAFF, EventSpec, Subject
from dryland.contract.sayings import Sayings

__all__ = [
    "EVENTS",
    "BulkOperation",
    "BulkOperationCommand",
    "BulkOperationReported",
    "BulkProgress",
    "BulkStatus",
    "BundleChanges",
    "BundleCreated",
    "BundlePosition",
    "BundleSession",
    "BundleUpdated",
    "CreateBundle",
    "DistributeBy",
    "Distribution",
    "EquipmentNeed",
    "EstimatedImpact",
    "MoveOutcome",
    "MoveReason",
    "MoveResult",
    "ParticipantMove",
    "ParticipantMoved",
    "PlannedMove",
    "PreflightCheck",
    "PreflightFix",
    "PreflightKind",
    "ResourceAllocation",
    "SessionAllocation",
    "SessionDraft",
    "SessionEnd",
    "SessionOutcome",
    "UnreachedScreen",
    "UpdateBundle",
    "UpdateType",
    "WorkoutModification",
]

Ids = Annotated[tuple[Identifier, ...], Meta(max_length=500)]


class EquipmentNeed(Wire, frozen=True, kw_only=True):
    """How many of a kind of equipment; `perPlayer` where each player needs that many for themselves."""

    type: Code
    count: Count
    per_player: Count | None = None


class SessionDraft(Wire, frozen=True, kw_only=True):
    """One session of a bundle to be: its plan in place or by `templateId`."""

    workout_type: WorkoutType
    session_id: Identifier | None = None
    name: Name | None = None
    plan: MaybeRaw = None
    template_id: Identifier | None = None
    participant_ids: Ids = ()
    facility_id: Identifier | None = None
    equipment: Annotated[tuple[EquipmentNeed, ...], Meta(max_length=50)] | None = None
    start_offset: Annotated[float, Meta(ge=0, le=86_400, description="s after the bundle's start")] | None = None
    trainer_id: Identifier | None = None


class DistributeBy(enum.StrEnum):
    """How players are spread over the sessions of a bundle."""

    EVENLY = "evenly"
    LINE = "line"
    ABILITY = "ability"


class Distribution(Wire, frozen=True, kw_only=True):
    """Players to be spread over the sessions: `playerIds`, or everybody of a team.

    `pins` name a place in `sessions` for some. `abilities` are any figures that compare the players; those that are not
    given are threshold power per body mass, W/kg, where both were tested.
    """

    by: DistributeBy = DistributeBy.EVENLY
    player_ids: Ids | None = None
    team_id: Identifier | None = None
    pins: dict[Identifier, Annotated[int, Meta(ge=0, le=7)]] | None = None
    abilities: dict[Identifier, float] | None = None


class CreateBundle(Command, frozen=True, kw_only=True):
    """Puts sessions under one controller: `sessions`, or the older flat form with `sessionIds`."""

    bundle_name: Name
    bundle_id: Identifier | None = None
    sessions: Annotated[tuple[SessionDraft, ...], Meta(min_length=1, max_length=8)] | None = None
    distribution: Distribution | None = None
    scheduled_start: Timestamp | None = None
    estimated_duration: Minutes | None = None
    session_ids: Annotated[tuple[Identifier, ...], Meta(min_length=1, max_length=8)] | None = None
    workout_types: Annotated[tuple[WorkoutType, ...], Meta(max_length=8)] | None = None
    total_participants: Count | None = None
    created_by: Identifier | None = None

    def __post_init__(self) -> None:
        """Refuse a bundle of nothing and one that says its sessions twice."""
        if (self.sessions is None) == (self.session_ids is None):
            raise ValueError("a bundle needs either sessions or sessionIds")
        if self.session_ids is not None and self.workout_types and len(self.workout_types) != len(self.session_ids):
            raise ValueError("workoutTypes and sessionIds differ in length")


class ResourceAllocation(Wire, frozen=True, kw_only=True):
    """What a session was given."""

    facility_id: Identifier | None = None
    facility_name: Name | None = None
    capacity: Count | None = None
    equipment: tuple[EquipmentNeed, ...]
    item_ids: Ids | None = None
    missing: Annotated[
        tuple[EquipmentNeed, ...] | None, Meta(description="items that broke and that nothing could replace so far")
    ] = None


class BundleSession(Wire, frozen=True, kw_only=True):
    """One session of a bundle, with the resources it was given."""

    session_id: Identifier
    workout_type: WorkoutType
    name: Name
    participant_ids: Ids
    resources: ResourceAllocation
    scheduled_start: Timestamp | None = None
    start_offset: Seconds | None = None


class BundleCreated(BundleFact, frozen=True, kw_only=True):
    """A bundle exists; every resource that was asked for is allocated."""

    bundle_name: Name
    sessions: tuple[BundleSession, ...]
    total_participants: Count
    scheduled_start: Timestamp | None = None
    estimated_duration: Minutes | None = None
    created_by: Identifier | None = None


class UpdateType(enum.StrEnum):
    """What of a bundle changes."""

    STATUS_CHANGE = "status_change"
    PARTICIPANT_MOVE = "participant_move"
    SCHEDULE_CHANGE = "schedule_change"
    CONFIGURATION_CHANGE = "configuration_change"


class BundleChanges(Wire, frozen=True, kw_only=True):
    """The changed values; those that fit the update's type are filled in."""

    status: SessionStatus | None = None
    player_ids: Ids | None = None
    from_session_id: Identifier | None = None
    to_session_id: Identifier | None = None
    scheduled_start: Timestamp | None = None
    estimated_duration: Minutes | None = None
    bundle_name: Name | None = None
    facility_id: Identifier | None = None
    equipment: Annotated[tuple[EquipmentNeed, ...], Meta(max_length=50)] | None = None
    trainer_id: Identifier | None = None


class UpdateBundle(Command, frozen=True, kw_only=True):
    """Changes something of a bundle."""

    bundle_id: Identifier
    update_type: UpdateType
    affected_sessions: Ids | None = None
    changes: BundleChanges


class SessionAllocation(Wire, frozen=True, kw_only=True):
    """What a session has been given anew."""

    session_id: Identifier
    resources: ResourceAllocation


class BundleUpdated(BundleFact, frozen=True, kw_only=True):
    """Something of a bundle has changed."""

    update_type: UpdateType
    affected_sessions: Ids
    changes: BundleChanges
    allocations: tuple[SessionAllocation, ...] | None = None


class BulkOperation(enum.StrEnum):
    """What can be done to all sessions of a bundle at once; a stop is released before anything resumes."""

    START_ALL = "start_all"
    PAUSE_ALL = "pause_all"
    RESUME_ALL = "resume_all"
    EMERGENCY_STOP_ALL = "emergency_stop_all"
    RELEASE_STOP_ALL = "release_stop_all"
    REBALANCE_PARTICIPANTS = "rebalance_participants"
    UNDO = "undo"


class BulkStatus(enum.StrEnum):
    """How far a bulk operation is."""

    INITIATED = "initiated"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PARTIALLY_COMPLETED = "partially_completed"
    FAILED = "failed"


class BulkOperationCommand(Command, frozen=True, kw_only=True):
    """Does something to all sessions of a bundle or the named ones; `dryRun` only says what would happen."""

    bundle_id: Identifier
    operation: BulkOperation
    operation_id: Identifier | None = None
    affected_sessions: Ids | None = None
    reason: ShortText | None = None
    dry_run: bool | None = None
    undoes: Annotated[
        Identifier | None, Meta(description="the operation that an undo takes back, or a move's eventId")
    ] = None
    countdown: Annotated[float, Meta(ge=0, le=60, description="s before a start, in which it can be undone")] | None = (
        None
    )
    pinned_players: Annotated[Ids | None, Meta(description="players that a rebalance leaves where they are")] = None
    executed_by: Identifier | None = None


class BulkProgress(Wire, frozen=True, kw_only=True):
    """Sessions done so far; the failed ones with their errors."""

    completed: Count
    total: Count
    failed: tuple[Identifier, ...] = ()
    errors: Annotated[tuple[SessionFailure, ...], Meta(extra=STAFF_ONLY)] = ()


class SessionOutcome(Wire, frozen=True, kw_only=True):
    """What a bulk operation did to one session."""

    session_id: Identifier
    status: SessionStatus
    changed: bool
    attempts: Count | None = None


class PlannedMove(Wire, frozen=True, kw_only=True):
    """A move that a rebalance makes or would make, and why."""

    player_id: Identifier
    from_session_id: Identifier
    to_session_id: Identifier
    reason: Annotated[Text | None, Meta(extra=STAFF_ONLY)] = None
    reason_sayings: Annotated[Sayings | None, Meta(extra=STAFF_ONLY)] = None


class UnreachedScreen(Wire, frozen=True, kw_only=True):
    """A screen that did not confirm in time; somebody has to go there."""

    name: Name
    session_id: Identifier | None = None
    player_id: Identifier | None = None


class PreflightKind(enum.StrEnum):
    """What is looked at before a start."""

    PLAN = "plan"
    ROSTER = "roster"
    CAPACITY = "capacity"
    EQUIPMENT = "equipment"
    SIGNAL = "signal"
    SCREENS = "screens"


class PreflightFix(enum.StrEnum):
    """What mends a line of what is looked at before a start."""

    GIVE_PLAN = "give_plan"
    ADD_PLAYERS = "add_players"
    REBALANCE = "rebalance"
    REPLACE_EQUIPMENT = "replace_equipment"
    PAIR_SENSOR = "pair_sensor"
    OPEN_SCREEN = "open_screen"


class PreflightCheck(Wire, frozen=True, kw_only=True):
    """One line of what is looked at before a start; `blocking` ones are refused at the start itself.

    `count` of `total` are as they should be; `words` says the same in English.
    """

    kind: PreflightKind
    session_id: Identifier
    passed: bool
    words: ShortText
    words_sayings: Sayings | None = None
    count: Count | None = None
    total: Count | None = None
    blocking: bool = False
    player_ids: Ids | None = None
    fix: PreflightFix | None = None


class BulkOperationReported(BundleFact, frozen=True, kw_only=True):
    """How a bulk operation goes, from the first session to the last screen."""

    operation_id: Identifier
    operation: BulkOperation
    status: BulkStatus
    progress: BulkProgress
    affected_sessions: Ids
    executed_by: Identifier
    reason: ShortText | None = None
    results: tuple[SessionOutcome, ...] | None = None
    moves: tuple[PlannedMove, ...] | None = None
    reached_screens: Count | None = None
    total_screens: Count | None = None
    unreached_screens: Annotated[tuple[UnreachedScreen, ...] | None, Meta(extra=STAFF_ONLY)] = None
    dry_run: bool | None = None
    checks: Annotated[tuple[PreflightCheck, ...] | None, Meta(extra=STAFF_ONLY)] = None
    undoes: Identifier | None = None
    undo_until: Timestamp | None = None
    starts_at: Annotated[Timestamp | None, Meta(description="when a countdown is over")] = None
    expires_at: Timestamp | None = None


class MoveReason(enum.StrEnum):
    """Why a player changes sessions."""

    MEDICAL_RESTRICTION = "medical_restriction"
    LOAD_BALANCING = "load_balancing"
    EQUIPMENT_AVAILABILITY = "equipment_availability"
    PLAYER_REQUEST = "player_request"
    TRAINER_DECISION = "trainer_decision"


class SessionEnd(Wire, frozen=True, kw_only=True):
    """One end of a move."""

    session_id: Identifier
    workout_type: WorkoutType | None = None
    name: Name | None = None


class ParticipantMove(Command, frozen=True, kw_only=True):
    """Moves a player: ends as `fromSession`, `toSession` or as `fromSessionId`, `toSessionId`."""

    bundle_id: Identifier
    player_id: Identifier
    from_session: SessionEnd | None = None
    to_session: SessionEnd | None = None
    from_session_id: Identifier | None = None
    to_session_id: Identifier | None = None
    move_reason: MoveReason | None = None
    preserve_progress: bool | None = None
    medical_notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None
    approved_by: Identifier | None = None

    def __post_init__(self) -> None:
        """Refuse a move that lacks an end, or says one twice and differently."""
        for end, flat, name in (
            (self.from_session, self.from_session_id, "from"),
            (self.to_session, self.to_session_id, "to"),
        ):
            if end is None and flat is None:
                raise ValueError(f"a move needs {name}Session or {name}SessionId")
            if end is not None and flat is not None and end.session_id != flat:
                raise ValueError(f"{name}Session and {name}SessionId name different sessions")

    @property
    def source_id(self) -> str:
        """The session the player leaves, from whichever form was sent."""
        return self.from_session.session_id if self.from_session else self.from_session_id or ""

    @property
    def target_id(self) -> str:
        """The session the player enters, from whichever form was sent."""
        return self.to_session.session_id if self.to_session else self.to_session_id or ""


class MoveOutcome(enum.StrEnum):
    """What came of a move."""

    MOVED = "moved"
    ALREADY_THERE = "already_there"


class MoveResult(Wire, frozen=True, kw_only=True):
    """What came of a move and what of the player's progress was kept."""

    outcome: MoveOutcome
    moved_at: Timestamp
    progress_preserved: bool


class WorkoutModification(enum.StrEnum):
    """How much of the workout a move changes."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"


class EstimatedImpact(Wire, frozen=True, kw_only=True):
    """What a move costs."""

    delay_minutes: Annotated[float, Meta(ge=0, le=1_440)]
    workout_modification: WorkoutModification


class ParticipantMoved(BundleFact, frozen=True, kw_only=True):
    """A player has changed sessions; the reason is for staff, the note for medics."""

    player_id: Identifier
    from_session: SessionEnd
    to_session: SessionEnd
    preserve_progress: bool
    move_result: MoveResult
    estimated_impact: EstimatedImpact
    move_reason: Annotated[MoveReason | None, Meta(extra=STAFF_ONLY)] = None
    restrictions: Annotated[tuple[Restriction, ...] | None, Meta(extra=STAFF_ONLY)] = None
    medical_notes: Annotated[MedicalNote | None, Meta(extra=MEDICAL_ONLY)] = None
    approved_by: Identifier | None = None
    undo_until: Annotated[
        Timestamp | None, Meta(description="until when an undo of this eventId takes the move back")
    ] = None


class BundlePosition(Wire, frozen=True, kw_only=True):
    """A position notice of a bundle's log: an event was stored that this audience may not see."""

    bundle_id: Identifier
    epoch: str
    seq: int


_D = Delivery
_B = Subject.BUNDLE

EVENTS: Final = (
    EventSpec(constant="BULK_SESSION_CREATED", wire="training:bulk:session:created",
              summary="Sessions are put under one controller.", delivery=_D.DURABLE, senders=STAFF,
              subject=Subject.ORGANISATION, command=CreateBundle, event=BundleCreated),
    EventSpec(constant="BULK_SESSION_UPDATE", wire="training:bulk:session:update",
              summary="Something of a bundle changes.", delivery=_D.DURABLE, senders=STAFF, subject=_B,
              command=UpdateBundle, event=BundleUpdated),
    EventSpec(constant="BULK_OPERATION_STATUS", wire="training:bulk:operation:status",
              summary="Something is done to all sessions at once.", delivery=_D.URGENT, senders=HEALTH, subject=_B,
              command=BulkOperationCommand, event=BulkOperationReported),
    EventSpec(constant="CROSS_SESSION_PARTICIPANT_MOVE", wire="training:bulk:participant:move",
              summary="A player changes sessions.", delivery=_D.DURABLE, senders=HEALTH, subject=_B,
              command=ParticipantMove, event=ParticipantMoved),
    EventSpec(constant="BUNDLE_POSITION", wire="training:bulk:position",
              summary="An event was stored that you may not see.", delivery=_D.DERIVED, senders=SERVER, subject=_B,
              event=BundlePosition),
)  # fmt: skip
