"""What follows on the floor from a restriction: whether a session is for a player, where else, what its log says.

Decides; changes nothing. Whoever drives it stores what it says.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from dryland.contract.base import PlayerStatus, Restriction, RestrictionLevel, WorkoutType
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.medical import MedicalStatus
from dryland.contract.sayings import say
from dryland.contract.session import PlanChanged, PlayerStatusChanged
from dryland.floor.adapting import WHOLE_BODY, Adapted, adapted_for
from dryland.floor.aggregate import Session
from dryland.floor.bundle import Bundle
from dryland.floor.bundle_moves import refuse_place
from dryland.floor.facts import PLAYER_RESTRICTED, PlayerRestricted
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.state import NO_PLAN, PlayerState
from dryland.floor.workout import Context, Entry, Ledger

__all__ = ["PAUSE_REASON", "destinations", "must_leave", "pause", "refuse_unfit", "restrict"]

PAUSE_REASON = "Please wait for your trainer."
_KIND = ("recover", "rehab", "mobility", "regeneration")


def _left(session: Session, player: PlayerState) -> Adapted:
    """What is left of a session's work for a player, who may not be in it yet."""
    inside = session.state.players.get(player.player_id) is player
    seen = player if inside else replace(player, plan=NO_PLAN)
    return adapted_for(session.state, seen)


def refuse_unfit(session: Session, player: PlayerState) -> Refusal | None:
    """Why a session is not for a player: nothing of its work is permitted. None where some is."""
    if not player.restrictions:
        return None
    has_plan = bytes(session.state.plan) != bytes(NO_PLAN)
    at_rest = any(
        each.level is RestrictionLevel.NO_TRAINING and each.body_region in WHOLE_BODY for each in player.restrictions
    )
    if not at_rest and (not has_plan or _left(session, player).plan is not None):
        return None
    context = ErrorContext(session_id=session.state.session_id, player_id=player.player_id)
    said = say("refused_nothing_permitted", session=session.state.workout_name)
    return refused(ErrorCode.MEDICAL_RESTRICTION, said, context)


def must_leave(session: Session, player: PlayerState, status: MedicalStatus) -> bool:
    """Whether a player cannot stay: nothing is permitted, or an injury forbids a part of the work."""
    if session.state.status in TERMINAL or player.status is PlayerStatus.COMPLETED:
        return False
    if refuse_unfit(session, player) is not None:
        return True
    return status is MedicalStatus.INJURED and _left(session, player).share < 1


def destinations(bundle: Bundle, sessions: Mapping[str, Session], source: Session, player: PlayerState) -> list[str]:
    """The sessions of a bundle that a player may go to, the best first.

    Recovery and conditioning come first, then whatever is most as planned, then the one with fewest players.
    """
    ranked: list[tuple[bool, float, int, str]] = []
    for session_id, session in sessions.items():
        if session is source or session.state.status in TERMINAL or session_id not in bundle.sessions:
            continue
        full = refuse_place(bundle, sessions, session, player)
        if full is None and refuse_unfit(session, player) is None:
            share = _left(session, player).share
            ranked.append((not _is_gentle(session), -share, len(session.state.present()), session_id))
    return [session_id for *_, session_id in sorted(ranked)]


def _is_gentle(session: Session) -> bool:
    name = session.state.workout_name.lower()
    return session.state.workout_type is WorkoutType.CONDITIONING or any(word in name for word in _KIND)


def restrict(
    session: Session,
    player: PlayerState,
    restrictions: tuple[Restriction, ...],
    notes: str | None,
    status: MedicalStatus,
    context: Context,
) -> list[Entry]:
    """The facts of one session when what its player may do has changed: told to staff, plan adapted, with reasons."""
    ledger = Ledger(session.state, context._replace(event_id=None))
    after = replace(player, restrictions=restrictions, medical_notes=notes)
    ledger.add(
        "training:player:status",
        PlayerStatusChanged,
        player_id=player.player_id,
        status=player.status,
        **after.marks(),
    )
    before, left = adapted_for(session.state, player), adapted_for(session.state, after)
    unfit = refuse_unfit(session, after) is not None
    due = unfit or (status is MedicalStatus.INJURED and left.share < 1)
    ledger.add(
        PLAYER_RESTRICTED,
        PlayerRestricted,
        player_id=player.player_id,
        restrictions=restrictions,
        medical_notes=notes,
        response_due=due and session.state.status not in TERMINAL and player.status is not PlayerStatus.COMPLETED,
    )
    if left.plan is not None and left.plan != before.plan:
        ledger.add(
            "training:session:plan",
            PlanChanged,
            plan=msgspec.Raw(msgspec.json.encode(left.plan)),
            player_ids=(player.player_id,),
            applies_from="at once",
            adaptations=left.changes,
        )
    return ledger.entries


def pause(session: Session, player: PlayerState, context: Context) -> list[Entry]:
    """The facts when no session is for a player: they wait for staff."""
    ledger = Ledger(session.state, context._replace(event_id=None))
    ledger.add(
        "training:player:status",
        PlayerStatusChanged,
        player_id=player.player_id,
        status=PlayerStatus.PAUSED,
        reason=PAUSE_REASON,
        **player.marks(),
    )
    return ledger.entries
