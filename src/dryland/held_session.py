"""A session that a node holds, its facts on their way to the disk, and what becomes of commands. Knows no socket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from dryland.contract.base import Fact
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.floor.aggregate import Session
from dryland.floor.workout import to_ms
from dryland.store.errors import StorageFault
from dryland.store.log import Append, StoredEvent

__all__ = [
    "Along",
    "Audiences",
    "Committed",
    "HeldSession",
    "OnOutcome",
    "Outcome",
    "storage_refusal",
    "stored_event",
]


class Committed(msgspec.Struct, frozen=True, gc=False):
    """A fact that is on the disk, with the bytes it was stored as."""

    name: str
    fact: Fact
    payload: bytes


class Audiences(Protocol):
    """Who hears of facts."""

    def committed(self, session: Session, entries: Sequence[Committed], now_ms: int) -> None:
        """Facts of a session are on the disk."""
        ...

    def reloaded(self, session: Session) -> None:
        """A session was read from the log again: what screens were shown beyond it did not happen."""
        ...


class Along(Protocol):
    """What is stored in the same breath as facts of sessions."""

    @property
    def append(self) -> Append:
        """What to store."""
        ...

    def settle(self, fault: StorageFault | None, /) -> None:
        """The disk has answered."""
        ...


class Outcome(NamedTuple):
    """What became of a command: facts on the disk, or a refusal. A duplicate's facts are those of the first time."""

    refusal: Refusal | None = None
    entries: Sequence[Committed] = ()
    duplicate: bool = False


OnOutcome = Callable[[Outcome], None]


class HeldSession:
    """A session with what this node must remember about it beside its state."""

    __slots__ = ("broken", "event_ids", "idle_ms", "pending", "rebuilt_ms", "session", "snapshot_seq")

    def __init__(self, session: Session, event_ids: dict[str, int], snapshot_seq: int) -> None:
        self.session = session
        self.event_ids = event_ids
        self.pending = 0
        self.broken = False
        self.snapshot_seq = snapshot_seq
        self.rebuilt_ms: dict[str, int] = {}
        self.idle_ms: int | None = None
        """Since when nobody has asked for it; None until somebody looks for that."""


def storage_refusal(session_id: str | None, fault: StorageFault) -> Refusal:
    """A fault of the store as a sender reads it."""
    return Refusal(ErrorCode.STORAGE_UNAVAILABLE, str(fault), ErrorContext(session_id=session_id))


def stored_event(session_id: str, name: str, fact: Fact, payload: bytes) -> StoredEvent:
    """A fact as the log keeps it."""
    assert fact.seq is not None
    assert fact.occurred_at is not None
    assert fact.recorded_at is not None
    recorded_ms = to_ms(fact.recorded_at)
    return StoredEvent(
        session_id,
        fact.seq,
        name,
        fact.event_id,
        recorded_ms if fact.occurred_at is fact.recorded_at else to_ms(fact.occurred_at),
        recorded_ms,
        fact.by or "",
        payload,
    )
