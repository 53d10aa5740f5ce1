"""What the HTTP side asks of a node, and the shapes it is answered in. Knows no route and nothing behind the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from dryland.audit import Found, Sealed, Wanted
from dryland.contract.aggregates import AggregateMetrics, ResourceUpdate
from dryland.contract.alerts import AlertStatus
from dryland.contract.base import SessionStatus, Timestamp, Wire, WorkoutType
from dryland.contract.bundles import (
    BulkOperation,
    BulkStatus,
    CreateBundle,
    PlannedMove,
    PreflightCheck,
    ResourceAllocation,
)
from dryland.contract.errors import Refusal
from dryland.contract.medical import PlayerFitness
from dryland.contract.sayings import Sayings
from dryland.contract.session_state import Emergency
from dryland.floor.bundle_preview import PlaceReason
from dryland.insights.bundle_debrief import BundleDebrief
from dryland.insights.debrief import Debrief
from dryland.insights.load import SquadWeek
from dryland.store.records import EquipmentUse, Page
from dryland.web.gate import Gate
from dryland.web.identity import Identity
from dryland.web.office import FloorDoor, Office

__all__ = [
    "BundlePreview",
    "BundleSessionShown",
    "BundleShown",
    "BundleSummary",
    "BundlesAsked",
    "CommandAnswer",
    "Door",
    "GearHit",
    "LookingBack",
    "NewsEvent",
    "NewsPage",
    "OperationShown",
    "PreviewedConflict",
    "PreviewedPlayer",
    "PreviewedSession",
    "SessionSummary",
]


class SessionSummary(Wire, frozen=True, kw_only=True):
    """A session as it stands in a list."""

    session_id: str
    workout_name: str
    workout_type: WorkoutType
    status: SessionStatus
    total_players: int
    bundle_id: str | None = None


class BundleSummary(Wire, frozen=True, kw_only=True):
    """A bundle as it stands in a list; its state is that of its sessions together."""

    bundle_id: str
    bundle_name: str
    status: SessionStatus
    session_ids: tuple[str, ...]
    total_participants: int
    scheduled_start: Timestamp | None = None
    estimated_duration: float | None = None


class BundlesAsked(NamedTuple):
    """Which bundles of a list: in one of these states, with `from_ms` ≤ time < `to_ms`."""

    statuses: tuple[SessionStatus, ...] | None = None
    from_ms: int | None = None
    to_ms: int | None = None


class BundleSessionShown(Wire, frozen=True, kw_only=True):
    """A session of a bundle now, with what it was given."""

    session_id: str
    name: str
    workout_type: WorkoutType
    status: SessionStatus
    player_ids: tuple[str, ...]
    resources: ResourceAllocation
    progress: float
    is_over: bool
    emergency: Emergency | None = None
    scheduled_start: Timestamp | None = None
    start_offset: float | None = None


class OperationShown(Wire, frozen=True, kw_only=True):
    """A bulk operation as its last report told it."""

    operation_id: str
    operation: BulkOperation
    status: BulkStatus
    executed_by: str
    began_at: Timestamp
    affected_sessions: tuple[str, ...]
    undone: bool
    moves: tuple[PlannedMove, ...]
    reason: str | None = None
    starts_at: Timestamp | None = None
    undoes: str | None = None
    undo_until: Timestamp | None = None


class BundleShown(Wire, frozen=True, kw_only=True):
    """A bundle with everything a screen needs when it opens; its events carry on from `seq` of `epoch`."""

    bundle_id: str
    bundle_name: str
    status: SessionStatus
    epoch: str
    seq: int
    at: Timestamp
    counts_down: bool
    total_participants: int
    sessions: tuple[BundleSessionShown, ...]
    operations: tuple[OperationShown, ...]
    figures: AggregateMetrics
    scheduled_start: Timestamp | None = None
    estimated_duration: float | None = None


class PreviewedPlayer(Wire, frozen=True, kw_only=True):
    """Where a player would be, and why: by the `line` or the `ability`, W/kg unless other figures were given."""

    player_id: str
    name: str
    reason: PlaceReason
    line: str | None = None
    ability: float | None = None


class PreviewedSession(Wire, frozen=True, kw_only=True):
    """A session of a bundle to be."""

    name: str
    players: tuple[PreviewedPlayer, ...]
    gear: dict[str, int]


class PreviewedConflict(Wire, frozen=True, kw_only=True):
    """What cannot be given: `places` are the sessions of this bundle that ask for it, counted from 0."""

    kind: str
    resource: str
    wanted: int
    available: int
    places: tuple[int, ...]
    with_others: bool
    words: str
    words_sayings: Sayings | None = None


class BundlePreview(Wire, frozen=True, kw_only=True):
    """What would come of a bundle; without conflicts it can be made."""

    sessions: tuple[PreviewedSession, ...]
    conflicts: tuple[PreviewedConflict, ...]
    total_participants: int


class NewsEvent(Wire, frozen=True, kw_only=True):
    """An event of an organisation's log as its reader may see it."""

    seq: int
    event: str
    payload: msgspec.Raw


class NewsPage(Wire, frozen=True, kw_only=True):
    """Events beyond a position; `seq` is where the page ends."""

    epoch: str
    seq: int
    events: tuple[NewsEvent, ...]


class GearHit(Wire, frozen=True, kw_only=True):
    """A session whose gear has changed because an item broke or came back: what it has instead, what it lacks.

    `playersOver` have no place there any more; `moves` would give them one.
    """

    bundle_id: str
    bundle_name: str
    session_id: str
    session_name: str
    status: SessionStatus
    missing: int
    players_over: int
    moves: tuple[PlannedMove, ...]
    words: str
    words_sayings: Sayings | None = None
    lost_item_id: str | None = None
    given_item_id: str | None = None


class CommandAnswer(NamedTuple):
    """What a command sent by HTTP is answered: the acknowledgement's JSON, and why it was refused."""

    body: bytes
    refusal: Refusal | None


class LookingBack(Protocol):
    """Looks back at what happened."""

    async def session(self, org_id: str, session_id: str) -> Debrief | None:
        """A session of an organisation; None where there is none."""
        ...

    async def bundle(self, org_id: str, bundle_id: str) -> tuple[BundleDebrief, list[Debrief]] | None:
        """A bundle and each of its sessions; None where there is none."""
        ...

    async def week(self, org_id: str, player_ids: list[str], end_ms: int) -> SquadWeek:
        """The seven days of these players before a moment."""
        ...


class Door(Gate, FloorDoor, Protocol):
    """The node, as its HTTP side knows it."""

    @property
    def debriefing(self) -> LookingBack:
        """Debriefs and weeks; only while the node runs."""
        ...

    @property
    def office(self) -> Office:
        """Records and sign-ins; only while the node runs."""
        ...

    async def post(self, identity: Identity, event: str, payload: bytes) -> CommandAnswer:
        """Carry a command out."""
        ...

    def sessions(self, identity: Identity) -> Sequence[SessionSummary]:
        """The open sessions this identity may see."""
        ...

    async def bundles(self, identity: Identity, page: Page, asked: BundlesAsked) -> Sequence[tuple[int, BundleSummary]]:
        """A page of the caller's bundles, each with its place in time: when it is to begin, else when it was made."""
        ...

    async def bundle(self, identity: Identity, bundle_id: str) -> BundleShown:
        """One bundle. Raises `RefusedRequest`."""
        ...

    def preflight(self, identity: Identity, bundle_id: str) -> Sequence[PreflightCheck]:
        """What is looked at before a start. Raises `RefusedRequest`."""
        ...

    def plans_to_begin_with(self) -> Mapping[WorkoutType, Wire]:
        """A sensible plan of each kind."""
        ...

    async def preview(self, identity: Identity, command: CreateBundle) -> BundlePreview:
        """What would come of a bundle. Raises `RefusedRequest`, `StorageFault`."""
        ...

    def place_for(self, identity: Identity, bundle_id: str, count: int) -> str:
        """The session in which late arrivals find a place. Raises `RefusedRequest`."""
        ...

    def resources(self, identity: Identity) -> ResourceUpdate:
        """Facilities and equipment now."""
        ...

    def resources_changed(self, org_id: str) -> None:
        """Places or equipment of an organisation have changed."""
        ...

    async def gear_changed(self, identity: Identity, item_id: str) -> Sequence[GearHit]:
        """An item of the caller's organisation was changed: the sessions it hits, and what was done for them."""
        ...

    def planned_with(self, org_id: str, *, facility_id: str | None = None, item_id: str | None = None) -> list[str]:
        """The names of the bundles that are not over and have a place or an item."""
        ...

    async def uses_so_far(self, identity: Identity, item_id: str) -> Sequence[EquipmentUse]:
        """How an item was used in bundles that are not over."""
        ...

    def is_reported(self, identity: Identity, item_id: str) -> bool:
        """Whether an alert about an item is open."""
        ...

    async def news(self, identity: Identity, after_seq: int, limit: int) -> NewsPage:
        """An organisation's events beyond a position, as this identity may read them."""
        ...

    async def medical(self, identity: Identity, player_id: str) -> Sequence[NewsEvent]:
        """The changes of a player's fitness as this identity may read them."""
        ...

    async def fitness(self, identity: Identity) -> Sequence[PlayerFitness]:
        """What everybody of the organisation may do, as this identity may read it."""
        ...

    def alerts(self, identity: Identity) -> Sequence[AlertStatus]:
        """The alerts of the caller's organisation as they may be read, open ones and the newest that are over."""
        ...

    async def saw_alerts(self, identity: Identity, alerts: Sequence[AlertStatus]) -> None:
        """Somebody is about to be shown alerts; notes among them leave a trail."""
        ...

    def audit(self, org_id: str, after: int, limit: int) -> Sequence[Sealed]:
        """An organisation's audit trail beyond an entry."""
        ...

    def found_audit(self, org_id: str, wanted: Wanted, before: int | None, limit: int) -> Found:
        """Entries that are wanted of an organisation's audit trail, back from an entry or from its end."""
        ...

    def ready(self) -> dict[str, Any]:
        """Whether the node can do its work, and what keeps it from it."""
        ...

    def metrics(self) -> bytes:
        """Counters in Prometheus' text form."""
        ...
