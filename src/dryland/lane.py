"""Work off the loop that must keep its order: one piece at a time, and a fault that nobody waits for is still heard of.

Must not know what the work is about.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec

import structlog

__all__ = ["Lane"]

log = structlog.get_logger("dryland.lane")

P = ParamSpec("P")


class Lane:
    """One thread, made with the first piece of work. Pieces are begun in the order in which they came."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread = ThreadPoolExecutor(1, name)

    def do(self, work: Callable[P, None], *args: P.args, **more: P.kwargs) -> None:
        """Have a piece of work done; to be called on the loop. What comes after `close` is named in the log, not done.

        A node that stops hears of its last facts before it closes its lanes, so that nothing is lost by this.
        """
        try:
            self._thread.submit(work, *args, **more).add_done_callback(self._done)
        except RuntimeError:
            log.error("not_done", lane=self._name, why="the node has stopped")

    def _done(self, piece: Future[None]) -> None:
        fault = None if piece.cancelled() else piece.exception()
        if fault is not None:
            log.error("work_failed", lane=self._name, exc_info=fault)

    async def caught_up(self) -> None:
        """Wait until what was given so far is done."""
        await asyncio.wrap_future(self._thread.submit(lambda: None))

    async def close(self) -> None:
        """Wait until everything is done."""
        await asyncio.to_thread(self._thread.shutdown)
