"""The bundles of this node: read from the log, carried on in step with the disk.

Knows no socket and no session; who hears of a fact is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from dryland.contract.base import BundleFact
from dryland.floor.bundle import Bundle, BundleEntry, decode_bundle_fact
from dryland.floor.workout import to_ms
from dryland.store import Append, Line, StorageFault, Store, StoredEvent, StreamHead

__all__ = ["BundleCommitted", "BundleKeeper", "HeldBundle", "PreparedBundle", "Tell"]

_encode: Final = msgspec.json.Encoder().encode


class BundleCommitted(NamedTuple):
    """A fact of a bundle that is on the disk, with the bytes it was stored as."""

    name: str
    fact: BundleFact
    payload: bytes


Tell = Callable[[Bundle, Sequence[BundleCommitted]], None]


class PreparedBundle:
    """Facts on their way: store `append`, alone or within a larger one, then `settle`."""

    __slots__ = ("_on_settled", "append", "committed")

    def __init__(
        self,
        append: Append,
        committed: Sequence[BundleCommitted],
        on_settled: Callable[[StorageFault | None], None],
    ) -> None:
        self.append = append
        self.committed = committed
        self._on_settled = on_settled

    def settle(self, fault: StorageFault | None) -> None:
        """The disk has answered."""
        self._on_settled(fault)


class HeldBundle:
    """A bundle with the end of its log."""

    __slots__ = ("bundle", "event_ids", "idle_ms", "is_closed", "line")

    def __init__(self, bundle: Bundle, event_ids: dict[str, int], line: Line, *, is_closed: bool = False) -> None:
        self.bundle = bundle
        self.event_ids = event_ids
        self.line = line
        self.is_closed = is_closed
        """Whether it is over and the disk knows; a start does not read it any more."""
        self.idle_ms: int | None = None
        """Since when nobody has asked for it; None until somebody looks for that."""


class BundleKeeper:
    """All bundles that are under way, and finished ones on demand. All calls come from the loop's thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, HeldBundle] = {}
        self._reopened: set[str] = set()
        """Bundles that go on though their log is closed; it is closed once more when they are over."""

    def __iter__(self) -> Iterator[HeldBundle]:
        return iter(list(self._held.values()))

    def load(self, going_on: Collection[str] = ()) -> int:
        """Read every bundle that is not over. Returns how many.

        `going_on` are those of which a session is open: they go on too, whatever an earlier release took them for.
        """
        for head in self._store.streams(kind="bundle", open_only=True):
            self._read(head)
        for bundle_id in set(going_on) - set(self._held):
            head = self._store.head(bundle_id)
            if head is not None and head.kind == "bundle":
                self._reopened.add(bundle_id)
                self._read(head)
        return len(self._held)

    def _read(self, head: StreamHead) -> HeldBundle:
        bundle_id = head.stream
        line = Line(self._store, bundle_id, "bundle", head.org_id)
        bundle = Bundle(bundle_id, head.org_id, line.epoch)
        for event in self._store.events(bundle_id):
            bundle.evolve(event.name, decode_bundle_fact(event.name, event.payload))
        event_ids = dict(self._store.event_ids(bundle_id))
        is_closed = not head.open and bundle_id not in self._reopened
        held = self._held[bundle_id] = HeldBundle(bundle, event_ids, line, is_closed=is_closed)
        return held

    def find(self, bundle_id: str) -> HeldBundle | None:
        """A bundle in step with the disk; read again after a failed commit. Raises `StorageFault`.

        The one that was ahead of the disk stays broken: whoever still holds it can add nothing to the log.
        """
        held = self._held.get(bundle_id)
        if held is not None and not (held.line.is_broken and held.line.is_settled):
            held.idle_ms = None
            return held
        head = self._store.head(bundle_id)
        return self._read(head) if head is not None and head.kind == "bundle" else None

    def is_open(self, bundle_id: str | None) -> bool:
        """Whether a bundle is at hand and not over; asks without reading its log."""
        held = self._held.get(bundle_id or "")
        return held is not None and not held.is_closed

    def let_go(self, now_ms: int, keep_ms: int) -> int:
        """Let bundles go that are over and not asked for since `keep_ms`; they are read when they are. How many."""
        over = [bundle_id for bundle_id, held in self._held.items() if _is_past(held, now_ms, keep_ms)]
        for bundle_id in over:
            del self._held[bundle_id]
        return len(over)

    def new(self, bundle_id: str, org_id: str) -> HeldBundle:
        """A bundle that is about to come into being; `adopt` it when it has its first fact."""
        line = Line(self._store, bundle_id, "bundle", org_id)
        return HeldBundle(Bundle(bundle_id, org_id, line.epoch), {}, line)

    def adopt(self, held: HeldBundle) -> None:
        """Take in a bundle with its first fact under way."""
        self._held[held.bundle.bundle_id] = held

    def drop(self, held: HeldBundle) -> None:
        """Forget a bundle whose first fact did not reach the disk."""
        self._held.pop(held.bundle.bundle_id, None)

    def prepare(self, held: HeldBundle, entries: Sequence[BundleEntry], now_ms: int, tell: Tell) -> PreparedBundle:
        """Take facts into the state; they are told when they are on the disk. Only where the line is not broken.

        What came after a bundle was closed opens it for a look at what it left behind.
        """
        held.is_closed = False
        committed: list[BundleCommitted] = []
        stored: list[StoredEvent] = []
        for name, fact in entries:
            payload = _encode(fact)
            held.bundle.evolve(name, fact)
            if fact.event_id is not None:
                held.event_ids[fact.event_id] = held.bundle.seq
            committed.append(BundleCommitted(name, fact, payload))
            stored.append(_stored(held.bundle.bundle_id, name, fact, payload))

        def settle(fault: StorageFault | None) -> None:
            held.line.settle(fault)
            if fault is None:
                tell(held.bundle, committed)

        return PreparedBundle(held.line.take(stored, now_ms), committed, settle)

    def commit(
        self,
        held: HeldBundle,
        entries: Sequence[BundleEntry],
        now_ms: int,
        tell: Tell,
        done: Callable[[StorageFault | None], None],
    ) -> PreparedBundle:
        """Take facts into the state and send them to the disk."""
        prepared = self.prepare(held, entries, now_ms, tell)

        def on_done(fault: StorageFault | None) -> None:
            prepared.settle(fault)
            done(fault)

        self._store.append(prepared.append, on_done)
        return prepared

    def first(self, held: HeldBundle, event_id: str) -> BundleCommitted | None:
        """The fact that was stored under this id; None where it is not on the disk."""
        event = self._store.find_event(held.bundle.bundle_id, event_id)
        if event is None:
            return None
        return BundleCommitted(event.name, decode_bundle_fact(event.name, event.payload), event.payload)

    def after_commits(self, done: Callable[[StorageFault | None], None]) -> None:
        """Call when everything sent to the disk so far is there."""
        self._store.append(Append(), done)

    def close_stream(self, held: HeldBundle, done: Callable[[StorageFault | None], None]) -> None:
        """A bundle is over: it is read on demand only from now on; one that stays open only costs the next start."""
        seq = held.bundle.seq

        def on_done(fault: StorageFault | None) -> None:
            if fault is None and held.bundle.seq == seq:  # nothing came to it meanwhile
                held.is_closed = True
                self._reopened.discard(held.bundle.bundle_id)
            done(fault)

        self._store.append(Append(closed_streams=(held.bundle.bundle_id,)), on_done)


def _is_past(held: HeldBundle, now_ms: int, keep_ms: int) -> bool:
    if not held.is_closed or held.line.is_broken or not held.line.is_settled:
        held.idle_ms = None
        return False
    if held.idle_ms is None:
        held.idle_ms = now_ms
    return now_ms - held.idle_ms >= keep_ms


def _stored(bundle_id: str, name: str, fact: BundleFact, payload: bytes) -> StoredEvent:
    assert fact.seq is not None
    assert fact.occurred_at is not None
    assert fact.recorded_at is not None
    occurred_ms, recorded_ms = to_ms(fact.occurred_at), to_ms(fact.recorded_at)
    return StoredEvent(bundle_id, fact.seq, name, fact.event_id, occurred_ms, recorded_ms, fact.by or "", payload)
