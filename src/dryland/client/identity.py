"""Names for facts, made where the fact is recorded: UUID version 7 (RFC 9562), rising within one process.

Must not know time or chance by itself: both are handed in.
"""

import uuid
from collections.abc import Callable
from typing import Final

__all__ = ["EventIds"]

RANDOM_BITS: Final = 74


class EventIds:
    """Makes identifiers that sort in the order they were made, even within one millisecond or after a step back."""

    def __init__(self, now_ms: Callable[[], int], random_bits: Callable[[int], int]) -> None:
        self._now_ms = now_ms
        self._random_bits = random_bits
        self._last = -1

    def make(self) -> str:
        """Return the next identifier; one made in the same or an earlier millisecond counts up from the last."""
        fresh = (self._now_ms() << RANDOM_BITS) | self._random_bits(RANDOM_BITS)
        self._last = fresh if fresh >> RANDOM_BITS > self._last >> RANDOM_BITS else self._last + 1
        return str(_uuid7(self._last))


def _uuid7(value: int) -> uuid.UUID:
    """Lay 48 bits of time and 74 bits below it around the version and variant bits."""
    time_ms, low = value >> RANDOM_BITS, value & ((1 << RANDOM_BITS) - 1)
    return uuid.UUID(int=(time_ms << 80) | (7 << 76) | ((low >> 62) << 64) | (0b10 << 62) | (low & ((1 << 62) - 1)))
