"""Joining with a code: what one joins, who one can be, what one is asked first; then a player's token."""

from __future__ import annotations

from typing import Annotated, Any, Final, NamedTuple

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED
from msgspec import Meta

from dryland.audit import Entry
from dryland.contract.base import Identifier, Role, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import at_time
from dryland.store.records import Category, CodeRecord, Consent, Language, Player, RecordSet, TokenRecord
from dryland.web.access import PUBLIC, address_of
from dryland.web.codes import read_code
from dryland.web.consenting import is_of_age, keep_answer
from dryland.web.given import TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office, new_id
from dryland.web.refused import RefusedRequest
from dryland.web.wording import Read, wording_of

__all__ = ["HANDLERS"]


class Question(Wire, frozen=True, kw_only=True):
    """What is asked before joining."""

    category: Category
    wording: str


class Choice(Wire, frozen=True, kw_only=True):
    """Somebody one can be; `asks` are the categories that nobody answered yet."""

    player_id: str
    name: str
    jersey_number: int | None = None
    asks: tuple[Category, ...] = ()
    needs_guardian: bool | None = None


class Offer(Wire, frozen=True, kw_only=True):
    """What a code opens."""

    organisation: str
    session_id: str | None = None
    session_name: str | None = None
    team_name: str | None = None
    players: tuple[Choice, ...]
    questions: tuple[Question, ...]
    expires_at: Timestamp


class JoinPosted(Wire, frozen=True, kw_only=True):
    """Who one is, and the answers to what was asked."""

    code: Annotated[str, Meta(max_length=40)]
    player_id: Identifier
    consents: Annotated[dict[Category, bool], Meta(max_length=20)]
    language: Language = "en"


class Joined(Wire, frozen=True, kw_only=True):
    """A player's token, and the session to open with it."""

    access_token: str
    expires_at: Timestamp
    player_id: str
    session_id: str | None = None
    needs_guardian: tuple[Category, ...] = ()


class _Found(NamedTuple):
    """A good code and the players it is for."""

    code: CodeRecord
    players: list[Player]
    organisation: str
    session_name: str | None
    team_name: str | None


def _find(office: Office, records: RecordSet, text: str) -> _Found:
    """What a code opens now. Raises `RefusedRequest` without saying why it is not good."""
    code = records.codes.by_hash(office.signer.seal("code", read_code(text)))
    used_up = code is not None and code.max_uses is not None and code.uses >= code.max_uses
    if (
        code is None
        or code.kind != "join"
        or code.revoked_at_ms is not None
        or code.expires_at_ms <= office.now_ms()
        or used_up
    ):
        raise RefusedRequest(ErrorCode.FORBIDDEN, "This code is wrong, was taken back or is over. Ask for a new one.")
    session = records.sessions.get(code.session_id) if code.session_id is not None else None
    team = records.teams.get(code.team_id) if code.team_id is not None else None
    organisation = records.organisations.get(code.org_id)
    if session is not None:
        players = list(records.players.get_many(records.enrolments.of_session(session.id)).values())
    else:
        players = records.players.of_team(code.team_id or "")
    wanted = [each for each in players if each.archived_at_ms is None and code.player_id in {None, each.id}]
    return _Found(
        code,
        sorted(wanted, key=lambda each: (each.jersey_number or 0, each.name)),
        organisation.name if organisation is not None else code.org_id,
        session.name if session is not None else None,
        team.name if team is not None else None,
    )


def _choice(office: Office, player: Player) -> Choice:
    asks = tuple(category for category in Category if office.privacy.answer(player.id, category) is None)
    of_age = is_of_age(player, office.today, office.settings.consent_age_y)
    return Choice(
        player_id=player.id,
        name=player.name,
        jersey_number=player.jersey_number,
        asks=asks,
        needs_guardian=None if of_age else True,
    )


@get("/api/join/{code:str}", opt=PUBLIC, summary="What a code opens", tags=["sign-in"])
async def offer(
    office: TheOffice, door: TheDoor, request: Request[Any, Any, Any], code: FromPath[str], language: Read = "en"
) -> Offer:
    """Where one would join, who one can be, and what one is asked before."""
    address = address_of(door, request)
    office.throttle(address)
    found = await office.ask(lambda records: _find(office, records, code))
    office.was_right(address)
    return Offer(
        organisation=found.organisation,
        session_id=found.code.session_id,
        session_name=found.session_name,
        team_name=found.team_name,
        players=tuple(_choice(office, player) for player in found.players),
        questions=tuple(Question(category=each, wording=wording_of(each, language)) for each in Category),
        expires_at=at_time(found.code.expires_at_ms),
    )


@post("/api/join", opt=PUBLIC, summary="Join with a code", tags=["sign-in"], status_code=HTTP_201_CREATED)
async def join(office: TheOffice, door: TheDoor, request: Request[Any, Any, Any], data: JSONBody[JoinPosted]) -> Joined:
    """Every question that nobody answered for this player must be answered, with yes or no."""
    address = address_of(door, request)
    office.throttle(address)

    def work(records: RecordSet) -> tuple[TokenRecord, _Found, list[Consent], tuple[Category, ...]]:
        found = _find(office, records, data.code)
        player = next((each for each in found.players if each.id == data.player_id), None)
        if player is None:
            context = ErrorContext(player_id=data.player_id, path="$.playerId")
            raise RefusedRequest(ErrorCode.NOT_FOUND, "This code is not for that player.", context)
        kept, waiting = _answers(office, records, player, data)
        if not records.codes.use(found.code.id):
            raise RefusedRequest(ErrorCode.FORBIDDEN, "This code has no use left. Ask for a new one.")
        token = _token(office, found.code, player)
        records.tokens.save(token)
        return token, found, kept, waiting

    token, found, kept, waiting = await office.change(work)
    office.was_right(address)
    for consent in kept:
        office.privacy.answered(consent, token.org_id)
        await door.looked(_answered(consent, token.org_id))
    identity = Identity(data.player_id, Role.PLAYER, token.org_id, token.name, data.player_id, token.id)
    ttl_s = office.settings.player_ttl_s
    return Joined(
        access_token=office.signer.sign(identity, office.now_ms() // 1000, ttl_s),
        expires_at=at_time(token.expires_at_ms or 0),
        player_id=data.player_id,
        session_id=found.code.session_id,
        needs_guardian=waiting,
    )


def _answered(consent: Consent, org_id: str) -> Entry:
    """The entry that an answer given while joining leaves in the audit trail."""
    return Entry(
        org_id=org_id,
        actor=consent.given_by or consent.player_id,
        role=Role.PLAYER.value,
        action="agreed" if consent.granted else "refused",
        what=f"consent:{consent.category.value}",
        player_ids=(consent.player_id,),
    )


def _answers(
    office: Office, records: RecordSet, player: Player, posted: JoinPosted
) -> tuple[list[Consent], tuple[Category, ...]]:
    """Keep the answers; what only a guardian may agree to waits for one. Raises `RefusedRequest`."""
    asked = [category for category in Category if office.privacy.answer(player.id, category) is None]
    missing = tuple(category.value for category in asked if category not in posted.consents)
    if missing:
        context = ErrorContext(player_id=player.id, path="$.consents", allowed=missing)
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, f"Not answered: {', '.join(missing)}.", context)
    of_age = is_of_age(player, office.today, office.settings.consent_age_y)
    kept: list[Consent] = []
    waiting: list[Category] = []
    for category in asked:
        granted = posted.consents[category]
        if granted and not of_age:
            waiting.append(category)
            continue
        answer = keep_answer(
            office,
            records,
            player,
            category,
            granted=granted,
            given_by=player.id,
            as_guardian=False,
            language=posted.language,
        )
        kept.append(answer)
    return kept, tuple(waiting)


def _token(office: Office, code: CodeRecord, player: Player) -> TokenRecord:
    now_ms = office.now_ms()
    return TokenRecord(
        id=new_id(),
        org_id=code.org_id,
        role=Role.PLAYER,
        name=player.name,
        created_at_ms=now_ms,
        player_id=player.id,
        expires_at_ms=now_ms + office.settings.player_ttl_s * 1000,
        kind="player",
        created_by=f"code:{code.id}",
    )


HANDLERS: Final[tuple[Any, ...]] = (offer, join)
