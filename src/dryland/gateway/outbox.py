"""What waits for one slow receiver: three lanes, counted in bytes and dated.

Pure: time is an argument. Knows no socket; whoever owns the outbox decides when it may be emptied.
"""

import enum
from collections import deque
from collections.abc import Hashable

from dryland.gateway.engineio import Packet

__all__ = ["Lane", "Outbox"]


class Lane(enum.IntEnum):
    """How a packet waits when its receiver is slow; one that keeps up notices only that what is urgent is sooner."""

    URGENT = 0
    """Ahead of everything queued, in order among themselves, never dropped; not held for the end of the loop's turn."""
    ORDERED = 1
    """In order, never dropped."""
    LATEST = 2
    """Behind the others; a newer value of the same key takes the older one's place."""


class Outbox:
    """The queued packets of one receiver."""

    __slots__ = ("_latest", "_ordered", "_urgent", "bytes_queued", "replaced")

    def __init__(self) -> None:
        self._urgent: deque[tuple[float | None, Packet]] = deque()
        self._ordered: deque[tuple[float | None, Packet]] = deque()
        self._latest: dict[Hashable, Packet] = {}
        self.bytes_queued = 0
        self.replaced = 0
        """Older LATEST values that a newer one took the place of."""

    def __len__(self) -> int:
        return len(self._urgent) + len(self._ordered) + len(self._latest)

    def put(self, packet: Packet, lane: Lane, key: Hashable | None, now_s: float | None) -> None:
        """Queue a packet; LATEST without a key is ordered; `now_s=None` leaves it out of the age."""
        if lane is Lane.LATEST and key is not None:
            self._put_latest(packet, key)
        elif lane is Lane.URGENT:
            self._urgent.append((now_s, packet))
        else:
            self._ordered.append((now_s, packet))
        self.bytes_queued += packet.size

    def _put_latest(self, packet: Packet, key: Hashable) -> None:
        older = self._latest.get(key)
        if older is not None:
            self.bytes_queued -= older.size
            self.replaced += 1
        self._latest[key] = packet

    def take(self) -> Packet | None:
        """The next packet to send: urgent, then ordered, then the newest values in the order their keys came."""
        if self._urgent:
            packet = self._urgent.popleft()[1]
        elif self._ordered:
            packet = self._ordered.popleft()[1]
        elif self._latest:
            packet = self._latest.pop(next(iter(self._latest)))
        else:
            return None
        self.bytes_queued -= packet.size
        return packet

    def take_all(self) -> list[Packet]:
        """Everything queued, in sending order."""
        packets = [entry[1] for entry in self._urgent] + [entry[1] for entry in self._ordered]
        packets += self._latest.values()
        self.clear()
        return packets

    def clear(self) -> None:
        """Forget everything queued."""
        self._urgent.clear()
        self._ordered.clear()
        self._latest.clear()
        self.bytes_queued = 0

    def oldest_s(self) -> float | None:
        """When the oldest dated packet that may not be dropped was queued."""
        dates = (lane[0][0] for lane in (self._urgent, self._ordered) if lane)
        return min((date for date in dates if date is not None), default=None)
