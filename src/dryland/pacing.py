"""Facts that wait for their turn on the way out: at most one of a kind and a player in a while, in order, none lost.

Knows times and queues; neither rooms nor encodings.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final, Generic, NamedTuple, TypeVar

__all__ = ["FORGET_AFTER", "FactPacing"]

T = TypeVar("T")


class _Key(NamedTuple):
    session_id: str
    player_id: str
    name: str


class _Line(Generic[T]):
    __slots__ = ("next_ms", "waiting")

    def __init__(self) -> None:
        self.next_ms = 0
        self.waiting: deque[T] = deque()


FORGET_AFTER: Final = 4_096
"""Lines kept before those that have nothing to say any more are forgotten; the next time at twice as many as stay."""


class FactPacing(Generic[T]):
    """One line for each session, player and kind of fact."""

    def __init__(self) -> None:
        self._lines: dict[_Key, _Line[T]] = {}
        self._busy: dict[_Key, _Line[T]] = {}
        self._forget_at = FORGET_AFTER

    def __len__(self) -> int:
        return sum(len(line.waiting) for line in self._busy.values())

    def admit(self, session_id: str, player_id: str, name: str, fact: T, now_ms: int, pace_ms: int) -> bool:
        """Whether a fact may go out now; else it waits behind those of its line."""
        key = _Key(session_id, player_id, name)
        line = self._lines.get(key)
        if line is None:
            self._forget(now_ms)
            line = self._lines[key] = _Line()
        if now_ms >= line.next_ms and not line.waiting:
            line.next_ms = now_ms + pace_ms
            return True
        line.waiting.append(fact)
        self._busy[key] = line
        return False

    def due(self, now_ms: int, pace_of: dict[str, int]) -> Iterator[T]:
        """Facts whose turn has come, one of each line; `pace_of` gives ms by kind of fact."""
        for key, line in list(self._busy.items()):
            if now_ms >= line.next_ms:
                line.next_ms = now_ms + pace_of[key.name]
                yield line.waiting.popleft()
                if not line.waiting:
                    del self._busy[key]

    def flush(self, session_id: str) -> Iterator[T]:
        """Every fact of a session that waits, each line in its order."""
        for key in [key for key in self._busy if key.session_id == session_id]:
            yield from self._busy.pop(key).waiting
            self._lines.pop(key, None)

    def _forget(self, now_ms: int) -> None:
        if len(self._lines) >= self._forget_at:
            self._lines = {key: line for key, line in self._lines.items() if line.waiting or line.next_ms > now_ms}
            self._forget_at = max(FORGET_AFTER, 2 * len(self._lines))
