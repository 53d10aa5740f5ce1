"""Coming in and going out: the first claim, sign-in, renewal, sign-out, other issuers' tokens, one's own account."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Final

from litestar import Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT
from msgspec import Meta
from msgspec.structs import replace

from dryland.contract.base import Identifier, Name, Role, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import at_time
from dryland.store.records import Organisation, RecordSet, User
from dryland.web.access import PUBLIC, address_of, bake, by, clear, renewal_of, unkept
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import BadToken, Identity
from dryland.web.issuers import Vouched
from dryland.web.office import Office, new_id
from dryland.web.passwords import normal_login, weakness
from dryland.web.refused import RefusedRequest
from dryland.web.signing_in import Granted

__all__ = ["HANDLERS", "Signed", "signed"]

Password = Annotated[str, Meta(min_length=1, max_length=256)]
Login = Annotated[str, Meta(min_length=3, max_length=120)]


class Setup(Wire, frozen=True, kw_only=True):
    """Whether this server still has to be taken over."""

    claimable: bool


class ClaimPosted(Wire, frozen=True, kw_only=True):
    """Takes a new server over with the code it printed."""

    code: Annotated[str, Meta(max_length=40)]
    organisation_name: Name
    name: Name
    login: Login
    password: Password
    organisation_id: Identifier | None = None


class SignInPosted(Wire, frozen=True, kw_only=True):
    """A login and its password."""

    login: Login
    password: Password


class RenewalPosted(Wire, frozen=True, kw_only=True):
    """The renewal of a sign-in, for programs; browsers send a cookie."""

    renewal: Annotated[str, Meta(max_length=200)] | None = None


class ForeignToken(Wire, frozen=True, kw_only=True):
    """A token of an issuer that this server's settings name."""

    token: Annotated[str, Meta(max_length=16_000)]


class PasswordPosted(Wire, frozen=True, kw_only=True):
    """A new password for oneself."""

    present: Password
    new: Password


class Me(Wire, frozen=True, kw_only=True):
    """Who a token says somebody is."""

    user_id: str
    role: Role
    org_id: str
    name: str
    player_id: str | None = None
    session_id: str | None = None
    station: bool | None = None
    expires_at: Timestamp
    wards: tuple[str, ...] = ()


class Signed(Wire, frozen=True, kw_only=True):
    """What somebody who came in gets; `renewal` is for programs, browsers have it as a cookie."""

    access_token: str
    expires_at: Timestamp
    csrf: str
    renewal: str | None = None
    me: Me


class SignInShown(Wire, frozen=True, kw_only=True):
    """One of one's own sign-ins."""

    id: str
    created_at: Timestamp
    used_at: Timestamp
    address: str
    agent: str
    this: bool | None = None


def _me(office: Office, identity: Identity) -> Me:
    return Me(
        user_id=identity.user_id,
        role=identity.role,
        org_id=identity.org_id,
        name=identity.name,
        player_id=identity.player_id,
        session_id=identity.session_id,
        station=identity.station or None,
        expires_at=at_time(identity.expires_at_s * 1000),
        wards=tuple(sorted(office.privacy.wards(identity.user_id))),
    )


def signed(office: Office, granted: Granted, status: int = HTTP_200_OK) -> Response[Signed]:
    """The answer to whoever came in, with a browser's cookies."""
    settings = office.settings
    body = Signed(
        access_token=granted.access,
        expires_at=at_time(granted.identity.expires_at_s * 1000),
        csrf=granted.csrf,
        renewal=granted.renewal,
        me=_me(office, granted.identity),
    )
    response = Response(body, status_code=status, headers={"cache-control": "no-store"})
    bake(response, granted, settings.access_ttl_s, settings.sign_in_ttl_s, secure=settings.secure_cookies)
    return response


def checked_password(password: str, login: str) -> None:
    """Refuse a password that is too easy to guess."""
    why = weakness(password, login)
    if why is not None:
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, why, ErrorContext(path="$.password"))


@get("/api/setup", opt=PUBLIC, sync_to_thread=False, summary="Whether this server is new", tags=["sign-in"])
def setup(office: TheOffice) -> Setup:
    """True until somebody has taken the server over with the code it printed at its start."""
    return Setup(claimable=office.claim.code is not None)


@post("/api/setup/claim", opt=PUBLIC, summary="Take a new server over", tags=["sign-in"], status_code=HTTP_201_CREATED)
async def claim(
    office: TheOffice, door: TheDoor, request: Request[Any, Any, Any], data: JSONBody[ClaimPosted]
) -> Response[Signed]:
    """Makes the organisation and its first admin. The code is printed by `dryland serve` and works once."""
    address = address_of(door, request)
    office.throttle(address, "claim")
    if not office.claim.matches(data.code):
        raise RefusedRequest(ErrorCode.FORBIDDEN, "This is not the code that the server printed.")
    login = normal_login(data.login)
    checked_password(data.password, login)
    hashed = await office.hash_password(data.password)
    agent = request.headers.get("user-agent", "")

    def work(records: RecordSet) -> Granted:
        if records.users.any_admin():
            raise RefusedRequest(ErrorCode.CONFLICT, "This server has an admin already.")
        organisation = _claimed_organisation(records, data, office.now_ms())
        records.organisations.save(organisation)
        user = User(new_id(), organisation.id, login, data.name, Role.ADMIN, office.now_ms(), hashed)
        records.users.save(user)
        return office.sign_ins.begin(records, user, address, agent)

    granted = await office.change(work)
    office.claim.close()
    office.was_right(address, "claim")
    return signed(office, granted, HTTP_201_CREATED)


def _claimed_organisation(records: RecordSet, data: ClaimPosted, now_ms: int) -> Organisation:
    """The organisation that is named, the only one there is, or a new one."""
    known = records.organisations.all()
    if data.organisation_id is not None:
        kept = records.organisations.get(data.organisation_id)
        return kept or Organisation(data.organisation_id, data.organisation_name, now_ms)
    if len(known) == 1:
        return replace(known[0], name=data.organisation_name)
    plain = unicodedata.normalize("NFKD", data.organisation_name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or new_id()
    taken = {organisation.id for organisation in known}
    return Organisation(slug if slug not in taken else new_id(), data.organisation_name, now_ms)


@post("/api/sign-in", opt=PUBLIC, summary="Sign in", tags=["sign-in"], status_code=HTTP_200_OK)
async def sign_in(
    office: TheOffice, door: TheDoor, request: Request[Any, Any, Any], data: JSONBody[SignInPosted]
) -> Response[Signed]:
    """A short-lived access token, and what renews it. Tries are counted by account and by address."""
    address, login = address_of(door, request), normal_login(data.login)
    office.throttle(address, login)
    user = await office.ask(lambda records: records.users.by_login(login))
    good = user is not None and user.disabled_at_ms is None
    fits = await office.check_password(login, data.password, user.password_hash if good and user is not None else None)
    if not fits or user is None:
        raise RefusedRequest(ErrorCode.UNAUTHENTICATED, "The login or the password is wrong.")
    office.was_right(address, login)
    fresh = (
        await office.hash_password(data.password) if office.passwords.is_outdated(user.password_hash or "") else None
    )
    agent = request.headers.get("user-agent", "")

    def work(records: RecordSet) -> Granted:
        if fresh is not None:
            records.users.save(replace(user, password_hash=fresh))
        return office.sign_ins.begin(records, user, address, agent)

    return signed(office, await office.change(work))


@post("/api/sign-in/renew", opt=PUBLIC, summary="Get the next access token", tags=["sign-in"], status_code=HTTP_200_OK)
async def renew(office: TheOffice, request: Request[Any, Any, Any], data: JSONBody[RenewalPosted]) -> Response[Signed]:
    """By the cookie or by the `renewal` of the answer before; each works once. A second use ends the sign-in."""
    renewal = data.renewal or renewal_of(request)
    if renewal is None:
        raise RefusedRequest(ErrorCode.UNAUTHENTICATED)
    try:
        outcome = await office.change(lambda records: office.sign_ins.renew(records, renewal))
    except BadToken as error:
        raise RefusedRequest(ErrorCode.UNAUTHENTICATED, f"{error.reason.capitalize()}.") from error
    if isinstance(outcome, str):
        await end_sign_in(office, outcome)
        raise RefusedRequest(ErrorCode.UNAUTHENTICATED, "This renewal was used before, so the sign-in was ended.")
    return signed(office, outcome)


async def end_sign_in(office: Office, sign_in_id: str) -> None:
    """End a sign-in for good, and whatever connections stand on it."""
    await office.change(lambda records: records.sign_ins.revoke(sign_in_id, office.now_ms()))
    office.doorkeeper.revoke(sign_in_id)


@post("/api/sign-in/foreign", opt=PUBLIC, summary="Sign in with another issuer's token", tags=["sign-in"],
      status_code=HTTP_200_OK)  # fmt: skip
async def foreign(
    office: TheOffice, door: TheDoor, request: Request[Any, Any, Any], data: JSONBody[ForeignToken]
) -> Response[Signed]:
    """For issuers named in the settings; their roles become this server's by the settings' map.

    A role that has changed there ends the sign-ins with the former one.
    """
    address, agent = address_of(door, request), request.headers.get("user-agent", "")
    office.throttle(address)
    try:
        vouched = await office.issuers.vouch(data.token, office.now_ms() / 1000)
    except BadToken as error:
        raise RefusedRequest(ErrorCode.UNAUTHENTICATED, f"{error.reason.capitalize()}.") from error
    office.was_right(address)

    def work(records: RecordSet) -> tuple[Granted, list[str]]:
        former = records.users.by_login(vouched.user_id)
        user = _vouched_user(records, vouched, office.now_ms())
        changed = former is not None and (former.role, former.player_id) != (user.role, user.player_id)
        old = records.sign_ins.of_user(user.id, office.now_ms()) if changed else []
        return office.sign_ins.begin(records, user, address, agent), [each.id for each in old]

    granted, old = await office.change(work)
    for sign_in_id in old:
        await end_sign_in(office, sign_in_id)
    return signed(office, granted)


def _vouched_user(records: RecordSet, vouched: Vouched, now_ms: int) -> User:
    """The account of somebody another server vouches for, as it says they are now."""
    if records.organisations.get(vouched.org_id) is None:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"The organisation {vouched.org_id} does not exist here.")
    player = records.players.get(vouched.player_id) if vouched.player_id is not None else None
    if vouched.player_id is not None and (player is None or player.org_id != vouched.org_id):
        raise RefusedRequest(ErrorCode.NOT_FOUND, "The player that the token names does not exist here.")
    known = records.users.by_login(vouched.user_id)
    if known is not None and known.disabled_at_ms is not None:
        raise RefusedRequest(ErrorCode.FORBIDDEN, "This account is closed.")
    user = User(
        id=known.id if known is not None else new_id(),
        org_id=vouched.org_id,
        login=vouched.user_id,
        name=vouched.name,
        role=vouched.role,
        created_at_ms=known.created_at_ms if known is not None else now_ms,
        player_id=vouched.player_id,
    )
    records.users.save(user)
    return user


@post("/api/sign-out", opt=unkept("me.read"), summary="Sign out", tags=["sign-in"], status_code=HTTP_204_NO_CONTENT)
async def sign_out(office: TheOffice, caller: Caller) -> Response[None]:
    """Ends the sign-in or the token, at once also on open connections."""
    if caller.sign_in:
        await end_sign_in(office, caller.sign_in)
    else:
        await office.change(lambda records: records.tokens.revoke(caller.token_id, office.now_ms()))
        office.doorkeeper.revoke(caller.token_id)
    response: Response[None] = Response(None, status_code=HTTP_204_NO_CONTENT)
    clear(response)
    return response


@get("/api/me", opt=by("me.read"), sync_to_thread=False, summary="Who you are", tags=["sign-in"])
def me(office: TheOffice, caller: Caller) -> Me:
    """As the token says."""
    return _me(office, caller)


@get("/api/me/sign-ins", opt=by("me.write"), summary="Where you are signed in", tags=["sign-in"])
async def own_sign_ins(office: TheOffice, caller: Caller) -> list[SignInShown]:
    """Every device on which your account is signed in."""
    found = await office.ask(lambda records: records.sign_ins.of_user(caller.user_id, office.now_ms()))
    return [
        SignInShown(
            id=each.id,
            created_at=at_time(each.created_at_ms),
            used_at=at_time(each.used_at_ms),
            address=each.address,
            agent=each.agent,
            this=True if each.id == caller.sign_in else None,
        )
        for each in found
    ]


@delete("/api/me/sign-ins/{sign_in_id:str}", opt=by("me.write"), summary="Sign a device out", tags=["sign-in"])
async def end_own_sign_in(office: TheOffice, caller: Caller, sign_in_id: FromPath[str]) -> None:
    """Ends one of your sign-ins, at once also on open connections."""
    kept = await office.ask(lambda records: records.sign_ins.get(sign_in_id))
    if kept is None or kept.user_id != caller.user_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND)
    await end_sign_in(office, sign_in_id)


@post("/api/me/password", opt=unkept("me.write"), summary="Change your password", tags=["sign-in"],
      status_code=HTTP_204_NO_CONTENT)  # fmt: skip
async def change_password(office: TheOffice, caller: Caller, data: JSONBody[PasswordPosted]) -> None:
    """Ends your sign-ins on every other device."""
    user = await office.ask(lambda records: records.users.get(caller.user_id))
    if user is None or user.password_hash is None:
        raise RefusedRequest(ErrorCode.NOT_FOUND, "This sign-in has no password.")
    office.throttle(f"password:{user.id}", user.login)
    if not await office.check_password(user.login, data.present, user.password_hash):
        raise RefusedRequest(ErrorCode.FORBIDDEN, "The present password is wrong.", ErrorContext(path="$.present"))
    office.was_right(f"password:{user.id}", user.login)
    checked_password(data.new, user.login)
    hashed = await office.hash_password(data.new)
    await office.change(lambda records: records.users.save(replace(user, password_hash=hashed)))
    for each in await office.ask(lambda records: records.sign_ins.of_user(user.id, office.now_ms())):
        if each.id != caller.sign_in:
            await end_sign_in(office, each.id)


HANDLERS: Final[tuple[Any, ...]] = (
    setup,
    claim,
    sign_in,
    renew,
    foreign,
    sign_out,
    me,
    own_sign_ins,
    end_own_sign_in,
    change_password,
)
