"""A stream that one writer of this process carries on: the next position is known here, in step with the disk.

For streams that have no state to be rebuilt, as an organisation's news and the audit trail. Must not know what the
facts mean.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from dryland.store.errors import StorageFault
from dryland.store.log import Append, Store, StoredEvent, StreamHead, StreamKind

__all__ = ["Line"]


class Line:
    """One stream's end. A new stream comes into being with its first events."""

    def __init__(self, store: Store, stream: str, kind: StreamKind, org_id: str) -> None:
        self._store = store
        self._kind: StreamKind = kind
        self._org_id = org_id
        self._pending = 0
        self._broken = False
        self.stream = stream
        self.epoch = secrets.token_hex(6)
        self.seq = 0
        self._exists = False
        self._read()

    def _read(self) -> None:
        """Where the stream ends on the disk. Raises `StorageFault`."""
        head = self._store.head(self.stream)
        self._exists = head is not None
        self.seq = 0 if head is None else head.last_seq
        self.epoch = self.epoch if head is None else head.epoch
        self._broken = False

    @property
    def is_broken(self) -> bool:
        """Whether an append has failed and others are still under way; nothing can be added until they are over."""
        return self._broken

    @property
    def is_settled(self) -> bool:
        """Whether the disk has answered for everything that was taken."""
        return not self._pending

    def recover(self) -> None:
        """Read the end again after a failed append, once nothing is under way any more. Raises `StorageFault`."""
        if self._broken and not self._pending:
            self._read()

    def take(self, events: Sequence[StoredEvent], now_ms: int) -> Append:
        """What to append for events that carry the next positions; it is settled by `settle`."""
        heads = () if self._exists else (StreamHead(self.stream, self._kind, self._org_id, self.epoch, now_ms),)
        self._exists = True
        self.seq += len(events)
        self._pending += 1
        return Append(events=events, new_streams=heads)

    def settle(self, fault: StorageFault | None) -> None:
        """The disk has answered for one `take`."""
        self._pending -= 1
        if fault is not None:
            self._broken = True

    def append(self, events: Sequence[StoredEvent], now_ms: int, done: Callable[[StorageFault | None], None]) -> None:
        """Take and store in one step."""

        def on_done(fault: StorageFault | None) -> None:
            self.settle(fault)
            done(fault)

        self._store.append(self.take(events, now_ms), on_done)
