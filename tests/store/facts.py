"""Small facts for the store's tests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from dryland.store import Append, SampleRow, StorageFault, Store, StoredEvent, StreamHead, StreamKind

NOW_MS = 1_780_000_000_000


def head(stream: str, kind: StreamKind = "session") -> StreamHead:
    return StreamHead(stream, kind, "org-1", f"epoch-{stream}", NOW_MS)


def event(stream: str, seq: int, event_id: str | None = "", payload: bytes = b'{"reps":8}') -> StoredEvent:
    name = "training:strength:set:completion"
    given_id = f"{stream}-{seq:06d}" if event_id == "" else event_id
    return StoredEvent(stream, seq, name, given_id, NOW_MS + seq, NOW_MS + seq + 3, "player-7", payload, b'{"ok":true}')


def run_of(stream: str, first: int, last: int) -> list[StoredEvent]:
    return [event(stream, seq) for seq in range(first, last + 1)]


def sample(stream: str, player: str, second: int, heart_rate: int | None = 150, power: int | None = None) -> SampleRow:
    at_ms = NOW_MS + second * 1000
    return SampleRow(stream, player, at_ms, heart_rate, power, received_at_ms=at_ms + 40)


async def outcome(store: Store, append: Append) -> StorageFault | None:
    """What `on_done` was called with."""
    done: asyncio.Future[StorageFault | None] = asyncio.get_running_loop().create_future()
    store.append(append, done.set_result)
    return await done


async def stored(store: Store, append: Append) -> None:
    fault = await outcome(store, append)
    assert fault is None, fault


def seqs(events: Sequence[StoredEvent]) -> list[int]:
    return [each.seq for each in events]
