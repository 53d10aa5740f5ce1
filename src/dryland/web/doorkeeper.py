"""Who is let in with a token, who is in now, and the putting out of those whose token was taken back.

What was taken back is known here from the first moment on; tokens are not looked up anywhere else. Knows no socket:
a visitor is whatever `dismiss` can put out.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable
from typing import Final, Generic, TypeVar

from dryland.web.identity import BadToken, Identity, TokenSigner

__all__ = ["EXPIRED", "REVOKED", "Doorkeeper"]

REVOKED: Final = "sign-in revoked"
EXPIRED: Final = "sign-in expired"

Visitor = TypeVar("Visitor", bound=Hashable)


class Doorkeeper(Generic[Visitor]):
    """Reads tokens and keeps visitors by the token and the sign-in they came with."""

    def __init__(
        self, signer: TokenSigner, dismiss: Callable[[Visitor, str], None], revoked: Iterable[str] = ()
    ) -> None:
        self._signer = signer
        self._dismiss = dismiss
        self._revoked = set(revoked)
        self._inside: dict[str, dict[Visitor, None]] = {}
        self._ends: list[tuple[int, int, Visitor]] = []
        self._arrivals = 0
        self._known: dict[Visitor, Identity] = {}

    def read(self, token: str, now_s: float) -> Identity:
        """The identity of a token that is still good. Raises `BadToken`."""
        identity = self._signer.read(token, now_s)
        if identity.token_id in self._revoked or (identity.sign_in and identity.sign_in in self._revoked):
            raise BadToken("the token was taken back")
        return identity

    def came(self, visitor: Visitor, identity: Identity) -> None:
        """Somebody is in."""
        self._known[visitor] = identity
        for key in _keys(identity):
            self._inside.setdefault(key, {})[visitor] = None
        if not identity.sign_in and identity.expires_at_s:
            self._arrivals += 1
            heapq.heappush(self._ends, (identity.expires_at_s, self._arrivals, visitor))

    def left(self, visitor: Visitor) -> None:
        """Somebody is gone; not having been in is fine."""
        identity = self._known.pop(visitor, None)
        for key in _keys(identity) if identity is not None else ():
            visitors = self._inside.get(key)
            if visitors is not None:
                visitors.pop(visitor, None)
                if not visitors:
                    del self._inside[key]

    def revoke(self, key: str) -> int:
        """Take back a token or a sign-in by its id; returns how many connections ended with it."""
        self._revoked.add(key)
        return self._put_out(key)

    def _put_out(self, key: str) -> int:
        visitors = list(self._inside.get(key, ()))
        for visitor in visitors:
            self.left(visitor)
            self._dismiss(visitor, REVOKED)
        return len(visitors)

    def sweep(self, now_s: float) -> None:
        """Put out whoever's token is over and stands on no sign-in."""
        while self._ends and self._ends[0][0] <= now_s:
            visitor = heapq.heappop(self._ends)[2]
            if visitor in self._known:
                self.left(visitor)
                self._dismiss(visitor, EXPIRED)

    def __len__(self) -> int:
        return len(self._known)


def _keys(identity: Identity) -> tuple[str, ...]:
    return tuple(key for key in (identity.token_id, identity.sign_in) if key)
