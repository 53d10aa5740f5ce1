"""How many may come in: connections and handshakes by address, packets by sender.

Pure: time, or the clock that tells it, is an argument.
"""

from collections.abc import Callable

from dryland.gateway.limits import Limits

__all__ = ["Admission", "Bucket", "Purse"]


class Bucket:
    """A token bucket: `rate_per_s` on average, `burst` at once."""

    __slots__ = ("_at_s", "_burst", "_rate_per_s", "_tokens")

    def __init__(self, rate_per_s: float, burst: float, now_s: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._tokens = burst
        self._at_s = now_s

    def take(self, now_s: float) -> bool:
        """Take one token if there is one."""
        self._tokens = min(self._burst, self._tokens + (now_s - self._at_s) * self._rate_per_s)
        self._at_s = now_s
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def is_full(self, now_s: float) -> bool:
        """Whether nothing would be lost by forgetting this bucket."""
        return self._tokens + (now_s - self._at_s) * self._rate_per_s >= self._burst


class Purse:
    """One sender's credit: `burst` at once, `rate_per_s` on average; only an empty purse looks at the clock."""

    __slots__ = ("_burst", "_clock", "_credit", "_earned_s", "_rate_per_s")

    def __init__(self, rate_per_s: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._clock = clock
        self._credit = burst
        self._earned_s = clock()

    def spend(self) -> bool:
        """Spend one, or say that there is none left."""
        self._credit -= 1
        if self._credit >= 0:
            return True
        now_s = self._clock()
        earned = int(min(self._burst, (now_s - self._earned_s) * self._rate_per_s))
        if earned < 1:
            return False
        self._credit = earned - 1
        self._earned_s = now_s
        return True


class Admission:
    """Counts connections and handshakes by address; addresses that went quiet are forgotten."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._connections: dict[str, int] = {}
        self._total = 0
        self._all: Bucket | None = None
        self._handshakes: dict[str, Bucket] = {}
        self._sweep_at = 1_024

    @property
    def connections(self) -> int:
        """Connections open now."""
        return self._total

    def connect(self, ip: str) -> bool:
        """Count a connection in, or refuse it."""
        limits = self._limits
        if limits.connections_total is not None and self._total >= limits.connections_total:
            return False
        count = self._connections.get(ip, 0)
        if limits.connections_per_ip is not None and ip not in limits.uncounted_ips:  # noqa: SIM102
            if count >= limits.connections_per_ip:
                return False
        self._connections[ip] = count + 1
        self._total += 1
        return True

    def disconnect(self, ip: str) -> None:
        """Count a connection out that was counted in."""
        self._total -= 1
        left = self._connections[ip] - 1
        if left:
            self._connections[ip] = left
        else:
            del self._connections[ip]

    def handshake(self, ip: str, now_s: float) -> bool:
        """Count a new session in, or refuse it for now."""
        limits = self._limits
        if limits.handshakes_per_s is not None:
            if self._all is None:
                self._all = Bucket(limits.handshakes_per_s, 2 * limits.handshakes_per_s, now_s)
            if not self._all.take(now_s):
                return False
        if limits.handshakes_per_ip_per_s is None or ip in limits.uncounted_ips:
            return True
        return self._bucket(ip, limits.handshakes_per_ip_per_s, now_s).take(now_s)

    def _bucket(self, ip: str, rate_per_s: float, now_s: float) -> Bucket:
        bucket = self._handshakes.get(ip)
        if bucket is None:
            if len(self._handshakes) >= self._sweep_at:
                self._handshakes = {key: kept for key, kept in self._handshakes.items() if not kept.is_full(now_s)}
                self._sweep_at = max(1_024, 2 * len(self._handshakes))
            bucket = self._handshakes[ip] = Bucket(rate_per_s, 10 * rate_per_s, now_s)
        return bucket
