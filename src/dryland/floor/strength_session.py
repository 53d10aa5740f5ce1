"""What the strength machine needs of a session, the names it speaks, and when a word about a set may be true."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from dryland.contract.base import SessionStatus
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.sayings import say
from dryland.contract.strength_plan import PlannedExercise
from dryland.floor.adapting import plan_for
from dryland.floor.programme import EMPTY, Programme, programme_of_plan
from dryland.floor.settings import FloorSettings
from dryland.floor.state import NO_PLAN, PlayerState, SessionState
from dryland.floor.strength_history import LiftingHistory
from dryland.floor.strength_track import Lifter, StrengthTrack
from dryland.floor.workout import Ledger

__all__ = [
    "FORM",
    "LIMITS",
    "OPEN",
    "PROGRESS",
    "REST",
    "SET",
    "WEIGHT",
    "Personal",
    "StrengthSession",
    "context_of",
    "illegal",
    "known_history",
    "lifter_of",
    "not_trained_then",
]

SET: Final = "training:strength:set:completion"
WEIGHT: Final = "training:strength:weight:update"
REST: Final = "training:strength:rest:timer"
FORM: Final = "training:strength:form:feedback"
LIMITS: Final = "training:advice:limits"
PROGRESS: Final = "training:player:exercise:progress"

OPEN: Final = frozenset({SessionStatus.ACTIVE, SessionStatus.PAUSED})
"""A session in which people train."""


class Personal(NamedTuple):
    """What is decoded once for a player and holds until a plan changes."""

    programme: Programme
    history: LiftingHistory
    banned: Mapping[str, PlannedExercise] = MappingProxyType({})


class StrengthSession:
    """What this machine needs of a session (structural; the aggregate provides it)."""

    state: SessionState
    settings: FloorSettings
    works: dict[str, StrengthTrack]
    plans: dict[str, Personal]
    moved: bool


@lru_cache(maxsize=1024)
def known_history(priors: bytes) -> LiftingHistory:
    """What former sessions tell, from its stored form."""
    return msgspec.json.decode(priors, type=LiftingHistory | None) or LiftingHistory()


def _personal(session: StrengthSession, player: PlayerState) -> Personal:
    raw = player.plan if bytes(player.plan) != bytes(NO_PLAN) else session.state.plan
    whole, history = programme_of_plan(bytes(raw)), known_history(bytes(player.priors))
    if not player.restrictions:
        return Personal(whole, history)
    plan = plan_for(session.state, player)
    left = EMPTY if plan is None else Programme(plan)
    banned = {name: exercise for name, exercise in whole.exercises.items() if name not in left.exercises}
    return Personal(left, history, banned)


def lifter_of(session: StrengthSession, player: PlayerState) -> Lifter:
    """A player's track with everything its rules look at."""
    personal = session.plans.get(player.player_id)
    if personal is None:
        personal = _personal(session, player)
        session.plans[player.player_id] = personal
    return Lifter(
        session.works[player.player_id],
        personal.programme,
        personal.history,
        player.profile,
        player.restrictions,
        session.settings.strength,
        personal.banned,
    )


def context_of(
    session: StrengthSession, player_id: str, exercise_id: str | None, set_number: int | None
) -> ErrorContext:
    """Where an error happens."""
    return ErrorContext(
        session_id=session.state.session_id, player_id=player_id, exercise_id=exercise_id, set_number=set_number
    )


def illegal(session: StrengthSession, context: ErrorContext, action: str) -> Refusal:
    """The refusal of what the session's state does not allow."""
    status = session.state.status.value
    said = say("refused_state", state=status, action=action)
    return refused(ErrorCode.INVALID_TRANSITION, said, msgspec.structs.replace(context, state=status))


def not_trained_then(session: StrengthSession, context: ErrorContext, ledger: Ledger, action: str) -> Refusal | None:
    """Refuse what did not happen within the session; what comes late from a device that was away is still true."""
    state, end_ms = session.state, session.state.clock.end_ms
    if state.status in OPEN:
        return None
    if state.status is SessionStatus.COMPLETED and end_ms is not None and ledger.context.occurred_ms <= end_ms:
        return None
    return illegal(session, context, action)
