"""How fast and how often: the sender's token bucket, the wait between attempts, the patience with acknowledgements.

Pure but for the bucket's waiting; clocks, sleep and chance are handed in.
"""

import asyncio
from collections.abc import Awaitable, Callable

__all__ = ["Backoff", "Patience", "TokenBucket"]


class TokenBucket:
    """Lets `burst` packets go at once and `rate_hz` from then on; waiting callers are served in their order."""

    def __init__(
        self,
        rate_hz: float,
        burst: float,
        *,
        monotonic_s: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rate_hz = rate_hz
        self._burst = burst
        self._monotonic_s = monotonic_s
        self._sleep = sleep
        self._tokens = burst
        self._filled_at_s = monotonic_s()
        self._turn = asyncio.Lock()

    async def take(self) -> None:
        """Wait for a token and take it."""
        async with self._turn:
            while (wait_s := self.wait_s()) > 0:
                await self._sleep(wait_s)
            self._tokens -= 1

    def give_back(self) -> None:
        """Return a token, as the server does for what it has stored and acknowledged."""
        self._tokens = min(self._burst, self._tokens + 1)

    def wait_s(self, *, reserve: float = 0) -> float:
        """Return how long until a token is there beyond `reserve` others; 0 when there is one."""
        now_s = self._monotonic_s()
        self._tokens = min(self._burst, self._tokens + (now_s - self._filled_at_s) * self._rate_hz)
        self._filled_at_s = now_s
        missing = 1 + min(reserve, self._burst - 1) - self._tokens
        return missing / self._rate_hz if missing > 1e-9 else 0.0


class Backoff:
    """Waits that double up to a cap; each is drawn between half of itself and itself, so that crowds disperse."""

    def __init__(self, first_s: float, cap_s: float, random: Callable[[], float]) -> None:
        self._first_s = first_s
        self._cap_s = cap_s
        self._random = random
        self._attempt = 0

    def next_s(self) -> float:
        wait_s = min(self._cap_s, self._first_s * 2 ** min(self._attempt, 30))
        self._attempt += 1
        return wait_s * (0.5 + self._random() / 2)

    def reset(self) -> None:
        self._attempt = 0


class Patience:
    """How long to wait for an acknowledgement: short at first, doubled after a silence, short again after an answer."""

    def __init__(self, first_s: float, last_s: float) -> None:
        self._first_s = first_s
        self._last_s = last_s
        self.wait_s = first_s

    @property
    def exhausted(self) -> bool:
        """Whether the longest wait is the current one: silence now means that the link is dead."""
        return self.wait_s >= self._last_s

    def answered(self) -> None:
        self.wait_s = self._first_s

    def silent(self) -> None:
        self.wait_s = min(self._last_s, self.wait_s * 2)
