"""The server's clock as seen from here: the least delayed of the last probes decides.

Pure: the two local clocks are handed in. The offset is kept against the monotonic clock, so a change of the device's
wall clock does not move it.
"""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple

__all__ = ["ServerClock"]

KEPT_PROBES: Final = 8


class _Probe(NamedTuple):
    round_trip_ms: float
    ahead_ms: float
    """Server time minus local monotonic time."""


class ServerClock:
    """Keeps the offset that the four times of NTP give (RFC 5905 §8), from the probe with the shortest round trip."""

    def __init__(self, wall_s: Callable[[], float], monotonic_s: Callable[[], float]) -> None:
        self._wall_s = wall_s
        self._monotonic_s = monotonic_s
        self._probes: deque[_Probe] = deque(maxlen=KEPT_PROBES)

    def observe(self, sent_s: float, server_received_ms: float, server_sent_ms: float, received_s: float) -> None:
        """Take one probe; `sent_s` and `received_s` are local monotonic times, the others server times since 1970."""
        sent_ms, received_ms = sent_s * 1000, received_s * 1000
        round_trip_ms = (received_ms - sent_ms) - (server_sent_ms - server_received_ms)
        if round_trip_ms >= 0:
            ahead_ms = ((server_received_ms - sent_ms) + (server_sent_ms - received_ms)) / 2
            self._probes.append(_Probe(round_trip_ms, ahead_ms))

    @property
    def synchronised(self) -> bool:
        return bool(self._probes)

    @property
    def uncertainty_ms(self) -> float | None:
        """Half the shortest round trip: the offset cannot be wrong by more; `None` before the first probe."""
        return min(self._probes).round_trip_ms / 2 if self._probes else None

    @property
    def offset_ms(self) -> float:
        """Server time minus this device's wall clock, at this moment; 0 before the first probe."""
        return self.now_ms() - self._wall_s() * 1000

    def now_ms(self) -> float:
        """Return the server's time since 1970; this device's own until a first probe came back."""
        if not self._probes:
            return self._wall_s() * 1000
        return self._monotonic_s() * 1000 + min(self._probes).ahead_ms

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)
