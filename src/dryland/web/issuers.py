"""Other servers that vouch for people: their signed tokens, their public keys, what their claims mean here.

Only keys with two halves are believed; a key that is not known makes the set be fetched again, but not often. Knows
no network: `fetch` brings the key set.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

import jwt
import msgspec

from dryland.contract.base import Role
from dryland.web.identity import BadToken
from dryland.web.settings import Issuer

__all__ = ["Issuers", "Vouched"]

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
KEPT_S: Final = 600.0
ASK_AGAIN_S: Final = 30.0
LEEWAY_S: Final = 60.0

Fetch = Callable[[str], Awaitable[bytes]]

_ROLES_BY_WEIGHT: Final = (Role.ADMIN, Role.MEDICAL, Role.TRAINER, Role.PLAYER, Role.OBSERVER, Role.DEVICE, Role.WALL)


class Vouched(NamedTuple):
    """Somebody another server vouches for, in this server's words."""

    user_id: str
    org_id: str
    role: Role
    name: str
    player_id: str | None


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


class _Keys:
    def __init__(self) -> None:
        self.by_id: dict[str | None, jwt.PyJWK] = {}
        self.fetched_s = float("-inf")


class Issuers:
    """The issuers of the settings. Raises `BadToken` for whatever is not theirs, expired or without a known role."""

    def __init__(self, issuers: Sequence[Issuer], fetch: Fetch) -> None:
        self._issuers: Mapping[str, Issuer] = {each.issuer: each for each in issuers}
        self._keys = {each.issuer: _Keys() for each in issuers}
        self._fetch = fetch

    async def vouch(self, token: str, now_s: float) -> Vouched:
        """Whom a foreign token is about."""
        issuer, key_id = self._claimed(token)
        key = await self._key(issuer, key_id, now_s)
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                list(ALGORITHMS),
                audience=issuer.audience,
                issuer=issuer.issuer,
                options={
                    "require": ["exp", "sub", "iss", "aud"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
            _check_times(claims, now_s)
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise BadToken("the other server's token is not valid here") from error
        return _read(issuer, claims)

    def _claimed(self, token: str) -> tuple[Issuer, str | None]:
        """Whose key must have signed it; nothing else of an unproven token is believed."""
        try:
            header = jwt.get_unverified_header(token)
            claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        except jwt.InvalidTokenError as error:
            raise BadToken("this is not a signed token") from error
        issuer = self._issuers.get(str(claims.get("iss")))
        if issuer is None or header.get("alg") not in ALGORITHMS:
            raise BadToken("the issuer of this token is not known here")
        return issuer, header.get("kid")

    async def _key(self, issuer: Issuer, key_id: str | None, now_s: float) -> jwt.PyJWK:
        keys = self._keys[issuer.issuer]
        age_s = now_s - keys.fetched_s
        if age_s > KEPT_S or (key_id not in keys.by_id and age_s > ASK_AGAIN_S):
            keys.fetched_s = now_s
            found = _read_keys(await self._fetch(issuer.jwks_url))
            keys.by_id = found or keys.by_id
        key = keys.by_id.get(key_id)
        if key is None and key_id is None and len(keys.by_id) == 1:
            key = next(iter(keys.by_id.values()))
        if key is None:
            raise BadToken("the key that signed this token is not known")
        return key


def _read_keys(body: bytes) -> dict[str | None, jwt.PyJWK]:
    """The usable keys of a set; others, as for encryption, are passed over."""
    try:
        listed = msgspec.json.decode(body, type=_KeySet).keys
    except msgspec.MsgspecError:
        return {}
    found: dict[str | None, jwt.PyJWK] = {}
    for entry in listed:
        if entry.get("kty") == "oct" or entry.get("use", "sig") != "sig":
            continue
        try:
            found[entry.get("kid")] = jwt.PyJWK(entry)
        except jwt.PyJWTError:
            continue
    return found


def _check_times(claims: Mapping[str, Any], now_s: float) -> None:
    if float(claims["exp"]) <= now_s - LEEWAY_S:
        raise ValueError("expired")
    if float(claims.get("nbf", now_s)) > now_s + LEEWAY_S:
        raise ValueError("not valid yet")


def _read(issuer: Issuer, claims: Mapping[str, Any]) -> Vouched:
    said: object = claims.get(issuer.role_claim, ())
    named = cast("list[object]", said) if isinstance(said, list) else str(said).split()
    roles = {issuer.role_map[str(role)] for role in named if str(role) in issuer.role_map}
    if not roles:
        raise BadToken("none of this person's roles there is one here")
    role = next(role for role in _ROLES_BY_WEIGHT if role in roles)
    player: object = claims.get(issuer.player_claim) if issuer.player_claim is not None else None
    if role is Role.PLAYER and not isinstance(player, str):
        raise BadToken("the token does not say which player this is")
    subject = str(claims["sub"])
    name = str(claims.get(issuer.name_claim) or subject)
    return Vouched(
        f"{issuer.issuer}#{subject}", issuer.org_id, role, name[:120], player if isinstance(player, str) else None
    )
