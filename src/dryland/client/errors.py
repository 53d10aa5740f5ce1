"""Everything the client raises, and the one shape a server's refusal takes here.

ClientError
├── Refused            the server said no
├── ConnectRefused     the server did not let this token in
├── NotAcknowledged    no answer in time; the fact may or may not have arrived
├── OutboxUnavailable  the outbox cannot be read or written; nothing was recorded
└── Overrun            a subscriber read too slowly and lost its place
"""

# ruff: noqa: N818 (named for what happened, as callers read them in an except clause)

from collections.abc import Mapping
from typing import cast

__all__ = ["ClientError", "ConnectRefused", "NotAcknowledged", "OutboxUnavailable", "Overrun", "Refused"]


class ClientError(Exception):
    """Something the caller of the client has to know."""


class Refused(ClientError):
    """The server refused a command; `retryable` says whether the same command can succeed later."""

    def __init__(
        self, code: str, message: str, *, retryable: bool, retry_after_s: float | None, body: Mapping[str, object]
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.body = body
        """The whole error as it came, such as its context and suggested actions."""

    @property
    def kept(self) -> bool:
        """Whether the entry is stored all the same, and the error is a doubt about it."""
        return self.body.get("kept") is True

    @classmethod
    def of(cls, error: object) -> "Refused":
        """Read the `error` of an acknowledgement; what does not look like one counts as a passing fault over there."""
        body = cast(Mapping[str, object], error if isinstance(error, Mapping) else {})
        after_ms = body.get("retryAfterMs")
        return cls(
            str(body.get("code", "INTERNAL")),
            str(body.get("message", "The answer of the server was not understood.")),
            retryable=bool(body.get("retryable", not body)),
            retry_after_s=after_ms / 1000 if isinstance(after_ms, int | float) else None,
            body=body,
        )


class ConnectRefused(ClientError):
    """The server did not accept this token."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class NotAcknowledged(ClientError):
    """No acknowledgement came in time; sending again with the same `event_id` is safe."""

    def __init__(self, event: str, event_id: str, waited_s: float) -> None:
        super().__init__(f"{event} was not acknowledged within {waited_s:g} s (eventId {event_id})")
        self.event = event
        self.event_id = event_id


class OutboxUnavailable(ClientError):
    """The outbox cannot be read or written; what was to be recorded is not recorded."""


class Overrun(ClientError):
    """This subscriber fell too far behind; join again to get the present state."""
