"""Why a session ended: the one catalogue of reason codes, for logs, metrics and clients.

Knows no transport: how a reason reaches the client is decided where the session closes.
"""

import enum

__all__ = ["Reason"]


class Reason(enum.StrEnum):
    """Reason codes; the value is what a client, a log line and a metric label say."""

    TRANSPORT_CLOSE = "transport close"
    TRANSPORT_ERROR = "transport error"
    CLIENT_CLOSE = "client close"
    PING_TIMEOUT = "ping timeout"
    PARSE_ERROR = "parse error"
    DOUBLE_POLL = "overlapping polls"
    DOUBLE_POST = "overlapping posts"
    BODY_TOO_LARGE = "body too large"
    TOO_MANY_PACKETS = "too many packets"
    CONNECT_TIMEOUT = "connect timeout"
    NO_CONNECT = "packet before connect"
    DUPLICATE_CONNECT = "namespace joined twice"
    NOT_JOINED = "namespace not joined"
    TOO_MANY_NAMESPACES = "too many namespaces"
    TOO_MANY_ATTACHMENTS = "too many attachments"
    ATTACHMENTS_TIMEOUT = "attachments timeout"
    TOO_DEEP = "nesting too deep"
    RATE_LIMITED = "rate limit"
    SLOW_RECEIVER = "slow receiver"
    SERVER_CLOSE = "server close"
    SHUTDOWN = "server shutting down"
    SERVER_ERROR = "server error"
    CLIENT_LEFT = "client namespace disconnect"
    SERVER_LEFT = "server namespace disconnect"
