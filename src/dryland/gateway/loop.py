"""The gateway's only link to the event loop: alarms on one wheel, and calls put off to the next turn."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from dryland.gateway.wheel import Alarm, Wheel

__all__ = ["Flusher", "Timers"]


class Flushable(Protocol):
    """Something that gathers writes until the end of the loop's turn."""

    def flush(self) -> None:
        """Write what has gathered."""
        ...


class Flusher:
    """Flushes what was written to in this turn of the loop, once, when the turn is over.

    A system call costs more than everything else about a packet; a socket gets one for each turn, however many
    packets the turn has for it.
    """

    __slots__ = ("dirty",)

    def __init__(self) -> None:
        self.dirty: list[Flushable] = []
        """Whom to flush when the turn is over; whoever adds the first one calls `arm` before. Always the same list,
        so that a socket may keep it: one call less for each delivery."""

    def arm(self) -> None:
        """Flush at the end of this turn."""
        asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        dirty = self.dirty.copy()
        self.dirty.clear()
        for item in dirty:
            item.flush()


class Timers:
    """Alarms driven by the running loop; one loop timer, however many alarms wait."""

    __slots__ = ("_handle", "_wakes_s", "_wheel", "clock", "flusher")

    def __init__(self, clock: Callable[[], float], tick_s: float) -> None:
        self.clock = clock
        self.flusher = Flusher()
        self._wheel = Wheel(tick_s)
        self._handle: asyncio.TimerHandle | None = None
        self._wakes_s = 0.0

    def after(self, delay_s: float, callback: Callable[[], None]) -> Alarm:
        """Call `callback` in `delay_s` seconds, up to one tick early."""
        at_s = self.clock() + delay_s
        alarm = self._wheel.set(at_s, callback)
        if self._handle is None or at_s < self._wakes_s:
            self._arm()
        return alarm

    def late_s(self) -> float:
        """How long ago the alarm that fires now was due; a busy loop calls late."""
        return self._wheel.late_s(self.clock())

    def soon(self, callback: Callable[[], None]) -> None:
        """Call `callback` in the loop's next turn, outside whatever is going on now."""
        asyncio.get_running_loop().call_soon(callback)

    def in_a_moment(self, callback: Callable[[], None]) -> None:
        """Call `callback` in about 5 ms: long enough for a packet written now to be read on its own."""
        asyncio.get_running_loop().call_later(0.005, callback)

    def _arm(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        next_s = self._wheel.next_s()
        if next_s is not None:
            self._wakes_s = next_s
            self._handle = asyncio.get_running_loop().call_later(max(0.0, next_s - self.clock()), self._turn)

    def _turn(self) -> None:
        self._handle = None
        try:
            self._wheel.advance(self.clock())
        finally:
            self._arm()
