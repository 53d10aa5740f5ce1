"""Accounts of an organisation, invitations to them, and who answers for which player."""

from __future__ import annotations

from typing import Annotated, Any, Final

from litestar import Request, Response, delete, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_201_CREATED
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from dryland.audit import Entry
from dryland.contract.base import Identifier, Name, Role, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.floor.workout import at_time
from dryland.store.records import CodeRecord, Guardianship, RecordSet, User
from dryland.web.access import PUBLIC, address_of, by, unkept
from dryland.web.codes import make_code, read_code
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office, new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, page_of
from dryland.web.passwords import normal_login
from dryland.web.refused import RefusedRequest
from dryland.web.routes.signing import Login, Password, Signed, checked_password, end_sign_in, signed
from dryland.web.squad import player_of

__all__ = ["HANDLERS"]

INVITATION_LENGTH: Final = 12


class UserShown(Wire, frozen=True, kw_only=True):
    """An account."""

    id: str
    login: str
    name: str
    role: Role
    player_id: str | None = None
    has_password: bool
    disabled: bool | None = None


class UserPosted(Wire, frozen=True, kw_only=True):
    """An account to be; its owner sets the password with the invitation."""

    login: Login
    name: Name
    role: Role
    player_id: Identifier | None = None


class UserPatched(Wire, frozen=True, kw_only=True):
    """What changes of an account; disabling it ends its sign-ins at once."""

    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET


class Invited(Wire, frozen=True, kw_only=True):
    """A new account, and the code with which its owner sets the password; it is shown once."""

    user: UserShown
    invitation: str
    expires_at: Timestamp


class InvitationPosted(Wire, frozen=True, kw_only=True):
    """Sets one's first password, or a new one after it was forgotten."""

    code: Annotated[str, Meta(max_length=40)]
    password: Password


class Guardian(Wire, frozen=True, kw_only=True):
    """Somebody who answers for a player."""

    user_id: str
    name: str
    since: Timestamp


def _shown(user: User) -> UserShown:
    return UserShown(
        id=user.id,
        login=user.login,
        name=user.name,
        role=user.role,
        player_id=user.player_id,
        has_password=user.password_hash is not None,
        disabled=True if user.disabled_at_ms is not None else None,
    )


def user_of(records: RecordSet, caller: Identity, user_id: str) -> User:
    """An account of the caller's organisation. Raises `RefusedRequest`."""
    user = records.users.get(user_id)
    if user is None or user.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no account {user_id}.")
    return user


def _invite(office: Office, records: RecordSet, caller: Identity, user: User) -> Invited:
    code, now_ms = make_code(INVITATION_LENGTH), office.now_ms()
    expires_at_ms = now_ms + office.settings.invitation_ttl_s * 1000
    records.codes.save(
        CodeRecord(
            id=new_id(),
            org_id=caller.org_id,
            kind="invitation",
            code_hash=office.signer.seal("code", read_code(code)),
            created_by=caller.user_id,
            created_at_ms=now_ms,
            expires_at_ms=expires_at_ms,
            user_id=user.id,
            max_uses=1,
        )
    )
    return Invited(user=_shown(user), invitation=code, expires_at=at_time(expires_at_ms))


@get("/api/users", opt=by("users.read"), summary="Accounts", tags=["accounts"])
async def users(
    office: TheOffice,
    caller: Caller,
    role: FromQuery[Role | None] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listed[UserShown]:
    """Your organisation's accounts by name."""
    page = page_of(cursor, limit, str, str)
    found = await office.ask(lambda records: records.users.page(caller.org_id, page, role=role))
    return listed(found, page, lambda user: (user.name, user.id), _shown)


@post("/api/users", opt=unkept("users.write"), summary="Invite somebody", tags=["accounts"])
async def invite(office: TheOffice, caller: Caller, data: JSONBody[UserPosted]) -> Invited:
    """Makes an account and a one-time code with which its owner sets the password."""
    if data.role in {Role.DEVICE, Role.WALL}:
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "Devices and walls get tokens.", ErrorContext(path="$.role"))
    if (data.role is Role.PLAYER) != (data.player_id is not None):
        context = ErrorContext(path="$.playerId")
        raise RefusedRequest(ErrorCode.VALIDATION_FAILED, "playerId belongs to the role player.", context)

    def work(records: RecordSet) -> Invited:
        if data.player_id is not None:
            player_of(records, caller, data.player_id)
        login = normal_login(data.login)
        if records.users.by_login(login) is not None:
            raise RefusedRequest(ErrorCode.CONFLICT, "This login is taken.", ErrorContext(path="$.login"))
        user = User(new_id(), caller.org_id, login, data.name, data.role, office.now_ms(), player_id=data.player_id)
        records.users.save(user)
        return _invite(office, records, caller, user)

    return await office.change(work)


@post("/api/users/{user_id:str}/invitation", opt=unkept("users.write"), summary="Invite again", tags=["accounts"])
async def invite_again(office: TheOffice, caller: Caller, user_id: FromPath[str]) -> Invited:
    """A new one-time code, for somebody who lost the first one or forgot the password."""
    return await office.change(lambda records: _invite(office, records, caller, user_of(records, caller, user_id)))


@patch("/api/users/{user_id:str}", opt=by("users.write"), summary="Change an account", tags=["accounts"])
async def change_user(
    office: TheOffice, caller: Caller, user_id: FromPath[str], data: JSONBody[UserPatched]
) -> UserShown:
    """A new role holds from the next token on; so a change of role or disabling ends the sign-ins at once."""

    def work(records: RecordSet) -> tuple[UserShown, list[str]]:
        before = user_of(records, caller, user_id)
        if before.id == caller.user_id and (data.disabled is True or data.role not in {UNSET, before.role}):
            raise RefusedRequest(ErrorCode.CONFLICT, "You cannot shut yourself out.")
        after = before
        if data.name is not UNSET:
            after = replace(after, name=data.name)
        if data.role is not UNSET:
            after = replace(after, role=data.role)
        if data.disabled is not UNSET:
            after = replace(after, disabled_at_ms=office.now_ms() if data.disabled else None)
        records.users.save(after)
        ends = after.role != before.role or after.disabled_at_ms is not None
        sign_ins = records.sign_ins.of_user(after.id, office.now_ms()) if ends else []
        return _shown(after), [each.id for each in sign_ins]

    shown, sign_ins = await office.change(work)
    for sign_in_id in sign_ins:
        await end_sign_in(office, sign_in_id)
    return shown


@post("/api/invitations", opt=PUBLIC, summary="Set your password", tags=["sign-in"], status_code=HTTP_201_CREATED)
async def redeem(
    office: TheOffice, door: TheDoor, request: Request[Any, Any, Any], data: JSONBody[InvitationPosted]
) -> Response[Signed]:
    """With the code of an invitation, which works once."""
    address, agent = address_of(door, request), request.headers.get("user-agent", "")
    office.throttle(address)
    sealed, now_ms = office.signer.seal("code", read_code(data.code)), office.now_ms()
    code = await office.ask(lambda records: records.codes.by_hash(sealed))
    user = None if code is None else await office.ask(lambda records: records.users.get(code.user_id or ""))
    good = code is not None and code.kind == "invitation" and code.expires_at_ms > now_ms and not code.uses
    if not good or code is None or user is None or user.disabled_at_ms is not None:
        raise RefusedRequest(ErrorCode.FORBIDDEN, "This invitation is wrong, was used or is over.")
    checked_password(data.password, user.login)
    hashed = await office.hash_password(data.password)

    def work(records: RecordSet) -> Any:
        if not records.codes.use(code.id):
            raise RefusedRequest(ErrorCode.FORBIDDEN, "This invitation was used.")
        owner = replace(user, password_hash=hashed)
        records.users.save(owner)
        return office.sign_ins.begin(records, owner, address, agent)

    granted = await office.change(work)
    office.was_right(address)
    return signed(office, granted, HTTP_201_CREATED)


@get("/api/players/{player_id:str}/guardians", opt=by("guardians.read"), summary="Who answers for a player",
     tags=["consent"])  # fmt: skip
async def guardians(office: TheOffice, caller: Caller, player_id: FromPath[str]) -> list[Guardian]:
    """Guardians may answer for consent and see what is kept of the player."""

    def work(records: RecordSet) -> list[Guardian]:
        kept = records.guardianships.of_player(player_of(records, caller, player_id).id)
        names = records.users.get_many([each.user_id for each in kept])
        return [
            Guardian(user_id=each.user_id, name=names[each.user_id].name, since=at_time(each.since_ms)) for each in kept
        ]

    return await office.ask(work)


@put("/api/players/{player_id:str}/guardians/{user_id:str}", opt=by("guardians.write"), summary="Name a guardian",
     tags=["consent"])  # fmt: skip
async def name_guardian(
    office: TheOffice, door: TheDoor, caller: Caller, player_id: FromPath[str], user_id: FromPath[str]
) -> Guardian:
    """The account must have the role observer: guardians see what concerns their own."""

    def work(records: RecordSet) -> Guardian:
        user = user_of(records, caller, user_id)
        if user.role is not Role.OBSERVER:
            raise RefusedRequest(ErrorCode.CONFLICT, "A guardian's account has the role observer.")
        kept = Guardianship(user.id, player_of(records, caller, player_id).id, office.now_ms())
        records.guardianships.save(kept)
        return Guardian(user_id=user.id, name=user.name, since=at_time(kept.since_ms))

    named = await office.change(work)
    office.privacy.guards(user_id, player_id)
    await door.looked(_entry(caller, "guardian named", player_id))
    return named


@delete("/api/players/{player_id:str}/guardians/{user_id:str}", opt=by("guardians.write"),
        summary="End a guardianship", tags=["consent"])  # fmt: skip
async def end_guardian(
    office: TheOffice, door: TheDoor, caller: Caller, player_id: FromPath[str], user_id: FromPath[str]
) -> None:
    """What the guardian answered stays in force until somebody answers anew."""

    def work(records: RecordSet) -> None:
        user_of(records, caller, user_id)
        records.guardianships.remove(user_id, player_of(records, caller, player_id).id)

    await office.change(work)
    office.privacy.guards_no_more(user_id, player_id)
    await door.looked(_entry(caller, "guardian ended", player_id))


def _entry(caller: Identity, action: str, player_id: str) -> Entry:
    return Entry(
        org_id=caller.org_id,
        actor=caller.user_id,
        role=caller.role.value,
        action=action,
        what="guardians",
        player_ids=(player_id,),
    )


HANDLERS: Final[tuple[Any, ...]] = (
    users,
    invite,
    invite_again,
    change_user,
    redeem,
    guardians,
    name_guardian,
    end_guardian,
)
