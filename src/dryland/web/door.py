"""What the HTTP side asks of a node, and the shapes it is answered in. Knows no route and nothing behind the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from dryland.contract.base import SessionStatus, Wire, WorkoutType
from dryland.web.access import Gate
from dryland.web.identity import Identity
from dryland.web.office import FloorDoor, Office

__all__ = ["Door", "SessionSummary"]


class SessionSummary(Wire, frozen=True, kw_only=True):
    """A session as it stands in a list."""

    session_id: str
    workout_name: str
    workout_type: WorkoutType
    status: SessionStatus
    total_players: int
    bundle_id: str | None = None


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

    def ready(self) -> dict[str, Any]:
        """Whether the node can do its work, and what keeps it from it."""
        ...

    def metrics(self) -> bytes:
        """Counters in Prometheus' text form."""
        ...
