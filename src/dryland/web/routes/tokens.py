"""Tokens of machines and codes for players: given out with a scope, taken back at once."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from msgspec.structs import replace

from dryland.contract.base import Identifier, Name, Role, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import at_time
from dryland.store.records import CodeRecord, RecordSet, TokenKind, TokenRecord
from dryland.web.access import by, unkept
from dryland.web.codes import make_code, qr_svg, read_code
from dryland.web.given import Caller, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, page_of
from dryland.web.refused import RefusedRequest
from dryland.web.routes.places import item_of
from dryland.web.routes.teams import team_of
from dryland.web.squad import player_of

__all__ = ["HANDLERS", "ROLES"]

ROLES: Final[dict[str, Role]] = {
    "device": Role.DEVICE,
    "station": Role.PLAYER,
    "wall": Role.WALL,
    "player": Role.PLAYER,
}
"""What a kind of token is to the policy; a station speaks for every player of its session."""

Ttl = Annotated[int, Meta(ge=60, le=31_536_000, description="s")]
BaseUrl = Annotated[str, Meta(max_length=200, pattern=r"^https?://[^/]+$")]

Told = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=r"^[a-z]+=[A-Za-z0-9.]+(&[a-z]+=[A-Za-z0-9.]+)*$",
        description="what its screen is told in the address, as `distance=12&mode=timer`",
    ),
]

_SCREENS: Final = {"station": "/station", "wall": "/wall", "player": "/player"}
"""Where a token opens its screen; a device is a program and has none."""


class TokenPosted(Wire, frozen=True, kw_only=True):
    """A token to be: of a machine, or of a player without an account. Its scope is what is named.

    `itemId` says which item a station or a device belongs to: whoever speaks there uses it from then on.
    """

    kind: Literal["device", "station", "wall", "player"]
    name: Name
    session_id: Identifier | None = None
    player_id: Identifier | None = None
    item_id: Identifier | None = None
    expires_in: Ttl = 2_592_000
    base_url: BaseUrl | None = None
    screen: Told | None = None


class TokenShown(Wire, frozen=True, kw_only=True):
    """A token that was given out; the token, and the address that opens its screen with it, are shown once."""

    id: str
    kind: TokenKind
    role: Role
    name: str
    created_at: Timestamp
    created_by: str | None = None
    session_id: str | None = None
    player_id: str | None = None
    item_id: str | None = None
    expires_at: Timestamp | None = None
    revoked_at: Timestamp | None = None
    token: str | None = None
    url: str | None = None
    qr_svg: str | None = None
    connections_ended: int | None = None


class CodePosted(Wire, frozen=True, kw_only=True):
    """A code to be, for a session or a team, or for one player of it."""

    session_id: Identifier | None = None
    team_id: Identifier | None = None
    player_id: Identifier | None = None
    expires_in: Ttl | None = None
    max_uses: Annotated[int, Meta(ge=1, le=500)] | None = None
    base_url: BaseUrl | None = None


class CodeShown(Wire, frozen=True, kw_only=True):
    """A code that was given out; the code and its QR picture are shown once."""

    id: str
    session_id: str | None = None
    team_id: str | None = None
    player_id: str | None = None
    expires_at: Timestamp
    uses: int
    max_uses: int | None = None
    code: str | None = None
    url: str | None = None
    qr_svg: str | None = None


def _token_shown(token: TokenRecord) -> TokenShown:
    return TokenShown(
        id=token.id,
        kind=token.kind,
        role=token.role,
        name=token.name,
        created_at=at_time(token.created_at_ms),
        created_by=token.created_by,
        session_id=token.session_id,
        player_id=token.player_id,
        item_id=token.item_id,
        expires_at=None if token.expires_at_ms is None else at_time(token.expires_at_ms),
        revoked_at=None if token.revoked_at_ms is None else at_time(token.revoked_at_ms),
    )


def _code_shown(code: CodeRecord) -> CodeShown:
    return CodeShown(
        id=code.id,
        session_id=code.session_id,
        team_id=code.team_id,
        player_id=code.player_id,
        expires_at=at_time(code.expires_at_ms),
        uses=code.uses,
        max_uses=code.max_uses,
    )


def _checked_scope(records: RecordSet, caller: Identity, session_id: str | None, player_id: str | None) -> None:
    """Refuse a scope that is another organisation's. Raises `RefusedRequest`."""
    if session_id is not None:
        session = records.sessions.get(session_id)
        if session is None or session.org_id != caller.org_id:
            raise RefusedRequest(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id))
    if player_id is not None:
        player_of(records, caller, player_id)


@get("/api/tokens", opt=by("tokens.read"), summary="Tokens given out", tags=["tokens"])
async def tokens(office: TheOffice, caller: Caller, cursor: Cursor = None, limit: Limit = 100) -> Listed[TokenShown]:
    """Tokens of machines and of players without an account, the newest first."""
    page = page_of(cursor, limit, int, str, newest_first=True)
    found = await office.ask(lambda records: records.tokens.page(caller.org_id, page))
    return listed(found, page, lambda token: (token.created_at_ms, token.id), _token_shown)


@post("/api/tokens", opt=unkept("tokens.write"), summary="Give a token out", tags=["tokens"])
async def give_token(office: TheOffice, caller: Caller, data: JSONBody[TokenPosted]) -> TokenShown:
    """For a device, a station (a shared screen), a wall or a player. It is shown once and can be taken back."""
    if data.kind == "player" and data.player_id is None:
        context = ErrorContext(path="$.playerId")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "A player's token names the player.", context)
    if data.kind in {"station", "wall"} and data.player_id is not None:
        context = ErrorContext(path="$.playerId")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, f"A {data.kind} is nobody's own.", context)
    if data.item_id is not None and data.kind not in {"station", "device"}:
        context = ErrorContext(path="$.itemId")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "Only a station or a device belongs to an item.", context)
    now_ms = office.now_ms()
    record = TokenRecord(
        id=new_id(),
        org_id=caller.org_id,
        role=ROLES[data.kind],
        name=data.name,
        created_at_ms=now_ms,
        session_id=data.session_id,
        player_id=data.player_id,
        expires_at_ms=now_ms + data.expires_in * 1000,
        kind=data.kind,
        created_by=caller.user_id,
        item_id=data.item_id,
    )

    def work(records: RecordSet) -> None:
        _checked_scope(records, caller, data.session_id, data.player_id)
        if data.item_id is not None:
            item_of(records, caller, data.item_id)
        records.tokens.save(record)

    await office.change(work)
    identity = Identity(
        user_id=data.player_id if data.kind == "player" and data.player_id is not None else f"{data.kind}:{record.id}",
        role=record.role,
        org_id=record.org_id,
        name=record.name,
        player_id=record.player_id,
        token_id=record.id,
        session_id=record.session_id,
        station=data.kind == "station",
    )
    signed = office.signer.sign(identity, now_ms // 1000, data.expires_in)
    return _with_address(replace(_token_shown(record), token=signed), data)


def _with_address(shown: TokenShown, posted: TokenPosted) -> TokenShown:
    """A new token with what a machine scans to come in; the fragment never reaches a server."""
    path = _SCREENS.get(shown.kind)
    if path is None or posted.base_url is None:
        return shown
    told = "" if posted.screen is None else f"?{posted.screen}"
    session = "" if shown.session_id is None else f"&session={shown.session_id}"
    url = f"{posted.base_url}{path}{told}#token={shown.token}{session}"
    return replace(shown, url=url, qr_svg=qr_svg(url))


@delete("/api/tokens/{token_id:str}", opt=by("tokens.write"), summary="Take a token back", tags=["tokens"],
        status_code=200)  # fmt: skip
async def take_back(office: TheOffice, caller: Caller, token_id: FromPath[str]) -> TokenShown:
    """At once: whoever is connected with it is put out and told why."""

    def work(records: RecordSet) -> TokenRecord:
        token = records.tokens.get(token_id)
        if token is None or token.org_id != caller.org_id:
            raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no token {token_id}.")
        records.tokens.revoke(token_id, office.now_ms())
        return records.tokens.get(token_id) or token

    shown = _token_shown(await office.change(work))
    ended = office.doorkeeper.revoke(token_id)
    return replace(shown, connections_ended=ended)


@get("/api/join-codes", opt=by("codes.read"), summary="Join codes that are good", tags=["tokens"])
async def codes(office: TheOffice, caller: Caller) -> list[CodeShown]:
    """The codes themselves are not kept, so they are not shown."""
    found = await office.ask(lambda records: records.codes.of_org(caller.org_id, office.now_ms()))
    return [_code_shown(code) for code in found if code.kind == "join"]


@post("/api/join-codes", opt=unkept("codes.write"), summary="Make a join code", tags=["tokens"])
async def make_join_code(office: TheOffice, caller: Caller, data: JSONBody[CodePosted]) -> CodeShown:
    """Six to eight characters to type, and a QR picture of the address `/join#code=…` to scan."""
    if (data.session_id is None) == (data.team_id is None):
        context = ErrorContext(path="$.sessionId")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "A code is for a session or for a team.", context)
    text, now_ms = make_code(office.settings.code_length), office.now_ms()
    code = CodeRecord(
        id=new_id(),
        org_id=caller.org_id,
        kind="join",
        code_hash=office.signer.seal("code", read_code(text)),
        created_by=caller.user_id,
        created_at_ms=now_ms,
        expires_at_ms=now_ms + (data.expires_in or office.settings.code_ttl_s) * 1000,
        session_id=data.session_id,
        team_id=data.team_id,
        player_id=data.player_id,
        max_uses=data.max_uses,
    )

    def work(records: RecordSet) -> None:
        _checked_scope(records, caller, data.session_id, data.player_id)
        if data.team_id is not None:
            team_of(records, caller, data.team_id)
        records.codes.save(code)

    await office.change(work)
    url = f"{data.base_url or ''}/join#code={read_code(text)}"
    return replace(_code_shown(code), code=text, url=url, qr_svg=qr_svg(url))


@delete("/api/join-codes/{code_id:str}", opt=by("codes.write"), summary="Take a join code back", tags=["tokens"])
async def take_code_back(office: TheOffice, caller: Caller, code_id: FromPath[str]) -> None:
    """Whoever joined with it before stays in."""

    def work(records: RecordSet) -> None:
        code = records.codes.get(code_id)
        if code is None or code.org_id != caller.org_id:
            raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no code {code_id}.")
        records.codes.revoke(code_id, office.now_ms())

    await office.change(work)


HANDLERS: Final[tuple[Any, ...]] = (tokens, give_token, take_back, codes, make_join_code, take_code_back)
