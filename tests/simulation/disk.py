"""A store whose commits take their time and fail when they are told to; it survives the crashes of its node."""

import random
from collections.abc import Callable, Iterator

from dryland.store import (
    Append,
    MemoryStore,
    Reason,
    SampleColumns,
    SampleReading,
    Snapshot,
    StorageFault,
    StorageUnavailable,
    StoredEvent,
    StreamHead,
)
from dryland.store.log import OnDone, StreamKind
from tests.simulation.loop import VirtualLoop

__all__ = ["Disk"]

COMMIT_S = (0.0002, 0.02)


class Disk:
    """The store's protocol over a `MemoryStore`: what is appended waits for a commit, and reads see commits only."""

    def __init__(self, loop: VirtualLoop, rng: random.Random) -> None:
        self._loop = loop
        self._rng = rng
        self._kept = MemoryStore(soon=lambda call: call())
        self._queue: list[tuple[Append, OnDone]] = []
        self._generation = 0
        self.trouble: StorageFault | None = None
        """What the disk says to every commit for the time being."""
        self.on_commit: Callable[[Append], None] = lambda _append: None

    @property
    def fault(self) -> StorageFault | None:
        return self.trouble

    def append(self, append: Append, on_done: OnDone) -> None:
        if not self._queue:
            self._loop.call_later(self._rng.uniform(*COMMIT_S), self._commit, self._generation)
        self._queue.append((append, on_done))

    def _commit(self, generation: int) -> None:
        if generation != self._generation:
            return
        group, self._queue = self._queue, []
        outcomes = [(on_done, self._write(append)) for append, on_done in group]
        self._loop.call_soon(self._pay, outcomes, generation)

    def _write(self, append: Append) -> StorageFault | None:
        if self.trouble is not None:
            return self.trouble
        try:
            self._kept.append_and_wait(append)
        except StorageFault as fault:
            return fault
        self.on_commit(append)
        return None

    def _pay(self, outcomes: list[tuple[OnDone, StorageFault | None]], generation: int) -> None:
        for on_done, fault in outcomes:
            if generation == self._generation:
                on_done(fault)

    def crash(self) -> None:
        """The node is gone: what was not committed never was; some of it was, and nobody was told."""
        group, self._queue = self._queue, []
        self._generation += 1
        for append, _ in group[: self._rng.randint(0, len(group))]:
            if self._write(append) is not None:
                break

    def fail(self) -> None:
        """From now on every commit is refused."""
        self.trouble = StorageUnavailable(self._rng.choice((Reason.DISK_FULL, Reason.LOCKED, Reason.IO_ERROR)))

    def heal(self) -> None:
        """Commits succeed again."""
        self.trouble = None

    def append_and_wait(self, append: Append) -> None:
        self._kept.append_and_wait(append)

    def save_snapshot(self, snapshot: Snapshot, on_done: OnDone | None = None) -> None:
        self.append(Append(snapshots=(snapshot,)), on_done or (lambda _fault: None))

    def streams(self, *, kind: StreamKind | None = None, open_only: bool = False) -> list[StreamHead]:
        return self._kept.streams(kind=kind, open_only=open_only)

    def head(self, stream: str) -> StreamHead | None:
        return self._kept.head(stream)

    def events(self, stream: str, after_seq: int = 0, up_to: int | None = None) -> Iterator[StoredEvent]:
        return self._kept.events(stream, after_seq, up_to)

    def find_event(self, stream: str, event_id: str) -> StoredEvent | None:
        return self._kept.find_event(stream, event_id)

    def event_ids(self, stream: str) -> Iterator[tuple[str, int]]:
        return self._kept.event_ids(stream)

    def snapshot(self, stream: str) -> Snapshot | None:
        return self._kept.snapshot(stream)

    def samples(
        self, stream: str, player_id: str, from_ms: int | None = None, to_ms: int | None = None
    ) -> SampleColumns:
        return self._kept.samples(stream, player_id, from_ms, to_ms)

    def reading(self, stream: str) -> SampleReading:
        return self._kept.reading(stream)

    def sample_players(self, stream: str) -> list[str]:
        return self._kept.sample_players(stream)

    def close(self) -> None:
        """Nothing is held."""
