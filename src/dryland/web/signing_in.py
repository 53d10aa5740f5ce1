"""Sign-ins: a long-lived one in the database, renewed by a secret that changes at every use, and short tokens from it.

A secret that is shown twice was stolen or copied: then the whole sign-in ends. Knows records and tokens, no HTTP.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Final, NamedTuple

from msgspec.structs import replace

from dryland.store.records import RecordSet, SignIn, User
from dryland.web.identity import BadToken, Identity, TokenSigner
from dryland.web.settings import IdentitySettings

__all__ = ["Granted", "SignIns", "identity_of"]

GRACE_MS: Final = 10_000
"""Two tabs may renew at the same time; the slower one is not a thief."""


class Granted(NamedTuple):
    """What somebody who signed in gets; `renewal` is None where another tab has it already."""

    identity: Identity
    access: str
    renewal: str | None
    csrf: str


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def identity_of(user: User, sign_in: str, now_s: int, ttl_s: int) -> Identity:
    """A user as their token will say."""
    return Identity(
        user.id,
        user.role,
        user.org_id,
        user.name,
        user.player_id,
        token_id=secrets.token_urlsafe(12),
        expires_at_s=now_s + ttl_s,
        sign_in=sign_in,
    )


class SignIns:
    """Makes, renews and ends sign-ins; every method runs within a transaction of the records it is given."""

    def __init__(self, signer: TokenSigner, settings: IdentitySettings, now_ms: Callable[[], int]) -> None:
        self._signer = signer
        self._settings = settings
        self._now_ms = now_ms

    def csrf(self, sign_in_id: str) -> str:
        """What a page must say beside its cookie; another site cannot know it."""
        return self._signer.seal("csrf", sign_in_id).hex()

    def begin(self, records: RecordSet, user: User, address: str, agent: str) -> Granted:
        """A new sign-in of somebody whose password or voucher was right."""
        now_ms = self._now_ms()
        sign_in_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
        expires_at_ms = now_ms + self._settings.sign_in_ttl_s * 1000
        records.sign_ins.save(
            SignIn(sign_in_id, user.id, _hash(secret), now_ms, now_ms, expires_at_ms, address, agent[:200])
        )
        return self._grant(user, sign_in_id, f"{sign_in_id}.{secret}")

    def renew(self, records: RecordSet, renewal: str) -> Granted | str:
        """The next token and secret; the id of a sign-in that must end because its secret was used twice.

        Raises `BadToken`.
        """
        sign_in_id, _, secret = renewal.partition(".")
        kept, now_ms = records.sign_ins.get(sign_in_id), self._now_ms()
        if kept is None or kept.revoked_at_ms is not None or kept.expires_at_ms <= now_ms:
            raise BadToken("the sign-in is over")
        user = records.users.get(kept.user_id)
        if user is None or user.disabled_at_ms is not None:
            raise BadToken("the account is closed")
        hashed = _hash(secret)
        if hmac.compare_digest(hashed, kept.secret_hash):
            return self._rotate(records, user, kept, now_ms)
        if kept.former_hash is not None and hmac.compare_digest(hashed, kept.former_hash):
            if now_ms - kept.used_at_ms <= GRACE_MS:
                return self._grant(user, kept.id, None)
            return kept.id
        raise BadToken("the sign-in is not one of this server's")

    def _rotate(self, records: RecordSet, user: User, kept: SignIn, now_ms: int) -> Granted:
        secret = secrets.token_urlsafe(32)
        expires_at_ms = now_ms + self._settings.sign_in_ttl_s * 1000
        records.sign_ins.save(
            replace(
                kept,
                secret_hash=_hash(secret),
                former_hash=kept.secret_hash,
                used_at_ms=now_ms,
                expires_at_ms=expires_at_ms,
            )
        )
        return self._grant(user, kept.id, f"{kept.id}.{secret}")

    def _grant(self, user: User, sign_in_id: str, renewal: str | None) -> Granted:
        now_s, ttl_s = self._now_ms() // 1000, self._settings.access_ttl_s
        identity = identity_of(user, sign_in_id, now_s, ttl_s)
        return Granted(identity, self._signer.sign(identity, now_s, ttl_s), renewal, self.csrf(sign_in_id))
