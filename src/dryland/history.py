"""A session as its log tells it: for the node that runs it, and for programs that only look.

Reads; never writes and never decides. Must not know who asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from dryland.floor.aggregate import SNAPSHOT_VERSION, Session
from dryland.floor.facts import SESSION_OPENED, SessionOpened, decode_fact
from dryland.floor.record import SessionRecord, player_record, session_record
from dryland.floor.settings import FloorSettings
from dryland.store import SampleColumns, Snapshot, StoredEvent, StreamHead

__all__ = ["History", "NoSuchSession", "Read", "read_record", "read_session"]


class History(Protocol):
    """The part of a store that reading needs."""

    def head(self, stream: str) -> StreamHead | None: ...
    def streams(self) -> list[StreamHead]: ...
    def events(self, stream: str, after_seq: int = 0) -> Iterator[StoredEvent]: ...
    def snapshot(self, stream: str) -> Snapshot | None: ...
    def sample_players(self, stream: str) -> list[str]: ...
    def samples(self, stream: str, player_id: str) -> SampleColumns: ...


class Log(Protocol):
    """The part of a store that holds facts."""

    def events(self, stream: str, after_seq: int = 0) -> Iterator[StoredEvent]: ...
    def snapshot(self, stream: str) -> Snapshot | None: ...


class NoSuchSession(LookupError):  # noqa: N818 (named for what was found out)
    """There is no session of that name in this log."""

    def __init__(self, session_id: str, known: list[str]) -> None:
        self.session_id = session_id
        self.known = known
        super().__init__(f"There is no session {session_id} here.")


class Read(NamedTuple):
    """A session and the seq of the snapshot that it was read from, 0 without one; None where the log has no session."""

    session: Session | None
    snapshot_seq: int


def read_session(log: Log, session_id: str, epoch: str, settings: FloorSettings) -> Read:
    """Read a session: the newest snapshot, then what the log has beyond it. Live analysis is still to be rebuilt."""
    session: Session | None = None
    snapshot = log.snapshot(session_id)
    if snapshot is not None and snapshot.version == SNAPSHOT_VERSION:
        session = Session.restored(snapshot.state, settings)
    start = session.state.seq if session is not None else 0
    for event in log.events(session_id, start):
        fact = decode_fact(event.name, event.payload)
        if event.name == SESSION_OPENED:
            assert isinstance(fact, SessionOpened)
            session = Session.opened(fact, epoch, settings)
        elif session is not None:
            session.evolve(event.name, fact)
    if session is not None:
        for live in session.live.values():
            live.analysis.dirty = True
    return Read(session, start)


def read_record(history: History, session_id: str, settings: FloorSettings, now_ms: int) -> SessionRecord:
    """What a session was or is by `now_ms`, every figure computed from stored facts and samples.

    Raises `NoSuchSession`.
    """
    head = history.head(session_id)
    session = None if head is None else read_session(history, session_id, head.epoch, settings).session
    if session is None:
        known = [stream.stream for stream in history.streams() if stream.kind == "session"]
        raise NoSuchSession(session_id, known)
    players = [
        player_record(session, player_id, history.samples(session_id, player_id)) for player_id in session.state.players
    ]
    return session_record(session, players, now_ms)
