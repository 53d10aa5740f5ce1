"""One wheel of alarms for a whole gateway: thousands of heartbeats cost one timer.

Pure: time is an argument, nothing sleeps here.
"""

import heapq
from collections.abc import Callable

__all__ = ["Alarm", "Wheel"]


class Alarm:
    """One callback that waits on a wheel; cancelling twice or late does nothing."""

    __slots__ = ("_slot", "callback")

    def __init__(self, callback: Callable[[], None], slot: dict["Alarm", None]) -> None:
        self.callback = callback
        self._slot = slot

    def cancel(self) -> None:
        """Take the alarm off its wheel."""
        self._slot.pop(self, None)


class Wheel:
    """Alarms in slots of `tick_s` seconds; an alarm fires up to one tick early."""

    __slots__ = ("_due", "_passed", "_slots", "tick_s")

    def __init__(self, tick_s: float) -> None:
        self.tick_s = tick_s
        self._slots: dict[int, dict[Alarm, None]] = {}
        self._due: list[int] = []
        self._passed = -1

    def set(self, at_s: float, callback: Callable[[], None]) -> Alarm:
        """Call `callback` when the wheel is advanced to `at_s`, in seconds of the caller's clock."""
        number = max(int(at_s / self.tick_s), self._passed + 1)
        slot = self._slots.get(number)
        if slot is None:
            slot = self._slots[number] = {}
            heapq.heappush(self._due, number)
        alarm = Alarm(callback, slot)
        slot[alarm] = None
        return alarm

    def next_s(self) -> float | None:
        """When the wheel next wants to be advanced; None while no alarm waits."""
        while self._due and not self._slots[self._due[0]]:
            del self._slots[heapq.heappop(self._due)]
        return self._due[0] * self.tick_s if self._due else None

    def late_s(self, now_s: float) -> float:
        """How long ago the alarm that fires now was due."""
        return max(0.0, now_s - (self._passed + 1) * self.tick_s)

    def advance(self, now_s: float) -> int:
        """Fire every alarm due at `now_s`, oldest slot first; returns how many fired."""
        current = int(now_s / self.tick_s)
        fired = 0
        while self._due and self._due[0] <= current:
            self._passed = heapq.heappop(self._due)
            slot = self._slots.pop(self._passed)
            while slot:
                alarm, _ = slot.popitem()
                alarm.callback()
                fired += 1
        return fired
