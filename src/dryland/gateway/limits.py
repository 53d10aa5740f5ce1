"""Every bound the gateway keeps, each with its unit and its default.

Knows no protocol: the parts read the numbers from here and enforce them themselves.
"""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds and times of one gateway; `None` switches a bound off where the type allows it."""

    ping_interval_s: float = 25.0
    """Time between two pings from the server."""
    ping_timeout_s: float = 20.0
    """Time a client has to answer a ping."""
    upgrade_timeout_s: float = 10.0
    """Time from opening a probing WebSocket to the upgrade packet."""
    connect_timeout_s: float = 45.0
    """Time a connection may stay without having joined a namespace."""
    handshake_timeout_s: float = 10.0
    """Time from accepting a TCP connection to a complete request head."""
    body_timeout_s: float = 30.0
    """Time a POST body may take to arrive."""
    close_linger_s: float = 0.5
    """Time a closing WebSocket waits for the other side before it is cut."""

    max_payload_bytes: int = 1_000_000
    """Largest message on WebSocket and largest body on polling."""
    fragments_per_message: int = 1024
    """Frames one WebSocket message may come in."""
    unfinished_message_s: float = 20.0
    """Time from the first to the last frame of one WebSocket message."""
    packets_per_post: int = 10_000
    """Packets in one polling body."""
    header_bytes: int = 16_384
    """Request line and headers of one HTTP request or WebSocket upgrade."""
    header_count: int = 100
    """Header lines of one HTTP request or WebSocket upgrade."""

    namespaces_per_connection: int = 16
    """CONNECT packets one connection may send, refused ones included."""
    namespace_bytes: int = 256
    """Length of a namespace's name."""
    attachments_per_packet: int = 64
    """Binary attachments one packet may declare."""
    attachment_bytes: int = 4_000_000
    """All attachments of one packet together."""
    attachments_timeout_s: float = 20.0
    """Time from a binary packet to its last attachment."""
    json_depth: int = 64
    """Nesting of arrays and objects in one packet."""
    events_per_s: float = 1_000.0
    """Packets a connection may send on average; the application may refuse earlier and more kindly."""
    events_burst: int = 10_000
    """Packets a connection may send at once, an offline outbox included."""
    idle_packets: int = 10_000
    """Unsolicited pongs and noops in the life of one session."""

    buffered_bytes: int = 1_048_576
    """Packets kept for one slow receiver, in bytes."""
    buffered_s: float = 10.0
    """Age of the oldest ordered packet kept for one slow receiver."""
    unsent_bytes: int = 16_384
    """Written and unsent bytes of one WebSocket, in the kernel and as many in this process, before its
    receiver counts as slow."""

    connections_total: int | None = 50_000
    """Connections at one time."""
    connections_per_ip: int | None = 1_000
    """Connections at one time from one address."""
    handshakes_per_s: float | None = 5_000.0
    """New sessions a second, all addresses together; twice as many in a burst."""
    handshakes_per_ip_per_s: float | None = 100.0
    """New sessions a second from one address; ten times as many in a burst."""
    uncounted_ips: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    """Addresses the per-address bounds leave alone: this machine, its own tools and its own reverse proxy."""
