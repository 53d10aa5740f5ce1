"""Virtual time: everything that is to happen stands on one heap and happens in its order, never waiting.

It is the running event loop for the parts under test, as far as they ask one: for the time and for calls in it.
"""

import asyncio
import heapq
from collections.abc import Callable
from typing import Any, Self

__all__ = ["Handle", "VirtualLoop"]


class Handle:
    """A call that is to happen."""

    __slots__ = ("_args", "_at_s", "_call", "cancelled")

    def __init__(self, at_s: float, call: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self._at_s = at_s
        self._call = call
        self._args = args
        self.cancelled = False

    def cancel(self) -> None:
        """Let it not happen."""
        self.cancelled = True

    def when(self) -> float:
        """The time at which it happens, s."""
        return self._at_s

    def run(self) -> None:
        """Let it happen."""
        self._call(*self._args)


class VirtualLoop:
    """A heap of calls and the time of the last one."""

    def __init__(self, start_s: float) -> None:
        self._now_s = start_s
        self._heap: list[tuple[float, int, Handle]] = []
        self._count = 0

    def __enter__(self) -> Self:
        asyncio._set_running_loop(self)  # type: ignore[arg-type]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio._set_running_loop(None)

    def time(self) -> float:
        """Now, s."""
        return self._now_s

    def call_later(self, delay_s: float, call: Callable[..., Any], *args: Any) -> Handle:
        """Let something happen after a while."""
        return self.call_at(self._now_s + max(0.0, delay_s), call, *args)

    def call_soon(self, call: Callable[..., Any], *args: Any) -> Handle:
        """Let something happen next."""
        return self.call_at(self._now_s, call, *args)

    def call_at(self, at_s: float, call: Callable[..., Any], *args: Any) -> Handle:
        """Let something happen at a time."""
        handle = Handle(at_s, call, args)
        self._count += 1
        heapq.heappush(self._heap, (at_s, self._count, handle))
        return handle

    def step(self) -> bool:
        """Let the next thing happen; False when nothing is to happen any more."""
        while self._heap:
            at_s, _, handle = heapq.heappop(self._heap)
            if not handle.cancelled:
                self._now_s = at_s
                handle.run()
                return True
        return False

    def clear(self) -> None:
        """Forget everything that is to happen."""
        self._heap.clear()
