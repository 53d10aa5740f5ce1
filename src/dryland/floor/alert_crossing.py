"""A condition that lasts: it begins after its minimum duration and ends well on the other side of its bound."""

from __future__ import annotations

__all__ = ["Crossing"]


class Crossing:
    """A condition with a minimum duration and a way back: `step` says True when it begins, False when it ends."""

    __slots__ = ("back_ms", "is_idle", "is_on", "since_ms")

    def __init__(self, *, is_on: bool = False) -> None:
        self.is_on = is_on
        self.is_idle = not is_on
        """Whether nothing goes on: one that is idle need not be stepped while its condition does not hold."""
        self.since_ms: int | None = None
        self.back_ms: int | None = None

    def step(self, at_ms: int, *, over: bool, back: bool, hold_ms: float, rearm_ms: float) -> bool | None:
        """One look at `at_ms`: whether the condition holds, and whether the value is well on the other side."""
        if not self.is_on:
            if not over:
                self.since_ms, self.is_idle = None, True
            elif self.since_ms is None:
                self.since_ms, self.is_idle = at_ms, False
            if self.since_ms is not None and at_ms - self.since_ms >= hold_ms:
                self.is_on, self.back_ms = True, None
                return True
            return None
        if not back:
            self.back_ms = None
        elif self.back_ms is None:
            self.back_ms = at_ms
        if self.back_ms is not None and at_ms - self.back_ms >= rearm_ms:
            self.is_on, self.since_ms, self.is_idle = False, None, True
            return False
        return None

    def stop(self) -> None:
        """What it was about is over; whoever asks says so."""
        self.is_on = False
        self.forget()

    def forget(self) -> None:
        """A gap: what lasted until then is not known to last."""
        self.since_ms = self.back_ms = None
        self.is_idle = not self.is_on
