"""The node's clock: wall time at its start, carried on by monotonic time, scaled where a demo wants to go faster.

A correction of the system's clock never moves it, so no deadline jumps.
"""

from __future__ import annotations

import time

__all__ = ["NodeClock"]


class NodeClock:
    """Milliseconds since 1970 on the node's clock; `speed` > 1 lets its time run faster than the world's."""

    __slots__ = ("_base_ms", "_speed_ms", "_started_s", "speed")

    def __init__(self, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("a clock's speed is above 0")
        self.speed = speed
        self._base_ms = time.time() * 1000
        self._started_s = time.monotonic()
        self._speed_ms = speed * 1000

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self._base_ms + (time.monotonic() - self._started_s) * self._speed_ms)

    def real_s(self, node_ms: float) -> float:
        """How long a span of node time lasts in the world, s."""
        return max(0.0, node_ms / self._speed_ms)
