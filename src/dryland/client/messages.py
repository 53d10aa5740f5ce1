"""What the client tells its reader: events in order, breaks in that order, changes of the link, facts put on the shelf.

Must not know sockets nor storage.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, cast

import msgspec

from dryland.contract.base import Delivery, Wire
from dryland.contract.catalogue import CATALOGUE, event

__all__ = [
    "CLOCK",
    "JOIN",
    "LEAVE",
    "POSITION",
    "STORED_IN_BATCHES",
    "Ack",
    "Discontinuity",
    "Event",
    "Json",
    "LinkChange",
    "Message",
    "Payload",
    "Shelved",
    "iso",
    "plain",
]

Json = Mapping[str, object]
Payload = Mapping[str, object] | Wire

JOIN: Final = event("JOIN_SESSION").wire
LEAVE: Final = event("LEAVE_SESSION").wire
CLOCK: Final = event("CLOCK").wire
POSITION: Final = event("POSITION").wire
UNSEQUENCED: Final = {
    wire
    for wire, row in CATALOGUE.items()
    if row.delivery in (Delivery.DERIVED, Delivery.LIVE) and row.command_delivery is not Delivery.DURABLE
} - {POSITION}
"""Events that may name a position without being one themselves."""

STORED_IN_BATCHES: Final = frozenset(wire for wire, row in CATALOGUE.items() if row.delivery is Delivery.LIVE)
"""Events whose acknowledgement waits for the server's next batch to its disk, up to 1 s."""


class Ack(msgspec.Struct, frozen=True, kw_only=True):
    """A server's yes; `duplicate` when it had that fact already."""

    event_id: str
    seq: int | None
    duplicate: bool
    body: Json


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it came; `seq` is set for those that have a place in their session's log."""

    name: str
    payload: Json
    session_id: str | None = None
    epoch: str | None = None
    seq: int | None = None
    recovered: bool = False
    """Whether it came late, after a break."""

    @classmethod
    def of(cls, name: str, payload: Json, *, recovered: bool = False) -> "Event":
        session_id, epoch, seq = payload.get("sessionId"), payload.get("epoch"), payload.get("seq")
        return cls(
            name=name,
            payload=payload,
            session_id=session_id if isinstance(session_id, str) else None,
            epoch=epoch if isinstance(epoch, str) else None,
            seq=seq if isinstance(seq, int) and name not in UNSEQUENCED else None,
            recovered=recovered,
        )


class Discontinuity(msgspec.Struct, frozen=True, kw_only=True):
    """Events of this session were missed and cannot be had: forget what was derived and start from `state`."""

    session_id: str
    reason: str
    epoch: str | None = None
    seq: int | None = None
    state: Json | None = None
    """The session as it is now; `None` when the session could not be joined again."""


class LinkChange(msgspec.Struct, frozen=True, kw_only=True):
    """The connection came or went; `final` when the client will not try again by itself."""

    connected: bool
    reason: str = ""
    final: bool = False


class Shelved(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded fact was refused for good: it stays on the outbox's shelf, with the server's reason."""

    event_id: str
    event: str
    code: str
    message: str


class Questioned(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded fact is on the server, which doubts it: somebody should look at it, nothing has to be sent again."""

    event_id: str
    event: str
    code: str
    message: str


Message = Event | Discontinuity | LinkChange | Shelved | Questioned


def plain(payload: Payload) -> dict[str, object]:
    """Return the payload as JSON-ready values with the keys of the wire."""
    return cast(dict[str, object], msgspec.to_builtins(payload))


def iso(at_ms: float) -> str:
    """Return the moment as the wire writes it: ISO-8601 in UTC with milliseconds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
