"""Who may do what to whom: role × command × subject, deny by default.

Roles stand in the catalogue beside each command; what a role may do it to stands here, and so does the table of what
is asked by HTTP. Reads identities and session states only; the gateway, HTTP and the tests ask the same functions.
"""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType
from typing import Final, NamedTuple

from dryland.contract.base import Role
from dryland.contract.catalogue import CATALOGUE
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.event_spec import ANYBODY, HEALTH, STAFF, EventSpec, Subject
from dryland.contract.sayings import say
from dryland.floor.state import SessionState
from dryland.web.identity import Identity

__all__ = [
    "OPERATIONS",
    "Rule",
    "may_see",
    "refuse_alert",
    "refuse_bundle",
    "refuse_operation",
    "refuse_player",
    "refuse_role",
    "refuse_subject",
]

_NOBODY: Final[frozenset[Role]] = frozenset()
_ADMIN: Final = frozenset({Role.ADMIN})
_SELF: Final = frozenset({Role.PLAYER, Role.OBSERVER})
_PERSONS: Final = HEALTH | _SELF
_ANOTHER: Final = {
    Role.PLAYER: "Players speak for themselves only.",
    Role.DEVICE: "This device is another player's.",
}
"""The roles that are limited to their own player, and what they are told about another one."""


class Rule(NamedTuple):
    """Who may do something by HTTP: `roles` within their organisation, `own` for themselves or whom they answer for.

    Stations and tokens for one session only may do what is `for_machines`.
    """

    roles: frozenset[Role]
    own: frozenset[Role] = _NOBODY
    for_machines: bool = False


OPERATIONS: Final = MappingProxyType(
    {
        "me.read": Rule(ANYBODY, for_machines=True),
        "me.write": Rule(_PERSONS),
        "me.export": Rule(_PERSONS),
        "events.write": Rule(ANYBODY, for_machines=True),
        "events.read": Rule(_PERSONS),
        "users.read": Rule(_ADMIN),
        "users.write": Rule(_ADMIN),
        "tokens.read": Rule(STAFF),
        "tokens.write": Rule(STAFF),
        "codes.read": Rule(STAFF),
        "codes.write": Rule(STAFF),
        "guardians.read": Rule(STAFF, _SELF),
        "guardians.write": Rule(_ADMIN),
        "consents.read": Rule(HEALTH, _SELF),
        "consents.write": Rule(_ADMIN, _SELF),
        "organisation.read": Rule(_PERSONS),
        "organisation.write": Rule(_ADMIN),
        "teams.read": Rule(_PERSONS),
        "teams.write": Rule(STAFF),
        "players.list": Rule(HEALTH),
        "players.read": Rule(HEALTH, _SELF),
        "players.write": Rule(STAFF),
        "players.export": Rule(_ADMIN, _SELF),
        "players.measure": Rule(HEALTH),
        "players.wall": Rule(STAFF, _SELF),
        "players.prefer": Rule(STAFF, _SELF),
        "plans.read": Rule(HEALTH),
        "plans.write": Rule(STAFF),
        "sessions.read": Rule(ANYBODY, for_machines=True),
        "sessions.write": Rule(STAFF),
        "bundles.read": Rule(HEALTH),
        "bundles.write": Rule(STAFF),
        "debriefs.read": Rule(HEALTH),
        "debriefs.own": Rule(HEALTH, _SELF),
        "facilities.read": Rule(_PERSONS),
        "facilities.write": Rule(STAFF),
        "equipment.read": Rule(_PERSONS),
        "equipment.write": Rule(STAFF),
        "availability.list": Rule(HEALTH),
        "availability.read": Rule(HEALTH, _SELF),
        "availability.write": Rule(HEALTH, _SELF),
        "calendar.read": Rule(_PERSONS),
        "calendar.write": Rule(STAFF),
        "medical.read": Rule(HEALTH),
        "alerts.read": Rule(HEALTH),
        "medical.write": Rule(HEALTH),
        "audit.read": Rule(_ADMIN),
    }
)
"""What can be asked by HTTP, by name. What is not here is refused."""


def refuse_operation(
    operation: str | None, identity: Identity, player_id: str | None = None, wards: Collection[str] = ()
) -> Refusal | None:
    """Refuse an operation that is not the sender's to ask for; `wards` are the players the sender answers for."""
    rule = OPERATIONS.get(operation or "")
    if rule is None:
        return Refusal(ErrorCode.FORBIDDEN, "Nobody may do this.")
    if (identity.station or identity.session_id is not None) and not rule.for_machines:
        return refused(ErrorCode.FORBIDDEN, say("refused_floor_only"))
    role = identity.role
    if role in rule.roles:
        return None
    if role in rule.own:
        is_own = player_id is not None and (role is Role.PLAYER and player_id == identity.player_id)
        if is_own or player_id in wards:
            return None
        return refused(ErrorCode.FORBIDDEN, say("refused_another_player"), ErrorContext(player_id=player_id))
    allowed = tuple(sorted(each.value for each in rule.roles | rule.own))
    detail = f"This is for {', '.join(allowed)}; this sign-in is {role.value}."
    return Refusal(ErrorCode.FORBIDDEN, detail, ErrorContext(allowed=allowed))


def refuse_role(spec: EventSpec, identity: Identity) -> Refusal | None:
    """Refuse a command whose sender's role is not among its senders."""
    if identity.role in spec.senders:
        return None
    return _REFUSED[spec.wire, identity.role]


def _not_for(spec: EventSpec, role: Role) -> Refusal:
    if not spec.senders:
        return Refusal(ErrorCode.FORBIDDEN, f"{spec.wire} is sent by the server only.")
    allowed = tuple(sorted(sender.value for sender in spec.senders))
    detail = f"{spec.wire} is for {', '.join(allowed)}; this sign-in is {role.value}."
    return Refusal(ErrorCode.FORBIDDEN, detail, ErrorContext(allowed=allowed))


_REFUSED: Final = {
    (spec.wire, role): _not_for(spec, role) for spec in CATALOGUE.values() for role in Role if role not in spec.senders
}
"""Every cell of role × command that is closed, with its answer: a flood of what is not allowed costs a look each."""


def may_see(identity: Identity, state: SessionState) -> Refusal | None:
    """Refuse to show a session to whoever is not of its organisation, or is a player of another session.

    Another organisation's session does not exist for a stranger: the answer does not tell whether it is there.
    """
    if identity.org_id != state.org_id or (identity.session_id is not None and identity.session_id != state.session_id):
        return Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=state.session_id))
    limited = identity.player_id is not None or (identity.role is Role.PLAYER and not identity.station)
    if limited and identity.player_id not in state.players:
        context = ErrorContext(session_id=state.session_id, player_id=identity.player_id)
        return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    return None


def refuse_subject(spec: EventSpec, identity: Identity, state: SessionState, player_id: str | None) -> Refusal | None:
    """Refuse a command over a session or a player that the sender has no say over."""
    refusal = may_see(identity, state)
    if refusal is not None:
        return refusal
    if spec.subject is Subject.PLAYER or player_id is not None:
        return refuse_player(identity, state, player_id)
    if identity.role in _ANOTHER and spec.command is not None and "player_id" in spec.command.__struct_fields__:
        context = ErrorContext(session_id=state.session_id, path="$.playerId")
        return Refusal(ErrorCode.FORBIDDEN, "Without a playerId this is for everybody, which is the staff's.", context)
    return None


def refuse_player(identity: Identity, state: SessionState, player_id: str | None) -> Refusal | None:
    """Refuse a command about a player who is not in the session, or whom a player claims to be."""
    another = _ANOTHER.get(identity.role)
    if another is not None and not identity.speaks_for(player_id):
        return Refusal(ErrorCode.FORBIDDEN, another, ErrorContext(session_id=state.session_id, player_id=player_id))
    if player_id in state.players:
        return None
    context = ErrorContext(session_id=state.session_id, player_id=player_id)
    return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)


def refuse_alert(spec: EventSpec, identity: Identity, org_id: str, player_id: str | None) -> Refusal | None:
    """Refuse a word about an alert: of another organisation none exists, and players speak for themselves only.

    `player_id` is whom the alert is about. Tokens for one session or station may call for somebody and answer nothing.
    """
    refusal = refuse_role(spec, identity)
    if refusal is not None:
        return refusal
    if identity.org_id != org_id:
        return Refusal(ErrorCode.NOT_FOUND)
    context = ErrorContext(player_id=player_id)
    if identity.role is Role.PLAYER and not identity.speaks_for(player_id):
        return Refusal(ErrorCode.FORBIDDEN, _ANOTHER[Role.PLAYER], context)
    return None


def refuse_bundle(identity: Identity, org_id: str, bundle_id: str) -> Refusal | None:
    """Refuse a bundle of another organisation, which does not exist for a stranger, and tokens for one session only."""
    if identity.org_id != org_id:
        return Refusal(ErrorCode.BUNDLE_NOT_FOUND, "", ErrorContext(bundle_id=bundle_id))
    if identity.session_id is not None or identity.station:
        context = ErrorContext(bundle_id=bundle_id)
        return Refusal(ErrorCode.FORBIDDEN, "This token is not for several sessions.", context)
    return None
