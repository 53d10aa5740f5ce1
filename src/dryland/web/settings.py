"""How long sign-ins last, who else may vouch for people, what is assumed where nobody was asked."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from dryland.contract.base import Role
from dryland.store.records import Category

__all__ = ["IdentitySettings", "Issuer"]


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """Another server whose signed tokens are believed, and what its claims mean here."""

    issuer: Annotated[str, Meta(description="the claim `iss`, compared exactly", min_length=1)]
    audience: Annotated[str, Meta(description="the claim `aud` that its tokens for this server carry", min_length=1)]
    jwks_url: Annotated[str, Meta(description="where its public keys are", pattern=r"^https?://")]
    org_id: Annotated[str, Meta(description="the organisation its people belong to", min_length=1)]
    role_claim: Annotated[str, Meta(description="the claim with one role or several")] = "roles"
    role_map: Annotated[dict[str, Role], Meta(description="its roles and what they are here; others do not come in")]
    player_claim: Annotated[str | None, Meta(description="the claim with the player somebody is")] = None
    name_claim: Annotated[str, Meta(description="the claim with the name to show")] = "name"


class IdentitySettings(msgspec.Struct, frozen=True, kw_only=True):
    """Sign-ins, codes, consent."""

    access_ttl_s: Annotated[int, Meta(description="s an access token is good for", ge=30, le=86_400)] = 900
    sign_in_ttl_s: Annotated[int, Meta(description="s a sign-in lasts that is not used", ge=300)] = 2_592_000
    code_ttl_s: Annotated[int, Meta(description="s a join code is good for unless told otherwise", ge=60)] = 14_400
    code_length: Annotated[int, Meta(description="characters of a join code", ge=6, le=8)] = 8
    player_ttl_s: Annotated[int, Meta(description="s somebody who joined by a code stays in", ge=300)] = 43_200
    invitation_ttl_s: Annotated[int, Meta(description="s an invitation is good for", ge=300)] = 259_200
    secure_cookies: Annotated[bool, Meta(description="send cookies over HTTPS only; needs a proxy with TLS")] = False
    trusted_proxies: Annotated[tuple[str, ...], Meta(description="addresses whose X-Forwarded-For is believed")] = ()
    consent_assumed: Annotated[
        tuple[Category, ...],
        Meta(description="what is taken as agreed where nobody was asked; a refusal always counts"),
    ] = (Category.HEART_RATE, Category.VIDEO, Category.MEDICAL, Category.WALL)
    consent_age_y: Annotated[int, Meta(description="years from which a player answers without a guardian", ge=13)] = 16
    issuers: Annotated[tuple[Issuer, ...], Meta(description="other servers whose tokens are exchanged")] = ()
