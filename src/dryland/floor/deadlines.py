"""All deadlines of a node on one heap. A newer deadline for the same owner replaces the older one."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

__all__ = ["Deadlines"]


class Deadlines:
    """Owner → time in ms; `due` hands out the owners whose time has come, earliest first."""

    __slots__ = ("_at_ms", "_heap")

    def __init__(self) -> None:
        self._heap: list[tuple[int, str]] = []
        self._at_ms: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._at_ms)

    def set(self, owner: str, at_ms: int | None) -> None:
        """Give `owner` a deadline, or take it away with None."""
        if at_ms is None:
            self._at_ms.pop(owner, None)
        elif self._at_ms.get(owner) != at_ms:
            self._at_ms[owner] = at_ms
            heapq.heappush(self._heap, (at_ms, owner))

    def next_ms(self) -> int | None:
        """The earliest deadline."""
        heap = self._heap
        while heap and self._at_ms.get(heap[0][1]) != heap[0][0]:
            heapq.heappop(heap)
        return heap[0][0] if heap else None

    def due(self, now_ms: int) -> Iterator[str]:
        """Owners whose deadline is over; each is without a deadline until it is given a new one."""
        while (at_ms := self.next_ms()) is not None and at_ms <= now_ms:
            owner = heapq.heappop(self._heap)[1]
            del self._at_ms[owner]
            yield owner
