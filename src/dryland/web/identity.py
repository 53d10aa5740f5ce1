"""Who somebody is: short-lived tokens signed with the node's own key, and what is read from them.

The key lives in the data folder, readable by its owner only. Must not know of sessions or events: what an identity may
do is the policy's business.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Any, Final

import jwt
import msgspec

from dryland.contract.base import Audience, Role

__all__ = ["BadToken", "Identity", "TokenSigner", "audience_of", "open_signer"]

ALGORITHM: Final = "HS256"
ISSUER: Final = "dryland"
KEY_FILE: Final = "token.key"

_AUDIENCES: Final = {
    Role.MEDICAL: Audience.MEDICAL,
    Role.TRAINER: Audience.STAFF,
    Role.ADMIN: Audience.STAFF,
    Role.WALL: Audience.WALL,
}


def audience_of(role: Role) -> Audience:
    """What a role may read."""
    return _AUDIENCES.get(role, Audience.OPEN)


class Identity(msgspec.Struct, frozen=True):
    """A person or device as its token says.

    `player_id` is who a player is, or whom a device, a wall's or a guardian's token is limited to. `session_id` limits
    a token to one session. A station is a shared screen in the role of a player that speaks for everybody there.
    `sign_in` is the sign-in behind a short-lived token: as long as that is good, an open connection stays.
    """

    user_id: str
    role: Role
    org_id: str
    name: str = ""
    player_id: str | None = None
    token_id: str = ""
    expires_at_s: int = 0
    session_id: str | None = None
    station: bool = False
    sign_in: str = ""

    @property
    def audience(self) -> Audience:
        """What this identity may read."""
        return audience_of(self.role)

    @property
    def known_as(self) -> str | None:
        """The name that others may read beside what this identity did; None where its token gives none."""
        return self.name[:120] or None

    @property
    def is_staff(self) -> bool:
        """Whether this identity runs sessions."""
        return self.role is Role.TRAINER or self.role is Role.ADMIN

    def speaks_for(self, player_id: str | None) -> bool:
        """Whether what is said about this player may come from here; meant for roles that are limited at all."""
        return self.player_id == player_id or self.station or (self.player_id is None and self.role is not Role.PLAYER)


class BadToken(Exception):  # noqa: N818 (named for what is the matter)
    """The token is missing, malformed, signed by somebody else or has expired."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class TokenSigner:
    """Signs and reads tokens. All times are in s since 1970."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("a signing key needs at least 32 bytes")
        self._key = key

    def sign(self, identity: Identity, now_s: int, ttl_s: int) -> str:
        """A token for `identity` that is good from `now_s` for `ttl_s`."""
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "sub": identity.user_id,
            "role": identity.role.value,
            "org": identity.org_id,
            "iat": now_s,
            "exp": now_s + ttl_s,
            "jti": identity.token_id or secrets.token_urlsafe(12),
            "name": identity.name,
            "player": identity.player_id,
            "session": identity.session_id,
            "station": identity.station,
            "sid": identity.sign_in,
        }
        return jwt.encode({name: value for name, value in claims.items() if value}, self._key, ALGORITHM)

    def seal(self, purpose: str, value: str) -> bytes:
        """A keyed hash of a value: nobody without this folder's key can make or compare it."""
        return hmac.digest(self._key, f"{purpose}:{value}".encode(), hashlib.sha256)

    def read(self, token: str, now_s: float) -> Identity:
        """The identity of a token. Raises `BadToken` with the reason in words."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                [ALGORITHM],
                issuer=ISSUER,
                options={"require": ["exp", "sub", "role", "org"], "verify_exp": False, "verify_iat": False},
            )
            identity = Identity(
                user_id=str(claims["sub"]),
                role=Role(claims["role"]),
                org_id=str(claims["org"]),
                name=str(claims.get("name", "")),
                player_id=claims.get("player"),
                token_id=str(claims.get("jti", "")),
                expires_at_s=int(claims["exp"]),
                session_id=claims.get("session"),
                station=claims.get("station") is True,
                sign_in=str(claims.get("sid", "")),
            )
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise BadToken("the token is not one of this server's") from error
        if identity.expires_at_s <= now_s:
            raise BadToken("the token has expired")
        return identity


def open_signer(data_dir: Path) -> TokenSigner:
    """The signer of a data folder; its key is made on first use."""
    path = data_dir / KEY_FILE
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = _create_key(path)
    return TokenSigner(key)


def _create_key(path: Path) -> bytes:
    """Write a new key, for its owner's eyes only; another process may have been faster."""
    key = secrets.token_bytes(48)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
