"""A session's own commands: its life, its players, its plan, messages. Decides; changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dryland.contract.base import PlayerStatus, Role, SessionStatus
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.sayings import say
from dryland.contract.session import (
    ForceEnd,
    KickPlayer,
    MessagePriority,
    PlanChanged,
    PlayerJoined,
    PlayerKicked,
    PlayerLeaveReason,
    PlayerLeft,
    PlayerStatusChange,
    PlayerStatusChanged,
    RateSession,
    SessionCommand,
    SessionLifecycle,
    SessionMessage,
    SessionMessaged,
    SessionPlan,
    SessionRated,
    SessionUpdate,
    SessionUpdates,
)
from dryland.contract.session_state import Emergency
from dryland.floor.lifecycle import TERMINAL, allowed_actions, next_status
from dryland.floor.state import PlayerState, SessionState
from dryland.floor.workout import Ledger, at_time

if TYPE_CHECKING:
    from dryland.floor.aggregate import Session

__all__ = [
    "HANDLERS",
    "emergency_stop",
    "enrol_player",
    "release_emergency",
    "take_in_late",
    "take_out",
    "takes_figures",
]

UPDATE: Final = "training:session:update"
RATED: Final = "training:player:session:rpe"


def _illegal(state: SessionState, action: str) -> Refusal:
    allowed = allowed_actions(state.status)
    return refused(
        ErrorCode.INVALID_TRANSITION,
        say("refused_state", state=state.status.value, action=action),
        ErrorContext(session_id=state.session_id, state=state.status.value, allowed=allowed),
    )


def _start(session: Session, command: SessionCommand, ledger: Ledger) -> Refusal | None:
    state, at_ms = session.state, ledger.context.occurred_ms
    if next_status(state.status, "start") is None:
        return _illegal(state, "start")
    ledger.add("training:session:start", SessionLifecycle)
    _update(ledger, status=SessionStatus.ACTIVE, start_time=at_time(at_ms))
    session.machine.start(session, ledger)
    return None


def _pause(session: Session, command: SessionCommand, ledger: Ledger) -> Refusal | None:
    state = session.state
    if next_status(state.status, "pause") is None:
        return _illegal(state, "pause")
    ledger.add("training:session:pause", SessionLifecycle)
    _update(ledger, status=SessionStatus.PAUSED, paused_at=at_time(ledger.context.occurred_ms))
    return None


def _resume(session: Session, command: SessionCommand, ledger: Ledger) -> Refusal | None:
    state = session.state
    if next_status(state.status, "resume") is None:
        return _illegal(state, "resume")
    if state.emergency is not None:
        return refused(
            ErrorCode.INVALID_TRANSITION,
            say("refused_emergency"),
            ErrorContext(session_id=state.session_id, state="emergency", allowed=("release",)),
        )
    ledger.add("training:session:resume", SessionLifecycle)
    _update(ledger, status=SessionStatus.ACTIVE, cleared=("pausedAt",))
    return None


def _end(session: Session, command: SessionCommand, ledger: Ledger) -> Refusal | None:
    state = session.state
    if next_status(state.status, "end") is None:
        return _illegal(state, "end")
    return _finish(session, "training:session:end", SessionStatus.COMPLETED, None, ledger)


def _force_end(session: Session, command: ForceEnd, ledger: Ledger) -> Refusal | None:
    state = session.state
    if state.status in TERMINAL:
        return _illegal(state, "end")
    status = SessionStatus.CANCELLED if state.status is SessionStatus.SCHEDULED else SessionStatus.COMPLETED
    return _finish(session, "training:session:force:end", status, command.reason, ledger)


def _finish(session: Session, name: str, status: SessionStatus, reason: str | None, ledger: Ledger) -> None:
    at_ms = ledger.context.occurred_ms
    ledger.add(name, SessionLifecycle, reason=reason)
    session.machine.end(session, ledger)
    _update(
        ledger,
        status=status,
        end_time=at_time(at_ms),
        duration=session.state.clock.duration_ms(at_ms) / 1000,
        cleared=("pausedAt", "emergency"),
    )


def _update(ledger: Ledger, **fields: Any) -> None:
    ledger.add(UPDATE, SessionUpdate, updates=SessionUpdates(**fields))


def emergency_stop(session: Session, reason: str | None, ledger: Ledger) -> Refusal | None:
    """Pause with an emergency in force; nothing is lost, only a release and then a resume go on."""
    state, context = session.state, ledger.context
    if next_status(state.status, "emergency") is None:
        return _illegal(state, "be stopped")
    if state.emergency is not None:
        return None
    emergency = Emergency(by=context.actor, by_name=context.actor_name, at=at_time(context.occurred_ms), reason=reason)
    if state.status is SessionStatus.PAUSED:
        _update(ledger, emergency=emergency)
    else:
        _update(ledger, status=SessionStatus.PAUSED, paused_at=at_time(context.occurred_ms), emergency=emergency)
    return None


def release_emergency(session: Session, ledger: Ledger) -> Refusal | None:
    """Lift an emergency; the session stays paused until it is resumed."""
    if session.state.emergency is None:
        return _illegal(session.state, "release")
    _update(ledger, cleared=("emergency",))
    return None


def _message(session: Session, command: SessionMessage, ledger: Ledger) -> Refusal | None:
    state = session.state
    unknown = [player for player in command.target_players or () if player not in state.players]
    if unknown:
        context = ErrorContext(session_id=state.session_id, player_id=unknown[0], path="$.targetPlayers")
        return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    ledger.add(
        "training:session:message",
        SessionMessaged,
        message=command.message,
        target_players=command.target_players,
        priority=command.priority or MessagePriority.INFO,
    )
    return None


def _player(session: Session, player_id: str) -> PlayerState | Refusal:
    player = session.state.players.get(player_id)
    if player is None:
        context = ErrorContext(session_id=session.state.session_id, player_id=player_id)
        return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    return player


def _player_status(session: Session, command: PlayerStatusChange, ledger: Ledger) -> Refusal | None:
    player = _player(session, command.player_id)
    if isinstance(player, Refusal):
        return player
    if session.state.status in TERMINAL:
        return _illegal(session.state, "change a player's status")
    if player.status is PlayerStatus.DROPPED and ledger.context.role is Role.PLAYER:
        context = ErrorContext(session_id=session.state.session_id, player_id=player.player_id, state="dropped")
        return refused(ErrorCode.INVALID_TRANSITION, say("refused_take_in"), context)
    if player.moved_away:
        context = ErrorContext(session_id=session.state.session_id, player_id=player.player_id, state="moved")
        return refused(ErrorCode.CONFLICT, say("refused_moved_away"), context)
    ledger.add(
        "training:player:status",
        PlayerStatusChanged,
        player_id=player.player_id,
        status=command.status,
        reason=command.reason,
        **player.marks(),
    )
    return None


def _rate(session: Session, command: RateSession, ledger: Ledger) -> Refusal | None:
    """A rating is of the whole: nobody rates before their part is over."""
    player = _player(session, command.player_id)
    if isinstance(player, Refusal):
        return player
    state = session.state
    over = state.status in TERMINAL or player.status is PlayerStatus.COMPLETED
    if state.clock.start_ms is None or not over:
        context = ErrorContext(session_id=state.session_id, player_id=player.player_id, state=state.status.value)
        return refused(ErrorCode.INVALID_TRANSITION, say("refused_rated_later"), context)
    ledger.add(RATED, SessionRated, player_id=player.player_id, rpe=command.rpe, **player.marks())
    return None


def _kick(session: Session, command: KickPlayer, ledger: Ledger) -> Refusal | None:
    player = _player(session, command.player_id)
    if isinstance(player, Refusal):
        return player
    ledger.add(
        "training:player:kick", PlayerKicked, player_id=player.player_id, reason=command.reason, **player.marks()
    )
    take_out(session, player, PlayerLeaveReason.KICKED, command.reason, ledger)
    return None


def take_out(
    session: Session, player: PlayerState, reason: PlayerLeaveReason, detail: str | None, ledger: Ledger
) -> None:
    """Add the fact that a player is no longer in the session."""
    ledger.add(
        "training:player:leave", PlayerLeft, player_id=player.player_id, reason=reason, detail=detail, **player.marks()
    )


def enrol_player(session: Session, player: PlayerState, ledger: Ledger) -> None:
    """Add the fact that a player is in the session, as screens see it; the machine places late arrivals."""
    ledger.add(
        "training:player:join",
        PlayerJoined,
        player_id=player.player_id,
        player=session.player_view(player, ledger.context.now_ms),
    )


def take_in_late(session: Session, player: PlayerState, ledger: Ledger) -> None:
    """Add the facts that somebody enrolled while the session stands or runs is in it, where the others are."""
    begun = session.state.status is not SessionStatus.SCHEDULED
    view = session.player_view(player, ledger.context.now_ms)
    shown = msgspec.structs.replace(view, status=PlayerStatus.ACTIVE) if begun else view
    ledger.add("training:player:join", PlayerJoined, player_id=player.player_id, player=shown)
    enter = getattr(session.machine, "enter", None)
    if begun and enter is not None:
        enter(session, player, ledger.context.occurred_ms, ledger)


def _plan(session: Session, command: SessionPlan, ledger: Ledger) -> Refusal | None:
    state = session.state
    if state.status in TERMINAL:
        return _illegal(state, "take a new plan")
    for player_id in command.player_ids or ():
        if player_id not in state.players:
            context = ErrorContext(session_id=state.session_id, player_id=player_id, path="$.playerIds")
            return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    try:
        msgspec.json.decode(command.plan, type=session.machine.plan_type)
    except msgspec.ValidationError as error:
        return plan_refusal(state, error)
    running = state.status is not SessionStatus.SCHEDULED
    ledger.add(
        "training:session:plan",
        PlanChanged,
        plan=msgspec.Raw(bytes(command.plan)),
        player_ids=command.player_ids,
        applies_from="the next boundary" if running else "the start",
    )
    return None


def plan_refusal(state: SessionState, error: msgspec.ValidationError) -> Refusal:
    """A plan that is not one of this session's kind, with the place in it."""
    text = str(error)
    what, _, where = text.partition(" - at `$")
    path = "$.plan" + where.rstrip("`") if where else "$.plan"
    detail = f"The plan is not a {state.workout_type.value} plan: {what} at {path}."
    return Refusal(ErrorCode.VALIDATION_FAILED, detail, ErrorContext(session_id=state.session_id, path=path))


HANDLERS: Final[MappingProxyType[str, Callable[[Any, Any, Ledger], Refusal | None]]] = MappingProxyType(
    {
        "training:session:start": _start,
        "training:session:pause": _pause,
        "training:session:resume": _resume,
        "training:session:end": _end,
        "training:session:force:end": _force_end,
        "training:session:message": _message,
        "training:session:plan": _plan,
        "training:player:status": _player_status,
        "training:player:kick": _kick,
        RATED: _rate,
    }
)
"""Name of a command → decide(session, command, ledger)."""

_WITHOUT_FIGURES: Final = frozenset(
    {
        "training:session:pause",
        "training:session:resume",
        "training:session:message",
        "training:session:plan",
        "training:player:status",
        "training:player:kick",
        RATED,
    }
)


def takes_figures(session: Session, name: str) -> bool:
    """Whether facts that follow from a command may hold figures of live samples, so that these must be right first.

    Only a workout whose figures can be made anew from samples puts any into its facts.
    """
    return name not in _WITHOUT_FIGURES and hasattr(session.machine, "rebuild")
