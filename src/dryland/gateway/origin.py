"""Who may talk to the gateway from a browser, and which address a connection counts for.

Pure: header values in, a verdict out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["ANY_ORIGIN", "Origins"]

ANY_ORIGIN = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class Origins:
    """The rule for `Origin` and `Host`; by default only pages of this very host may connect."""

    allowed: frozenset[str] = frozenset()
    """Foreign origins that may connect, as `https://host[:port]`, or `*` for any."""
    hosts: frozenset[str] = frozenset()
    """Names this server answers to, without port; empty means any."""
    trusted_proxies: frozenset[str] = frozenset()
    """Addresses whose `X-Forwarded-For` is believed; the last entry is the client."""

    def permits(self, origin: str | None, host: str | None) -> bool:
        """Whether a request with these two headers may be served; no `Origin` means it is not a browser's page."""
        if self.hosts and _hostname(host) not in self.hosts:
            return False
        return origin is None or self.is_same(origin, host) or self.is_listed(origin)

    def is_listed(self, origin: str) -> bool:
        """Whether a foreign origin is allowed by name."""
        return ANY_ORIGIN in self.allowed or origin in self.allowed

    @staticmethod
    def is_same(origin: str, host: str | None) -> bool:
        """Whether a page's origin is the host it talks to."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return bool(host) and parts.scheme in ("http", "https") and parts.netloc.lower() == str(host).lower()

    def cors_headers(self, origin: str | None, host: str | None) -> list[tuple[bytes, bytes]]:
        """The response headers that let an allowed foreign page read the answer."""
        if origin is None or self.is_same(origin, host) or not self.is_listed(origin):
            return []
        if ANY_ORIGIN in self.allowed:
            return [(b"access-control-allow-origin", b"*")]
        return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]

    def remote(self, address: str, headers: Mapping[str, str]) -> str:
        """The client's address: the connection's own, or what a trusted proxy says."""
        if address not in self.trusted_proxies:
            return address
        forwarded = headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip()
        return forwarded or address


def _hostname(host: str | None) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname if host else None
    except ValueError:
        return None
