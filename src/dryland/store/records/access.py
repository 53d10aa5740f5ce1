"""Records of who may come in: sign-ins, short codes, guardians, consent. Must not know how anything is checked."""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

__all__ = ["Answer", "Category", "CodeKind", "CodeRecord", "Consent", "Guardianship", "Notice", "SignIn"]

CodeKind = Literal["join", "invitation"]


class SignIn(msgspec.Struct, frozen=True):
    """A person's sign-in on one device; `former_hash` is the secret that the present one replaced."""

    id: str
    user_id: str
    secret_hash: bytes
    created_at_ms: int
    used_at_ms: int
    expires_at_ms: int
    address: str
    agent: str
    former_hash: bytes | None = None
    revoked_at_ms: int | None = None


class CodeRecord(msgspec.Struct, frozen=True):
    """A short code that was given out; the code itself is not kept."""

    id: str
    org_id: str
    kind: CodeKind
    code_hash: bytes
    created_by: str
    created_at_ms: int
    expires_at_ms: int
    session_id: str | None = None
    team_id: str | None = None
    player_id: str | None = None
    user_id: str | None = None
    uses: int = 0
    max_uses: int | None = None
    revoked_at_ms: int | None = None


class Guardianship(msgspec.Struct, frozen=True):
    """Somebody answers for a player."""

    user_id: str
    player_id: str
    since_ms: int


class Category(enum.StrEnum):
    """What a player or guardian is asked about, one by one."""

    HEART_RATE = "heart_rate"
    VIDEO = "video"
    MEDICAL = "medical"
    WALL = "wall"


class Consent(msgspec.Struct, frozen=True):
    """One answer; a later one of the same category replaces its effect, never its record."""

    id: str
    player_id: str
    category: Category
    granted: bool
    given_by: str
    as_guardian: bool
    at_ms: int
    wording: str


class Notice(msgspec.Struct, frozen=True):
    """An event that a change of records owes; its id is the event's id in the log."""

    id: str
    org_id: str
    name: str
    actor: str
    payload: bytes
    created_at_ms: int


class Answer(msgspec.Struct, frozen=True):
    """The answer to a request with a key; no `status`: it was begun and not finished."""

    caller: str
    key: str
    request_hash: bytes
    started_at_ms: int
    status: int | None = None
    media_type: str | None = None
    body: bytes | None = None
