"""A session's pause-aware time: how much active time lies between two facts, and when an amount of it will be over.

Works on the facts' own times (ms since 1970). Never asks what time it is.
"""

from __future__ import annotations

import msgspec

__all__ = ["Pause", "SessionClock"]


class Pause(msgspec.Struct):
    """A pause on the facts' own time; `to_ms` is None while it lasts."""

    from_ms: int
    to_ms: int | None = None


class SessionClock(msgspec.Struct):
    """Start, pauses and end of a session, and the shift from the facts' time to the node's.

    `shift_ms` is 0 in a live session. Where a recording is replayed it is what lies between a fact's own time and the
    time it was told, so that deadlines which drive screens still run on the node's clock.
    """

    start_ms: int | None = None
    end_ms: int | None = None
    pauses: list[Pause] = msgspec.field(default_factory=list[Pause])
    shift_ms: int = 0

    @property
    def paused_since_ms(self) -> int | None:
        """When the pause began that still lasts."""
        return self.pauses[-1].from_ms if self.pauses and self.pauses[-1].to_ms is None else None

    def paused_between_ms(self, from_ms: int, to_ms: int) -> int:
        """How much of [from, to) was pause."""
        total = 0
        for pause in self.pauses:
            end = to_ms if pause.to_ms is None else pause.to_ms
            total += max(0, min(end, to_ms) - max(pause.from_ms, from_ms))
        return total

    def active_between_ms(self, from_ms: int, to_ms: int) -> int:
        """How much of [from, to) was not pause."""
        return to_ms - from_ms - self.paused_between_ms(from_ms, to_ms)

    def after_active_ms(self, from_ms: int, active_ms: int) -> int | None:
        """When `active_ms` of active time after `from_ms` are over; None while an open pause stands before that."""
        at = from_ms + active_ms
        for pause in self.pauses:
            if pause.to_ms is not None and pause.to_ms <= from_ms:
                continue
            if pause.from_ms >= at:
                break
            if pause.to_ms is None:
                return None
            at += pause.to_ms - max(pause.from_ms, from_ms)
        return at

    def duration_ms(self, at_ms: int) -> int:
        """Active time from the start until `at_ms`, or until the end once there is one; 0 before the start."""
        if self.start_ms is None:
            return 0
        until = at_ms if self.end_ms is None else self.end_ms
        return max(0, self.active_between_ms(self.start_ms, until))

    def fact_time_ms(self, node_ms: int) -> int:
        """The facts' time at a reading of the node's clock."""
        return node_ms - self.shift_ms
