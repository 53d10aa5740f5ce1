"""What the HTTP side asks of a node, and the shapes it is answered in. Knows no route and nothing behind the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from dryland.audit import Sealed
from dryland.contract.base import SessionStatus, Wire, WorkoutType
from dryland.web.access import Gate
from dryland.web.identity import Identity
from dryland.web.office import FloorDoor, Office

__all__ = ["Door", "NewsEvent", "NewsPage", "SessionSummary"]


class SessionSummary(Wire, frozen=True, kw_only=True):
    """A session as it stands in a list."""

    session_id: str
    workout_name: str
    workout_type: WorkoutType
    status: SessionStatus
    total_players: int
    bundle_id: str | None = None


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


class Door(Gate, FloorDoor, Protocol):
    """The node, as its HTTP side knows it."""

    @property
    def office(self) -> Office:
        """Records and sign-ins; only while the node runs."""
        ...

    async def post(self, identity: Identity, event: str, payload: bytes) -> tuple[int, bytes]:
        """Carry a command out; HTTP status and the acknowledgement's JSON."""
        ...

    def sessions(self, identity: Identity) -> Sequence[SessionSummary]:
        """The open sessions this identity may see."""
        ...

    async def news(self, identity: Identity, after_seq: int, limit: int) -> NewsPage:
        """An organisation's events beyond a position, as this identity may read them."""
        ...

    async def medical(self, identity: Identity, player_id: str) -> Sequence[NewsEvent]:
        """The changes of a player's fitness as this identity may read them."""
        ...

    def audit(self, org_id: str, after: int, limit: int) -> Sequence[Sealed]:
        """An organisation's audit trail beyond an entry."""
        ...

    def ready(self) -> dict[str, Any]:
        """Whether the node can do its work, and what keeps it from it."""
        ...

    def metrics(self) -> bytes:
        """Counters in Prometheus' text form."""
        ...
