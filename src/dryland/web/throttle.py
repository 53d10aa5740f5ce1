"""How often somebody may guess: free tries, then waits that double. Pure: time is an argument, in ms."""

from __future__ import annotations

from typing import Final

__all__ = ["Throttle"]

LONGEST_WAIT_MS: Final = 900_000
FORGOTTEN_MS: Final = 3_600_000
SWEEP_AT: Final = 4_096


class _Count:
    __slots__ = ("failures", "last_ms", "next_ms")

    def __init__(self) -> None:
        self.failures = 0
        self.last_ms = 0
        self.next_ms = 0


class Throttle:
    """Failures by key, as an account or an address; quiet keys are forgotten after an hour.

    A try counts as a failure until `succeeded` says otherwise, so that guesses sent at the same time all count.
    """

    def __init__(self, free: int, first_wait_ms: int = 1_000) -> None:
        self._free = free
        self._first_wait_ms = first_wait_ms
        self._counts: dict[str, _Count] = {}

    def wait_ms(self, key: str, now_ms: int) -> int:
        """How long until this key may try, 0 for now."""
        count = self._counts.get(key)
        return 0 if count is None else max(0, count.next_ms - now_ms)

    def tried(self, key: str, now_ms: int) -> None:
        """Count a try."""
        if len(self._counts) >= SWEEP_AT:
            self._counts = {name: kept for name, kept in self._counts.items() if now_ms - kept.last_ms < FORGOTTEN_MS}
        count = self._counts.setdefault(key, _Count())
        if now_ms - count.last_ms > FORGOTTEN_MS:
            count.failures = 0
        count.failures += 1
        count.last_ms = now_ms
        over = count.failures - self._free
        if over >= 0:
            count.next_ms = now_ms + min(LONGEST_WAIT_MS, self._first_wait_ms << min(over, 20))

    def succeeded(self, key: str) -> None:
        """Forget a key: its last try was right."""
        self._counts.pop(key, None)
