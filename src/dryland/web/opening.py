"""Opens the office of a data folder: its records, and what must be known from the first moment on.

The only place of this package that puts its parts together.
"""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dryland.store.records import Records, open_records
from dryland.web.claim import Claim
from dryland.web.doorkeeper import Doorkeeper
from dryland.web.identity import BadToken, TokenSigner
from dryland.web.issuers import Issuers
from dryland.web.office import ANSWERS_KEPT_MS, FloorDoor, Office
from dryland.web.privacy import Privacy
from dryland.web.settings import IdentitySettings

__all__ = ["fetch_keys", "open_office"]

FETCH_TIMEOUT_S: Final = 5.0
KEYS_AT_MOST_BYTES: Final = 262_144


def open_office(
    data_dir: Path,
    signer: TokenSigner,
    settings: IdentitySettings,
    now_ms: Callable[[], int],
    floor: FloorDoor,
    dismiss: Callable[[Any, str], None],
) -> Office:
    """The office of a folder whose database is up to date; `dismiss` puts somebody out. Raises `StoreError`."""
    records = open_records(data_dir)
    records.answers.forget_before(now_ms() - ANSWERS_KEPT_MS)
    since_ms = now_ms() - settings.access_ttl_s * 1000
    revoked = [token.id for token in records.tokens.revoked()] + records.sign_ins.revoked_since(since_ms)
    return Office(
        records,
        signer,
        settings,
        Doorkeeper(signer, dismiss, revoked),
        _privacy(records, settings),
        Claim(open_=not records.users.any_admin()),
        Issuers(settings.issuers, fetch_keys),
        floor,
        now_ms,
    )


async def fetch_keys(url: str) -> bytes:
    """The public keys of an issuer. Raises `BadToken` when they cannot be had."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise BadToken("the issuer's keys are not offered over a safe line")

    def fetch() -> bytes:
        with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT_S) as answer:  # noqa: S310 (scheme checked above)
            return answer.read(KEYS_AT_MOST_BYTES)

    try:
        return await asyncio.to_thread(fetch)
    except OSError as error:
        raise BadToken("the issuer's keys cannot be had at present") from error


def _privacy(records: Records, settings: IdentitySettings) -> Privacy:
    privacy = Privacy(settings.consent_assumed)
    consents = records.consents.all()
    answered = records.players.get_many(list(dict.fromkeys(consent.player_id for consent in consents)))
    privacy.load(consents, [*answered.values(), *records.players.walls()], records.guardianships.all())
    return privacy
