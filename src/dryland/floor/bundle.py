"""One bundle: several sessions under one controller, as its own log tells it. No decisions, no refusals.

Where its players are stands in the sessions; here is which sessions there are, what they were given and which
operations are under way.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec

from dryland.contract.base import BundleFact
from dryland.contract.bundles import (
    BulkOperation,
    BulkOperationReported,
    BulkStatus,
    BundleCreated,
    BundleSession,
    BundleUpdated,
    PlannedMove,
    ResourceAllocation,
)
from dryland.contract.catalogue import CATALOGUE
from dryland.floor.workout import Context, at_time, to_ms

__all__ = [
    "CREATED",
    "MOVED",
    "REPORTED",
    "UPDATED",
    "Bundle",
    "BundleEntry",
    "BundleLedger",
    "Operation",
    "capacity_of",
    "decode_bundle_fact",
]

CREATED: Final = "training:bulk:session:created"
UPDATED: Final = "training:bulk:session:update"
REPORTED: Final = "training:bulk:operation:status"
MOVED: Final = "training:bulk:participant:move"

OVER: Final = frozenset({BulkStatus.COMPLETED, BulkStatus.PARTIALLY_COMPLETED, BulkStatus.FAILED})


class BundleEntry(NamedTuple):
    """A fact of a bundle and its name, as they go into the log."""

    name: str
    fact: BundleFact


class Operation(msgspec.Struct):
    """A bulk operation as its reports tell it; `changed` are the sessions that it changed, `moves` what it moved."""

    operation_id: str
    operation: BulkOperation
    by: str
    began_ms: int
    affected: tuple[str, ...]
    reason: str | None = None
    starts_ms: int | None = None
    undoes: str | None = None
    status: BulkStatus = BulkStatus.INITIATED
    changed: tuple[str, ...] = ()
    moves: tuple[PlannedMove, ...] = ()
    undo_until_ms: int | None = None
    is_undone: bool = False

    @property
    def is_over(self) -> bool:
        """Whether its last report has been made."""
        return self.status in OVER


class Bundle:
    """The aggregate of one bundle."""

    __slots__ = (
        "bundle_id",
        "epoch",
        "estimated_min",
        "item_ids",
        "made_ms",
        "must_count_down",
        "name",
        "operations",
        "org_id",
        "scheduled_ms",
        "seq",
        "sessions",
    )

    def __init__(self, bundle_id: str, org_id: str, epoch: str) -> None:
        self.bundle_id = bundle_id
        self.org_id = org_id
        self.epoch = epoch
        self.seq = 0
        self.name = ""
        self.sessions: dict[str, BundleSession] = {}
        self.operations: dict[str, Operation] = {}
        self.made_ms = 0
        self.item_ids: frozenset[str] = frozenset()
        """Every item that a session has or had."""
        self.scheduled_ms: int | None = None
        self.estimated_min: float | None = None
        self.must_count_down = False
        """Whether an emergency stop was released and nothing has been resumed since."""

    def evolve(self, name: str, fact: BundleFact) -> None:
        """Take a fact into the state."""
        if fact.seq is not None:
            self.seq = fact.seq
        evolver = _EVOLVERS.get(name)
        if evolver is not None:
            evolver(self, fact)

    @property
    def at_ms(self) -> int:
        """Where it stands in a list: when it is to begin, else when it was made."""
        return self.made_ms if self.scheduled_ms is None else self.scheduled_ms

    def under_way(self) -> list[Operation]:
        """Operations that are not over, the oldest first."""
        return [operation for operation in self.operations.values() if not operation.is_over]

    def start_offset_s(self, session_id: str) -> float:
        """How long after the bundle's start a session begins."""
        return self.sessions[session_id].start_offset or 0.0


def _created(bundle: Bundle, fact: BundleCreated) -> None:
    bundle.name = fact.bundle_name
    bundle.made_ms = 0 if fact.recorded_at is None else to_ms(fact.recorded_at)
    bundle.sessions = {session.session_id: session for session in fact.sessions}
    bundle.item_ids = frozenset(item for session in fact.sessions for item in session.resources.item_ids or ())
    bundle.scheduled_ms = None if fact.scheduled_start is None else to_ms(fact.scheduled_start)
    bundle.estimated_min = fact.estimated_duration


def _updated(bundle: Bundle, fact: BundleUpdated) -> None:
    changes = fact.changes
    if changes.bundle_name is not None:
        bundle.name = changes.bundle_name
    if changes.scheduled_start is not None:
        _reschedule(bundle, to_ms(changes.scheduled_start))
    if changes.estimated_duration is not None:
        bundle.estimated_min = changes.estimated_duration
    for given in fact.allocations or ():
        session = bundle.sessions[given.session_id]
        bundle.item_ids |= set(given.resources.item_ids or ())
        bundle.sessions[given.session_id] = msgspec.structs.replace(session, resources=given.resources)


def _reschedule(bundle: Bundle, begin_ms: int) -> None:
    bundle.scheduled_ms = begin_ms
    for session_id, session in bundle.sessions.items():
        starts = at_time(begin_ms + round((session.start_offset or 0) * 1000))
        bundle.sessions[session_id] = msgspec.structs.replace(session, scheduled_start=starts)


def _reported(bundle: Bundle, fact: BulkOperationReported) -> None:
    assert fact.recorded_at is not None
    operation = bundle.operations.get(fact.operation_id)
    if operation is None:
        operation = bundle.operations[fact.operation_id] = Operation(
            fact.operation_id, fact.operation, fact.executed_by, to_ms(fact.recorded_at), fact.affected_sessions
        )
        operation.reason, operation.undoes = fact.reason, fact.undoes
        operation.starts_ms = None if fact.starts_at is None else to_ms(fact.starts_at)
        if fact.operation is BulkOperation.RELEASE_STOP_ALL:
            bundle.must_count_down = True
    operation.status = fact.status
    if fact.results is not None:
        operation.changed = tuple(result.session_id for result in fact.results if result.changed)
    if fact.moves is not None:
        operation.moves = fact.moves
    if fact.undo_until is not None:
        operation.undo_until_ms = to_ms(fact.undo_until)
    if operation.is_over:
        _over(bundle, operation)


def _over(bundle: Bundle, operation: Operation) -> None:
    if operation.status is BulkStatus.FAILED:
        return
    if operation.operation is BulkOperation.RESUME_ALL:
        bundle.must_count_down = False
    undone = bundle.operations.get(operation.undoes or "")
    if undone is not None:
        undone.is_undone = True
        if undone.operation is BulkOperation.RESUME_ALL and undone.starts_ms is not None:
            bundle.must_count_down = True


_EVOLVERS: Final[MappingProxyType[str, Callable[[Any, Any], None]]] = MappingProxyType(
    {CREATED: _created, UPDATED: _updated, REPORTED: _reported}
)

_DECODERS: Final[dict[str, msgspec.json.Decoder[BundleFact]]] = {}


def decode_bundle_fact(name: str, payload: bytes) -> BundleFact:
    """Read a stored fact of a bundle. Raises KeyError for a name that none has, msgspec errors for a damaged one."""
    decoder = _DECODERS.get(name)
    if decoder is None:
        kind = CATALOGUE[name].event
        if kind is None or not issubclass(kind, BundleFact):
            raise KeyError(f"{name} is not a fact of a bundle")
        decoder = _DECODERS[name] = msgspec.json.Decoder(kind)
    return decoder.decode(payload)


class BundleLedger:
    """Collects the facts of one decision, numbered from the bundle's position on."""

    __slots__ = ("_bundle", "_context", "entries")

    def __init__(self, bundle: Bundle, context: Context) -> None:
        self._bundle = bundle
        self._context = context
        self.entries: list[BundleEntry] = []

    def add(self, name: str, kind: Callable[..., BundleFact], **fields: Any) -> None:
        """Add a fact. The command's `eventId` stays with the first."""
        context = self._context
        fact = kind(
            bundle_id=self._bundle.bundle_id,
            seq=self._bundle.seq + len(self.entries) + 1,
            epoch=self._bundle.epoch,
            event_id=context.event_id if not self.entries else None,
            occurred_at=at_time(context.occurred_ms),
            recorded_at=at_time(context.now_ms),
            by=context.actor,
            **fields,
        )
        self.entries.append(BundleEntry(name, fact))


def capacity_of(resources: ResourceAllocation) -> int | None:
    """How many players a session's resources allow; None where nothing limits them."""
    missing = {need.type: need.count for need in resources.missing or ()}
    limits = [
        max(0, need.count - missing.get(need.type, 0)) // need.per_player
        for need in resources.equipment
        if need.per_player
    ]
    if resources.capacity is not None:
        limits.append(resources.capacity)
    return min(limits, default=None)
