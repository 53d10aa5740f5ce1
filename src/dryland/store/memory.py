"""The store in memory: the same promises without a disk, for tests, simulation and demos.

Must not know SQL; passes the same contract cases as every other backend.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator

from msgspec.structs import astuple

from dryland.store.errors import Reason, StorageConflict, StorageFault, StorageUnavailable
from dryland.store.log import Append, OnDone, Sequencer, Snapshot, StoredEvent, StreamHead, StreamKind
from dryland.store.samples import SampleColumns, SampleRow, merge

__all__ = ["MemoryStore"]

Soon = Callable[[Callable[[], None]], object]


class _Stream:
    def __init__(self, head: StreamHead) -> None:
        self.head = head
        self.open = head.open
        self.events: list[StoredEvent] = []
        self.by_id: dict[str, int] = {}
        self.snapshot: Snapshot | None = None
        self.samples: dict[str, list[SampleRow]] = {}


class MemoryStore:
    """Keeps everything in this process; `soon` schedules what is owed (default: the running loop's `call_soon`).

    A simulation that decides itself when a commit is over passes its own scheduler, and may set `fault` to have
    every following append refused with it.
    """

    def __init__(self, *, soon: Soon | None = None) -> None:
        self._soon = soon
        self._streams: dict[str, _Stream] = {}
        self._sequencer = Sequencer(self._last_seq)
        self._owed: deque[tuple[OnDone, StorageFault | None]] = deque()
        self._closed = False
        self.fault: StorageFault | None = None

    def append(self, append: Append, on_done: OnDone) -> None:
        """Store it whole; `on_done` is called from the scheduler, never from here."""
        fault = self._try(append)
        if not self._owed:
            self._wake_up()
        self._owed.append((on_done, fault))

    def append_and_wait(self, append: Append) -> None:
        """Store it whole or raise `StorageFault`."""
        fault = self._try(append)
        if fault is not None:
            raise fault

    def streams(self, *, kind: StreamKind | None = None, open_only: bool = False) -> list[StreamHead]:
        """Heads in the order in which the streams were created."""
        heads = (self._head(stream) for stream in self._streams.values())
        return [head for head in heads if (kind is None or head.kind == kind) and (head.open or not open_only)]

    def head(self, stream: str) -> StreamHead | None:
        """One stream's head."""
        kept = self._streams.get(stream)
        return None if kept is None else self._head(kept)

    def events(self, stream: str, after_seq: int = 0, up_to: int | None = None) -> Iterator[StoredEvent]:
        """Events with `after_seq` < seq ≤ `up_to`, in order."""
        kept = self._streams.get(stream)
        if kept is not None:
            stop = len(kept.events) if up_to is None else min(up_to, len(kept.events))
            for index in range(max(after_seq, 0), stop):
                yield kept.events[index]

    def find_event(self, stream: str, event_id: str) -> StoredEvent | None:
        """The event that was stored under this id."""
        kept = self._streams.get(stream)
        seq = None if kept is None else kept.by_id.get(event_id)
        return None if kept is None or seq is None else kept.events[seq - 1]

    def event_ids(self, stream: str) -> Iterator[tuple[str, int]]:
        """(event id, seq) of every event that has an id, in order."""
        kept = self._streams.get(stream)
        if kept is not None:
            yield from list(kept.by_id.items())

    def save_snapshot(self, snapshot: Snapshot, on_done: OnDone | None = None) -> None:
        """Replace the stream's snapshot."""
        self.append(Append(snapshots=(snapshot,)), on_done or _nobody_waits)

    def snapshot(self, stream: str) -> Snapshot | None:
        """The newest snapshot."""
        kept = self._streams.get(stream)
        return None if kept is None else kept.snapshot

    def samples(
        self, stream: str, player_id: str, from_ms: int | None = None, to_ms: int | None = None
    ) -> SampleColumns:
        """One player's samples with `from_ms` ≤ time < `to_ms`, each moment once."""
        kept = self._streams.get(stream)
        rows = [] if kept is None else kept.samples.get(player_id, [])
        return merge(((row.at_ms, astuple(row)[3:]) for row in rows), from_ms, to_ms)

    def reading(self, stream: str) -> MemoryReading:
        """The beginning of a reading of all samples of an open stream."""
        return MemoryReading(self, stream)

    def sample_players(self, stream: str) -> list[str]:
        """Who has samples in this stream."""
        kept = self._streams.get(stream)
        return [] if kept is None else list(kept.samples)

    def close(self) -> None:
        """Call what is owed; later appends are refused."""
        self._closed = True
        self._pay()

    def _pay(self) -> None:
        while self._owed:
            on_done, fault = self._owed.popleft()
            try:
                on_done(fault)
            except BaseException:
                if self._owed:
                    self._wake_up()
                raise

    def _wake_up(self) -> None:
        soon = self._soon or asyncio.get_running_loop().call_soon
        soon(self._pay)

    def _try(self, append: Append) -> StorageFault | None:
        if self._closed:
            return StorageUnavailable(Reason.CLOSED)
        if self.fault is not None:
            return self.fault
        try:
            self._refuse_repeated_ids(append)
            self._sequencer.admit(append)
        except StorageFault as fault:
            return fault
        self._keep(append)
        return None

    def _refuse_repeated_ids(self, append: Append) -> None:
        seen: set[tuple[str, str]] = set()
        for event in append.events:
            if event.event_id is None:
                continue
            kept = self._streams.get(event.stream)
            key = (event.stream, event.event_id)
            if key in seen or (kept is not None and event.event_id in kept.by_id):
                raise StorageConflict(f"The stream {event.stream} already holds the event {event.event_id}.")
            seen.add(key)

    def _keep(self, append: Append) -> None:
        for head in append.new_streams:
            self._streams[head.stream] = _Stream(head)
        for event in append.events:
            kept = self._streams[event.stream]
            kept.events.append(event)
            if event.event_id is not None:
                kept.by_id[event.event_id] = event.seq
        for row in append.samples:
            self._streams[row.stream].samples.setdefault(row.player_id, []).append(row)
        for snapshot in append.snapshots:
            self._streams[snapshot.stream].snapshot = snapshot
        for stream in append.closed_streams:
            self._streams[stream].open = False

    def _last_seq(self, stream: str) -> int | None:
        kept = self._streams.get(stream)
        return None if kept is None else len(kept.events)

    def _head(self, kept: _Stream) -> StreamHead:
        head = kept.head
        return StreamHead(
            head.stream, head.kind, head.org_id, head.epoch, head.created_at_ms, len(kept.events), kept.open
        )


class MemoryReading:
    """All samples of a stream: nothing has to be fetched."""

    def __init__(self, store: MemoryStore, stream: str) -> None:
        self._store = store
        self._stream = stream

    def read(self, most_chunks: int) -> bool:
        """All is there."""
        return True

    def of(self, player_id: str) -> SampleColumns:
        """What there is of one player, each moment once."""
        return self._store.samples(self._stream, player_id)


def _nobody_waits(_fault: StorageFault | None) -> None:
    """A snapshot only saves time at the next start; its loss needs no answer."""
