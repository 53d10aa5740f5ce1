"""The outbox away from the event loop: one thread of its own, so that a slow disk never holds up a heartbeat.

Must not know sockets.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from dryland.client.errors import Refused
from dryland.client.outbox import Entry, Outbox, OutboxCount

__all__ = ["OutboxThread"]

R = TypeVar("R")


class OutboxThread:
    """Async face of one `Outbox`; calls are carried out one after the other in the order they were made."""

    def __init__(self, path: Path) -> None:
        self.outbox = Outbox(path)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dryland-outbox")

    async def put(
        self, *, event_id: str, event: str, payload: Mapping[str, object], recorded_at: str, priority: int
    ) -> None:
        await self._run(
            partial(
                self.outbox.put,
                event_id=event_id,
                event=event,
                payload=payload,
                recorded_at=recorded_at,
                priority=priority,
            )
        )

    async def next(self, limit: int, without_lanes: Sequence[str]) -> list[Entry]:
        return await self._run(partial(self.outbox.next, limit, without_lanes=without_lanes))

    async def settle(
        self, delivered: Sequence[str], refused: Mapping[str, Refused], deferred: Mapping[str, str]
    ) -> None:
        await self._run(partial(self.outbox.settle, delivered=delivered, refused=refused, deferred=deferred))

    async def count(self) -> OutboxCount:
        return await self._run(self.outbox.count)

    async def shelf(self) -> list[Entry]:
        return await self._run(self.outbox.shelf)

    async def retry(self, event_id: str) -> bool:
        return await self._run(partial(self.outbox.retry, event_id))

    async def discard(self, event_id: str) -> bool:
        return await self._run(partial(self.outbox.discard, event_id))

    async def export(self) -> bytes:
        return await self._run(self.outbox.export)

    async def close(self) -> None:
        await self._run(self.outbox.close)
        self._thread.shutdown()

    async def _run(self, step: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, step)
