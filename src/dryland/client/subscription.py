"""The reader's end of a client: messages in order, bounded, and never lost without a word.

Must not know where messages come from.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

from dryland.client.errors import Overrun
from dryland.client.messages import Message

__all__ = ["Subscription"]

MOST_WAITING: Final = 100_000


class Subscription(AsyncIterator[Message]):
    """An endless iterator over everything from the moment it was made; ends when closed, or when the client closes."""

    def __init__(self, closed: Callable[["Subscription"], None], most_waiting: int = MOST_WAITING) -> None:
        self._queue: asyncio.Queue[Message | None] = asyncio.Queue()
        self._closed = closed
        self._most_waiting = most_waiting
        self._overrun = False
        self._ended = False

    def offer(self, message: Message) -> None:
        """Append a message; a reader that is too far behind loses its place and learns it when it reads on."""
        if self._overrun or self._ended:
            return
        if self._queue.qsize() >= self._most_waiting:
            self._overrun = True
            self._queue.put_nowait(None)
            return
        self._queue.put_nowait(message)

    def end(self) -> None:
        """Let the reader finish what waits, then stop."""
        if not self._ended:
            self._ended = True
            self._queue.put_nowait(None)

    def close(self) -> None:
        self.end()
        self._closed(self)

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Message:
        """Return the next message; raises `Overrun` where messages had to be left out."""
        message = await self._queue.get()
        if message is not None:
            return message
        self._closed(self)
        self._queue.put_nowait(None)
        if self._overrun:
            raise Overrun(f"more than {self._most_waiting} messages waited to be read")
        raise StopAsyncIteration
