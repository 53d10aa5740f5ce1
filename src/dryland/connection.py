"""What the node remembers of one connected client: who it is, how fast it may send, which sessions it watches."""

from __future__ import annotations

from typing import Final

from dryland.contract.base import Audience, LiveMode
from dryland.web.identity import Identity

__all__ = ["Buckets", "Connection", "TokenBucket"]

SWEEP_AT: Final = 4_096
"""Buckets kept before the full ones among them, which say nothing, are thrown away."""


class TokenBucket:
    """A ceiling on what one sender may send: `rate_per_s` on average, `burst` at once."""

    __slots__ = ("_at_ms", "_burst", "_per_ms", "_tokens")

    def __init__(self, rate_per_s: float, burst: float, now_ms: int) -> None:
        self._per_ms = rate_per_s / 1000
        self._burst = burst
        self._tokens = burst
        self._at_ms = now_ms

    def take(self, now_ms: int) -> int:
        """Take one token: 0, or how many ms to wait for the next one."""
        tokens = self._tokens + (now_ms - self._at_ms) * self._per_ms
        self._at_ms = now_ms
        if tokens > self._burst:
            tokens = self._burst
        if tokens < 1:
            self._tokens = tokens
            return int((1 - tokens) / self._per_ms) + 1
        self._tokens = tokens - 1
        return 0

    def give_back(self) -> None:
        """Return a token: what it was taken for is done, and its sender waited to hear so."""
        self._tokens = min(self._burst, self._tokens + 1)

    def is_full(self, now_ms: int) -> bool:
        """Whether its sender may send as much at once as anybody who never sent."""
        return self._tokens + (now_ms - self._at_ms) * self._per_ms >= self._burst


class Buckets:
    """The buckets of senders who have no connection to keep one, by who they are."""

    def __init__(self, rate_per_s: float, burst: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._buckets: dict[tuple[str, str], TokenBucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def of(self, identity: Identity, now_ms: int) -> TokenBucket:
        """The bucket of an account or a device, however many tokens it has."""
        key = identity.org_id, identity.user_id
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= SWEEP_AT:
                self._buckets = {who: each for who, each in self._buckets.items() if not each.is_full(now_ms)}
            bucket = self._buckets[key] = TokenBucket(self._rate_per_s, self._burst, now_ms)
        return bucket


class Connection:
    """The application's side of one peer."""

    __slots__ = ("audience", "bucket", "gone", "identity", "joined", "seen_ms")

    def __init__(self, identity: Identity, bucket: TokenBucket) -> None:
        self.identity = identity
        self.audience: Audience = identity.audience
        self.bucket = bucket
        self.joined: dict[str, LiveMode] = {}
        self.seen_ms = 0
        self.gone = False
        """Whether the peer has left; what was still under way for it must not put it into rooms any more."""
