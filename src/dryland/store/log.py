"""The language of the store: what is appended, what is read back, and the protocol every backend keeps.

Must not know any backend: nothing here is SQL, and nothing here assumes that there is one process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, Protocol

import msgspec

from dryland.store.errors import StorageConflict, StorageFault
from dryland.store.samples import SampleColumns, SampleRow

__all__ = [
    "Append",
    "OnDone",
    "Sequencer",
    "Snapshot",
    "Store",
    "StoredEvent",
    "StreamHead",
    "StreamKind",
]

StreamKind = Literal["session", "bundle", "org", "audit"]
OnDone = Callable[[StorageFault | None], None]


class StoredEvent(msgspec.Struct, frozen=True, gc=False):
    """One fact of one stream; `seq` counts from 1 without a gap, `result` is what its sender was answered."""

    stream: str
    seq: int
    name: str
    event_id: str | None
    occurred_at_ms: int
    recorded_at_ms: int
    actor: str
    payload: bytes
    result: bytes | None = None


class StreamHead(msgspec.Struct, frozen=True):
    """A stream and how far it has come; a new one has `last_seq` 0."""

    stream: str
    kind: StreamKind
    org_id: str
    epoch: str
    created_at_ms: int
    last_seq: int = 0
    open: bool = True


class Snapshot(msgspec.Struct, frozen=True):
    """The state of a stream after the event `seq`, in the encoding that `version` names."""

    stream: str
    seq: int
    version: int
    state: bytes


class Append(msgspec.Struct, frozen=True):
    """What is stored together or not at all; it may touch several streams."""

    events: Sequence[StoredEvent] = ()
    samples: Sequence[SampleRow] = ()
    new_streams: Sequence[StreamHead] = ()
    closed_streams: Sequence[str] = ()
    snapshots: Sequence[Snapshot] = ()

    def writes_something(self) -> bool:
        """Whether there is anything to store; an empty append only waits for its turn."""
        return bool(self.events or self.samples or self.new_streams or self.closed_streams or self.snapshots)


class SampleReading(Protocol):
    """All samples of an open stream, read a piece at a time, once for all of its players.

    What is committed meanwhile is met by reading on. Not for a stream that is closed: its samples are settled.
    """

    def read(self, most_chunks: int) -> bool:
        """Read on, by at most so many commits' worth; whether that was all there is by now."""
        ...

    def of(self, player_id: str) -> SampleColumns:
        """What was read of one player, each moment once."""
        ...


class Store(Protocol):
    """Keeps the event log, samples and snapshots. All methods are called on the loop's thread.

    Reads raise `StorageFault`; they see what is committed, never what waits.
    """

    @property
    def fault(self) -> StorageFault | None:
        """What keeps the store from writing at this moment."""
        ...

    def append(self, append: Append, on_done: OnDone) -> None:
        """Store it whole; never blocks. `on_done` is called later, in the order of the calls, after the commit."""
        ...

    def append_and_wait(self, append: Append) -> None:
        """Store it whole and return when it is committed; for programs without a loop. Raises `StorageFault`."""
        ...

    def streams(self, *, kind: StreamKind | None = None, open_only: bool = False) -> list[StreamHead]:
        """Heads in the order in which the streams were created."""
        ...

    def head(self, stream: str) -> StreamHead | None:
        """One stream's head."""
        ...

    def events(self, stream: str, after_seq: int = 0, up_to: int | None = None) -> Iterator[StoredEvent]:
        """Events with `after_seq` < seq ≤ `up_to`, in order, never all in memory."""
        ...

    def find_event(self, stream: str, event_id: str) -> StoredEvent | None:
        """The event that was stored under this id, however long ago."""
        ...

    def event_ids(self, stream: str) -> Iterator[tuple[str, int]]:
        """(event id, seq) of every event that has an id, in order."""
        ...

    def save_snapshot(self, snapshot: Snapshot, on_done: OnDone | None = None) -> None:
        """Replace the stream's snapshot, in order with the appends; refused when it is ahead of the log."""
        ...

    def snapshot(self, stream: str) -> Snapshot | None:
        """The newest snapshot."""
        ...

    def samples(
        self, stream: str, player_id: str, from_ms: int | None = None, to_ms: int | None = None
    ) -> SampleColumns:
        """One player's samples with `from_ms` ≤ time < `to_ms`, each moment once."""
        ...

    def reading(self, stream: str) -> SampleReading:
        """The beginning of a reading of all samples of an open stream."""
        ...

    def sample_players(self, stream: str) -> list[str]:
        """Who has samples in this stream, in the order of their first one."""
        ...

    def close(self) -> None:
        """Commit what waits, call what is owed, let go of the data.

        It waits for the disk; from another thread than the loop's, what is owed is called by the loop.
        """
        ...


class Sequencer:
    """Admits appends that continue their streams without gap or repeat.

    `load` gives the last stored seq of a stream, or None when there is no such stream. What was admitted counts at
    once; `forget` takes it back by asking `load` again.
    """

    def __init__(self, load: Callable[[str], int | None]) -> None:
        self._load = load
        self._last: dict[str, int] = {}

    def forget(self) -> None:
        """Drop everything admitted since the last commit: it was not stored."""
        self._last.clear()

    def admit(self, append: Append) -> None:
        """Count the append in, or raise `StorageConflict` and count nothing."""
        ahead: dict[str, int] = {}
        for head in append.new_streams:
            if head.last_seq != 0 or self._known(head.stream, ahead) is not None:
                raise StorageConflict(f"The stream {head.stream} exists already.")
            ahead[head.stream] = 0
        for event in append.events:
            stream = event.stream
            expected = self._required(stream, ahead) + 1
            if event.seq != expected:
                raise StorageConflict(f"The stream {stream} expects seq {expected}, not {event.seq}.")
            ahead[stream] = expected
        for snapshot in append.snapshots:
            if snapshot.seq > self._required(snapshot.stream, ahead):
                raise StorageConflict(f"A snapshot of {snapshot.stream} at seq {snapshot.seq} is ahead of the log.")
        if append.samples or append.closed_streams:
            for stream in {sample.stream for sample in append.samples}.union(append.closed_streams):
                self._required(stream, ahead)
        self._last.update(ahead)

    def _required(self, stream: str, ahead: dict[str, int]) -> int:
        last = self._known(stream, ahead)
        if last is None:
            raise StorageConflict(f"There is no stream {stream}.")
        return last

    def _known(self, stream: str, ahead: dict[str, int]) -> int | None:
        last = ahead.get(stream)
        if last is None:
            last = self._last.get(stream)
        if last is None:
            last = self._load(stream)
            if last is not None:
                self._last[stream] = last
        return last
