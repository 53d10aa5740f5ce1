"""How a session's state follows from its facts. No decisions, no refusals: what happened has happened."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dryland.contract.base import Fact, PlayerStatus, SessionStatus
from dryland.contract.live import PlayerSamplesStored
from dryland.contract.session import (
    PlanChanged,
    PlayerJoined,
    PlayerLeaveReason,
    PlayerLeft,
    PlayerStatusChanged,
    SessionRated,
    SessionUpdate,
)
from dryland.floor.clock import Pause
from dryland.floor.facts import (
    PLAYER_ENROLLED,
    PLAYER_PLACED,
    PLAYER_PRIORS,
    PLAYER_RESTRICTED,
    SESSION_BUNDLED,
    SESSION_OPENED,
    PlayerEnrolled,
    PlayerPlaced,
    PlayerPriorsKnown,
    PlayerRestricted,
    SessionBundled,
)
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.state import NO_PLAN, PlayerState
from dryland.floor.workout import to_ms

if TYPE_CHECKING:
    from dryland.floor.aggregate import Session

__all__ = ["EVOLVERS"]


def _nothing(session: Session, fact: Fact) -> None:
    """The fact changes no state; it is kept for those who read the log."""


def _update(session: Session, fact: SessionUpdate) -> None:
    state, updates = session.state, fact.updates
    cleared = updates.cleared or ()
    if updates.emergency is not None:
        state.emergency = updates.emergency
    elif "emergency" in cleared:
        state.emergency = None
    if updates.status is not None and updates.status is not state.status:
        _set_status(session, fact, updates.status)


def _set_status(session: Session, fact: SessionUpdate, status: SessionStatus) -> None:
    assert fact.occurred_at is not None
    assert fact.recorded_at is not None
    state = session.state
    session.moved = True
    clock, at_ms = state.clock, to_ms(fact.occurred_at)
    if status is SessionStatus.ACTIVE:
        late_ms = to_ms(fact.recorded_at) - at_ms
        clock.shift_ms = late_ms if late_ms > session.settings.late_start_s * 1000 else 0
        if clock.start_ms is None:
            clock.start_ms = at_ms
            for player in state.players.values():
                if player.status is PlayerStatus.WAITING:
                    player.status = PlayerStatus.ACTIVE
    if clock.pauses and clock.pauses[-1].to_ms is None:
        clock.pauses[-1].to_ms = max(at_ms, clock.pauses[-1].from_ms)
    if status is SessionStatus.PAUSED:
        clock.pauses.append(Pause(at_ms))
    if status in TERMINAL:
        clock.end_ms = at_ms
    state.status = status


def _enrolled(session: Session, fact: PlayerEnrolled) -> None:
    assert fact.occurred_at is not None
    player = PlayerState(
        player_id=fact.player_id,
        name=fact.player_name,
        jersey_number=fact.jersey_number,
        profile=fact.profile,
        priors=msgspec.Raw(bytes(fact.priors)),
        joined_ms=to_ms(fact.occurred_at),
    )
    session.take_in(player)


def _priors(session: Session, fact: PlayerPriorsKnown) -> None:
    player = session.state.players[fact.player_id]
    player.priors = msgspec.Raw(bytes(fact.priors))
    session.plans.pop(fact.player_id, None)
    renew: Callable[[Session, PlayerState], None] | None = getattr(session.machine, "renew", None)
    if renew is not None:
        renew(session, player)


def _bundled(session: Session, fact: SessionBundled) -> None:
    session.state.bundle_id = fact.bundle_id


def _placed(session: Session, fact: PlayerPlaced) -> None:
    player = session.state.players[fact.player_id]
    player.restrictions = fact.restrictions
    player.medical_notes = fact.medical_notes
    session.plans.pop(fact.player_id, None)
    if bytes(fact.work) == bytes(NO_PLAN):
        session.works[fact.player_id] = session.machine.enrol(session, player)
    else:
        session.works[fact.player_id] = msgspec.json.decode(fact.work, type=session.machine.work_type)
    session.moved = True


def _restricted(session: Session, fact: PlayerRestricted) -> None:
    player = session.state.players[fact.player_id]
    player.restrictions = fact.restrictions
    player.medical_notes = fact.medical_notes
    player.response_due = fact.response_due
    session.plans.pop(fact.player_id, None)
    session.moved = True


def _joined(session: Session, fact: PlayerJoined) -> None:
    player = session.state.players[fact.player_id]
    player.arrived = True
    player.status = fact.player.status


def _left(session: Session, fact: PlayerLeft) -> None:
    player = session.state.players[fact.player_id]
    player.status = PlayerStatus.DROPPED
    player.moved_away = fact.reason is PlayerLeaveReason.MOVED
    player.response_due = False
    session.let_go(fact.player_id)
    session.moved = True


def _status(session: Session, fact: PlayerStatusChanged) -> None:
    assert fact.occurred_at is not None
    player = session.state.players[fact.player_id]
    if PlayerStatus.PAUSED in {player.status, fact.status}:
        session.moved = True
    player.status = fact.status
    player.response_due = False
    player.last_activity_ms = to_ms(fact.occurred_at)


def _plan(session: Session, fact: PlanChanged) -> None:
    if fact.adaptations is not None:
        return  # what restrictions leave of a plan follows from both of them; the fact only tells it
    session.plans.clear()
    session.moved = True
    if fact.player_ids is None:
        session.state.plan = fact.plan
    else:
        for player_id in fact.player_ids:
            session.state.players[player_id].plan = fact.plan


def _samples(session: Session, fact: PlayerSamplesStored) -> None:
    player = session.state.players.get(fact.player_id)
    if player is not None:
        player.last_activity_ms = to_ms(fact.last_at)


def _rated(session: Session, fact: SessionRated) -> None:
    session.state.players[fact.player_id].session_rpe = fact.rpe


EVOLVERS: Final[MappingProxyType[str, Callable[[Any, Any], None]]] = MappingProxyType(
    {
        SESSION_OPENED: _nothing,
        PLAYER_ENROLLED: _enrolled,
        PLAYER_PRIORS: _priors,
        PLAYER_PLACED: _placed,
        PLAYER_RESTRICTED: _restricted,
        SESSION_BUNDLED: _bundled,
        "training:session:start": _nothing,
        "training:session:pause": _nothing,
        "training:session:resume": _nothing,
        "training:session:end": _nothing,
        "training:session:force:end": _nothing,
        "training:session:message": _nothing,
        "training:session:update": _update,
        "training:session:plan": _plan,
        "training:player:join": _joined,
        "training:player:leave": _left,
        "training:player:status": _status,
        "training:player:kick": _nothing,
        "training:player:session:rpe": _rated,
        "training:player:samples": _samples,
    }
)
"""Name of a fact → evolve(session, fact)."""
