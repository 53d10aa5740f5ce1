"""Wakes sessions at their times, one at a time, and lets the loop breathe between them. Knows no session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from dryland.floor.deadlines import Deadlines
from dryland.timekeeping import NodeClock

__all__ = ["Waking"]


class Waking:
    """One timer for the deadlines of all sessions; `wake` is called with a session's id and the time. Loop's thread."""

    def __init__(self, clock: NodeClock, wake: Callable[[str, int], None]) -> None:
        self._clock = clock
        self._wake_one = wake
        self._deadlines = Deadlines()
        self._timer: asyncio.TimerHandle | None = None
        self.is_closed = False
        """Whether nobody is woken any more."""

    def set(self, session_id: str, at_ms: int | None) -> None:
        """A session's next time, ms since 1970; None for none."""
        self._deadlines.set(session_id, at_ms)
        self._arm()

    def run(self) -> None:
        """Start waking; to be called on the loop."""
        self._arm()

    def close(self) -> None:
        """Wake nobody any more."""
        self.is_closed = True
        if self._timer is not None:
            self._timer.cancel()

    def _arm(self) -> None:
        """Wake up at the earliest deadline of all sessions."""
        at_ms = self._deadlines.next_ms()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if at_ms is None or self.is_closed:
            return
        delay_s = self._clock.real_s(at_ms - self._clock.now_ms())
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._timer = loop.call_later(delay_s, self._wake)

    def _wake(self) -> None:
        """Move on one session whose time has come."""
        self._timer = None
        now_ms = self._clock.now_ms()
        try:
            for session_id in self._deadlines.due(now_ms):
                self._wake_one(session_id, now_ms)
                break
        finally:  # whatever is wrong with one session, the others keep their time
            self._arm()
