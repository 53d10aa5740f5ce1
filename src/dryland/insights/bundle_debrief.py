"""A bundle on one page: its sessions beside each other, who changed between them, what was done to all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dryland.contract.base import Count, Identifier, Name, Percent, Seconds, SessionStatus, Timestamp, Wire, WorkoutType
from dryland.contract.bundles import BulkOperation, BulkOperationReported, BulkStatus, MoveReason, ParticipantMoved
from dryland.floor.bundle import Bundle, decode_bundle_fact
from dryland.floor.workout import at_time
from dryland.insights.debrief import Debrief, Steps
from dryland.store import StoredEvent

__all__ = ["BundleDebrief", "Moved", "Operated", "SessionDone", "bundle_debrief", "read_bundle"]


class SessionDone(Wire, frozen=True, kw_only=True):
    """One session of a bundle in short."""

    session_id: Identifier
    workout_name: Name
    workout_type: WorkoutType
    status: SessionStatus
    duration: Seconds
    players: Count
    steps: Steps
    incidents: Count
    data_completeness: Percent | None = None


class Moved(Wire, frozen=True, kw_only=True):
    """A player changed sessions."""

    at: Timestamp
    player_id: Identifier
    from_session_id: Identifier
    to_session_id: Identifier
    reason: MoveReason | None = None


class Operated(Wire, frozen=True, kw_only=True):
    """Something was done to all sessions; how it ended and which screens had it."""

    at: Timestamp
    operation: BulkOperation
    status: BulkStatus
    by: Identifier
    reason: str | None = None
    reached_screens: Count | None = None
    total_screens: Count | None = None


class BundleDebrief(Wire, frozen=True, kw_only=True):
    """A bundle as people look back at it."""

    bundle_id: Identifier
    bundle_name: Name
    scheduled_start: Timestamp | None = None
    sessions: tuple[SessionDone, ...]
    moves: tuple[Moved, ...]
    operations: tuple[Operated, ...]


class Log(NamedTuple):
    """What a bundle's log holds, read once."""

    bundle: Bundle
    moves: tuple[Moved, ...]
    operations: tuple[Operated, ...]


def _moved(fact: ParticipantMoved) -> Moved:
    assert fact.occurred_at is not None
    return Moved(
        at=fact.occurred_at,
        player_id=fact.player_id,
        from_session_id=fact.from_session.session_id,
        to_session_id=fact.to_session.session_id,
        reason=fact.move_reason,
    )


def _operated(fact: BulkOperationReported) -> Operated:
    assert fact.occurred_at is not None
    return Operated(
        at=fact.occurred_at,
        operation=fact.operation,
        status=fact.status,
        by=fact.executed_by,
        reason=fact.reason,
        reached_screens=fact.reached_screens,
        total_screens=fact.total_screens,
    )


def _later(first: Operated, latest: Operated) -> Operated:
    """An operation as it ended, at the time when it was begun."""
    return replace(latest, at=first.at, reason=latest.reason or first.reason)


def read_bundle(bundle: Bundle, events: Iterable[StoredEvent]) -> Log:
    """Read a bundle's log; of each operation the last report counts, at the time of its first."""
    moves: list[Moved] = []
    operations: dict[str, Operated] = {}
    for event in events:
        fact = decode_bundle_fact(event.name, event.payload)
        bundle.evolve(event.name, fact)
        if isinstance(fact, ParticipantMoved):
            moves.append(_moved(fact))
        elif isinstance(fact, BulkOperationReported) and not fact.dry_run:
            first = operations.get(fact.operation_id)
            latest = _operated(fact)
            operations[fact.operation_id] = latest if first is None else _later(first, latest)
    return Log(bundle, tuple(moves), tuple(operations.values()))


def bundle_debrief(log: Log, pages: Sequence[Debrief]) -> BundleDebrief:
    """Put a bundle's log and the pages of its sessions together."""
    bundle = log.bundle
    return BundleDebrief(
        bundle_id=bundle.bundle_id,
        bundle_name=bundle.name,
        scheduled_start=None if bundle.scheduled_ms is None else at_time(bundle.scheduled_ms),
        sessions=tuple(_done(page) for page in pages),
        moves=log.moves,
        operations=log.operations,
    )


def _done(page: Debrief) -> SessionDone:
    return SessionDone(
        session_id=page.session_id,
        workout_name=page.workout_name,
        workout_type=page.workout_type,
        status=page.status,
        duration=page.duration,
        players=len(page.players),
        steps=page.steps,
        incidents=len(page.incidents),
        data_completeness=page.data_completeness,
    )
