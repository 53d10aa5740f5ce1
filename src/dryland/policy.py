"""Who may do what to whom: role × command × subject, deny by default.

Roles stand in the catalogue beside each command; what a role may do it to stands here. Reads identities and session
states only; the gateway, HTTP and the tests ask the same functions.
"""

from __future__ import annotations

from dryland.contract.base import Role
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.event_spec import EventSpec, Subject
from dryland.floor.state import SessionState
from dryland.web.identity import Identity

__all__ = ["may_see", "refuse_role", "refuse_subject"]


def refuse_role(spec: EventSpec, identity: Identity) -> Refusal | None:
    """Refuse a command whose sender's role is not among its senders."""
    if identity.role in spec.senders:
        return None
    if not spec.senders:
        return Refusal(ErrorCode.FORBIDDEN, f"{spec.wire} is sent by the server only.")
    allowed = tuple(sorted(role.value for role in spec.senders))
    detail = f"{spec.wire} is for {', '.join(allowed)}; this sign-in is {identity.role.value}."
    return Refusal(ErrorCode.FORBIDDEN, detail, ErrorContext(allowed=allowed))


def may_see(identity: Identity, state: SessionState) -> Refusal | None:
    """Refuse to show a session to whoever is not of its organisation, or is a player of another session.

    Another organisation's session does not exist for a stranger: the answer does not tell whether it is there.
    """
    if identity.org_id != state.org_id:
        return Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=state.session_id))
    if identity.role is Role.PLAYER and identity.player_id not in state.players:
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
    return None


def refuse_player(identity: Identity, state: SessionState, player_id: str | None) -> Refusal | None:
    """Refuse a command about a player who is not in the session, or whom a player claims to be."""
    context = ErrorContext(session_id=state.session_id, player_id=player_id)
    if identity.role is Role.PLAYER and player_id != identity.player_id:
        return Refusal(ErrorCode.FORBIDDEN, "Players speak for themselves only.", context)
    if player_id not in state.players:
        return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    return None
