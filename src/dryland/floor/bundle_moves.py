"""A player changes sessions within a bundle: checked first, then both ends of the move in one step.

Decides; changes nothing. Whoever drives it stores both ends and the bundle's own fact whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from dryland.contract.base import PlayerStatus, SessionStatus
from dryland.contract.bundles import (
    BundleSession,
    EstimatedImpact,
    MoveOutcome,
    MoveReason,
    MoveResult,
    ParticipantMoved,
    SessionEnd,
    WorkoutModification,
)
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.sayings import say
from dryland.contract.session import PlanChanged, PlayerJoined, PlayerLeaveReason
from dryland.contract.session_state import PlayerSessionStatus
from dryland.floor.aggregate import Session
from dryland.floor.bundle import MOVED, Bundle, BundleEntry, BundleLedger
from dryland.floor.bundle_operations import UNDO_MS
from dryland.floor.facts import PLAYER_ENROLLED, PLAYER_PLACED, PlayerEnrolled, PlayerPlaced
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.session import take_out
from dryland.floor.state import NO_PLAN, PlayerState
from dryland.floor.workout import Context, Entry, Ledger, at_time, encode_work, to_ms

__all__ = [
    "Fit",
    "Move",
    "MoveOrder",
    "anywhere",
    "choose_session",
    "decide_move",
    "place_of",
    "refuse_arrivals",
    "refuse_crowd",
    "refuse_place",
]

Fit = Callable[[Session, PlayerState], Refusal | None]
"""Whether a session's work is permitted to a player: None, or why it is not."""

Place = Callable[[Bundle, Mapping[str, Session], Session, PlayerState], Refusal | None]
"""Whether a session has a place for one more: None, or why not."""


def anywhere(_bundle: Bundle, _sessions: Mapping[str, Session], _target: Session, _player: PlayerState) -> None:
    """For moves that are judged together: places are counted when all are made."""


class MoveOrder(NamedTuple):
    """What is asked for."""

    player_id: str
    source_id: str
    target_id: str
    reason: MoveReason | None = None
    preserve_progress: bool = True
    medical_notes: str | None = None


class Move(NamedTuple):
    """Both ends of a move and the bundle's fact; no entries at all where the player is there already."""

    leaving: Sequence[Entry]
    entering: Sequence[Entry]
    told: Sequence[BundleEntry]
    result: ParticipantMoved


class _Carried(NamedTuple):
    """What of a player's work goes along: the place, the plan where it differs, how much changes."""

    work: msgspec.Raw
    plan: msgspec.Raw | None
    modification: WorkoutModification


def place_of(sessions: Mapping[str, Session], player_id: str) -> str | None:
    """The session of a bundle that a player is in now."""
    for session_id, session in sessions.items():
        player = session.state.players.get(player_id)
        if player is not None and player.status is not PlayerStatus.DROPPED:
            return session_id
    return None


def decide_move(
    bundle: Bundle,
    sessions: Mapping[str, Session],
    order: MoveOrder,
    context: Context,
    fit: Fit,
    place: Place | None = None,
) -> Move | Refusal:
    """The facts of a move, or why it cannot be. `sessions` are the bundle's sessions by id."""
    refusal = _refuse_ends(sessions, order)
    if refusal is not None:
        return refusal
    source, target = sessions[order.source_id], sessions[order.target_id]
    here = place_of(sessions, order.player_id)
    if here == order.target_id:
        return _already_there(bundle, source, target, order, context)
    if here != order.source_id:
        return _elsewhere(order, here)
    player = source.state.players[order.player_id]
    refusal = (place or refuse_place)(bundle, sessions, target, player) or fit(target, player)
    if refusal is not None:
        return refusal
    return _move(bundle, source, target, player, order, context)


def _refuse_ends(sessions: Mapping[str, Session], order: MoveOrder) -> Refusal | None:
    for session_id, path in ((order.source_id, "$.fromSessionId"), (order.target_id, "$.toSessionId")):
        if session_id not in sessions:
            context = ErrorContext(session_id=session_id, player_id=order.player_id, path=path)
            return refused(ErrorCode.SESSION_NOT_FOUND, say("refused_not_in_bundle", session=session_id), context)
    if order.source_id == order.target_id:
        context = ErrorContext(session_id=order.target_id, player_id=order.player_id, path="$.toSessionId")
        return refused(ErrorCode.VALIDATION_FAILED, say("refused_two_sessions"), context)
    for session_id in (order.source_id, order.target_id):
        state = sessions[session_id].state
        if state.status in TERMINAL:
            context = ErrorContext(session_id=session_id, player_id=order.player_id, state=state.status.value)
            return refused(ErrorCode.INVALID_TRANSITION, say("refused_over", session=state.workout_name), context)
    return None


def _elsewhere(order: MoveOrder, here: str | None) -> Refusal:
    """The player is not where the sender thinks: somebody else was faster, or the player is in none of them."""
    if here is None:
        context = ErrorContext(session_id=order.source_id, player_id=order.player_id)
        return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", context)
    context = ErrorContext(session_id=here, player_id=order.player_id)
    return refused(ErrorCode.CONFLICT, say("refused_is_elsewhere", session=here), context)


def refuse_place(
    bundle: Bundle, sessions: Mapping[str, Session], target: Session, player: PlayerState
) -> Refusal | None:
    """Why a session has no place for one more: its facility is full, or there is no equipment left for a player."""
    others = (each for each in sessions.values() if each is not target and each.state.status not in TERMINAL)
    free = tuple(each.state.session_id for each in others if player.player_id not in _present_ids(each))
    context = ErrorContext(session_id=target.state.session_id, player_id=player.player_id, alternatives=free or None)
    return _refuse_count(bundle, sessions, target.state.session_id, 1, context)


def refuse_crowd(bundle: Bundle, sessions: Mapping[str, Session], session_id: str) -> Refusal | None:
    """Why those who are in a session have no place there."""
    return _refuse_count(bundle, sessions, session_id, 0, ErrorContext(session_id=session_id))


def refuse_arrivals(
    bundle: Bundle, sessions: Mapping[str, Session], session_id: str, player_ids: Sequence[str]
) -> Refusal | None:
    """Why players cannot come into a session: they are in another one, or there is no place."""
    more = 0
    for player_id in player_ids:
        here = place_of(sessions, player_id)
        if here is not None and here != session_id:
            context = ErrorContext(session_id=here, player_id=player_id)
            return refused(ErrorCode.CONFLICT, say("refused_move_them", session=here), context)
        more += here is None
    return _refuse_count(bundle, sessions, session_id, more, ErrorContext(session_id=session_id)) if more else None


def choose_session(bundle: Bundle, sessions: Mapping[str, Session], count: int) -> str | Refusal:
    """The emptiest session that is not over and has places for so many more."""
    open_ids = [session_id for session_id, each in sessions.items() if each.state.status not in TERMINAL]
    refusal = refused(ErrorCode.CAPACITY_EXCEEDED, say("refused_no_room"), ErrorContext(bundle_id=bundle.bundle_id))
    for session_id in sorted(open_ids, key=lambda each: len(sessions[each].state.present())):
        found = _refuse_count(bundle, sessions, session_id, count, ErrorContext(session_id=session_id))
        if found is None:
            return session_id
    return refusal


def _refuse_count(
    bundle: Bundle, sessions: Mapping[str, Session], session_id: str, more: int, context: ErrorContext
) -> Refusal | None:
    """Sessions that share a facility share its places."""
    given = bundle.sessions[session_id]
    resources = given.resources
    inside = _inside(bundle, sessions, given)
    if resources.capacity is not None and inside + more > resources.capacity:
        name = resources.facility_name or given.name
        said = say("refused_full", place=name, places=resources.capacity, players=inside)
        return refused(ErrorCode.CAPACITY_EXCEEDED, said, context)
    present = len(sessions[session_id].state.present())
    for need in resources.equipment:
        if need.per_player and (present + more) * need.per_player > need.count:
            wanted = (present + more) * need.per_player
            said = say(
                "refused_too_little_gear",
                session=given.name,
                items=need.count,
                kind=need.type,
                players=present + more,
                wanted=wanted,
            )
            return refused(ErrorCode.EQUIPMENT_UNAVAILABLE, said, context)
    return None


def _inside(bundle: Bundle, sessions: Mapping[str, Session], given: BundleSession) -> int:
    """Players in the facility of a session, of all sessions of the bundle that are not over."""
    facility_id = given.resources.facility_id
    return sum(
        len(session.state.present())
        for session_id, session in sessions.items()
        if session_id == given.session_id
        or (
            facility_id is not None
            and session.state.status not in TERMINAL
            and bundle.sessions[session_id].resources.facility_id == facility_id
        )
    )


def _present_ids(session: Session) -> set[str]:
    return {player.player_id for player in session.state.present()}


def _already_there(bundle: Bundle, source: Session, target: Session, order: MoveOrder, context: Context) -> Move:
    result = MoveResult(
        outcome=MoveOutcome.ALREADY_THERE, moved_at=at_time(context.occurred_ms), progress_preserved=False
    )
    impact = EstimatedImpact(delay_minutes=0, workout_modification=WorkoutModification.NONE)
    player = target.state.players[order.player_id]
    return Move((), (), (), _told(bundle, (source, target), order, context, (result, impact), player)[1])


def _move(
    bundle: Bundle, source: Session, target: Session, player: PlayerState, order: MoveOrder, context: Context
) -> Move:
    quiet = context._replace(event_id=None)
    carried = _carried(source, target, player, order)
    leaving, entering = Ledger(source.state, quiet), Ledger(target.state, quiet)
    take_out(source, player, PlayerLeaveReason.MOVED, None, leaving)
    _enter(source, target, player, carried, entering)
    kept = bytes(carried.work) != bytes(NO_PLAN)
    result = MoveResult(outcome=MoveOutcome.MOVED, moved_at=at_time(context.occurred_ms), progress_preserved=kept)
    delay_min = _delay_min(bundle, target, context.now_ms)
    impact = EstimatedImpact(delay_minutes=delay_min, workout_modification=carried.modification)
    entries, fact = _told(bundle, (source, target), order, context, (result, impact), player)
    return Move(leaving.entries, entering.entries, entries, fact)


def _told(
    bundle: Bundle,
    ends: tuple[Session, Session],
    order: MoveOrder,
    context: Context,
    outcome: tuple[MoveResult, EstimatedImpact],
    player: PlayerState,
) -> tuple[list[BundleEntry], ParticipantMoved]:
    """The bundle's fact of a move."""
    ledger = BundleLedger(bundle, context)
    ledger.add(
        MOVED,
        ParticipantMoved,
        player_id=order.player_id,
        from_session=_end(ends[0]),
        to_session=_end(ends[1]),
        preserve_progress=order.preserve_progress,
        move_result=outcome[0],
        estimated_impact=outcome[1],
        move_reason=order.reason,
        restrictions=player.restrictions or None,
        medical_notes=order.medical_notes or player.medical_notes,
        approved_by=context.actor,
        undo_until=None if context.event_id is None else at_time(context.now_ms + UNDO_MS),
    )
    fact = ledger.entries[0].fact
    assert isinstance(fact, ParticipantMoved)
    return ledger.entries, fact


def _end(session: Session) -> SessionEnd:
    state = session.state
    return SessionEnd(session_id=state.session_id, workout_type=state.workout_type, name=state.workout_name)


def _plan_of(session: Session, player: PlayerState | None) -> bytes:
    own = None if player is None else bytes(player.plan)
    return bytes(session.state.plan) if own is None or own == bytes(NO_PLAN) else own


def _carried(source: Session, target: Session, player: PlayerState, order: MoveOrder) -> _Carried:
    """Progress goes along between sessions of one kind, with the plan that it belongs to."""
    if source.state.workout_type is not target.state.workout_type:
        return _Carried(_back_to(target, player, order), None, WorkoutModification.MAJOR)
    own, theirs = _plan_of(source, player), _plan_of(target, None)
    if not order.preserve_progress:
        same = WorkoutModification.NONE if own == theirs else WorkoutModification.MINOR
        return _Carried(NO_PLAN, None, same)
    work = encode_work(source.works[player.player_id])
    if own == theirs or own == bytes(NO_PLAN):
        return _Carried(work, None, WorkoutModification.NONE)
    return _Carried(work, msgspec.Raw(own), WorkoutModification.MINOR)


def _back_to(target: Session, player: PlayerState, order: MoveOrder) -> msgspec.Raw:
    """What somebody who comes back had done there before they left."""
    known = target.works.get(player.player_id)
    return NO_PLAN if known is None or not order.preserve_progress else encode_work(known)


def _delay_min(bundle: Bundle, target: Session, now_ms: int) -> float:
    """How long the player waits for the other session to begin, min; 0 where it runs or nobody knows."""
    given = bundle.sessions[target.state.session_id]
    if target.state.status is not SessionStatus.SCHEDULED or given.scheduled_start is None:
        return 0.0
    return round(max(0, to_ms(given.scheduled_start) - now_ms) / 60_000, 1)


def _enter(source: Session, target: Session, player: PlayerState, carried: _Carried, ledger: Ledger) -> None:
    """The facts at the session that is entered, and what follows there for a late arrival."""
    known = target.state.players.get(player.player_id)
    same_kind = source.state.workout_type is target.state.workout_type
    priors = player.priors if same_kind else NO_PLAN if known is None else known.priors
    ledger.add(
        PLAYER_ENROLLED,
        PlayerEnrolled,
        player_id=player.player_id,
        player_name=player.name,
        jersey_number=player.jersey_number,
        profile=player.profile,
        priors=priors,
    )
    if carried.plan is not None:
        ledger.add(
            "training:session:plan",
            PlanChanged,
            plan=carried.plan,
            player_ids=(player.player_id,),
            applies_from="the move",
        )
    ledger.add(
        PLAYER_PLACED,
        PlayerPlaced,
        player_id=player.player_id,
        from_session_id=source.state.session_id,
        work=carried.work,
        restrictions=player.restrictions,
        medical_notes=player.medical_notes,
    )
    after = _as_after(target, ledger.entries)
    _arrive(after, after.state.players[player.player_id], player, ledger)


def _arrive(after: Session, arrived: PlayerState, before: PlayerState, ledger: Ledger) -> None:
    arrived.status = _status(after, before)
    view: PlayerSessionStatus = after.player_view(arrived, ledger.context.now_ms)
    ledger.add("training:player:join", PlayerJoined, player_id=arrived.player_id, player=view)
    enter: Callable[..., Any] | None = getattr(after.machine, "enter", None)
    if enter is not None and arrived.status is PlayerStatus.ACTIVE:
        enter(after, arrived, ledger.context.occurred_ms, ledger)


def _status(target: Session, before: PlayerState) -> PlayerStatus:
    """Whoever comes into a session that has begun is active there, unless they were paused."""
    if target.state.status is SessionStatus.SCHEDULED:
        return PlayerStatus.WAITING
    return PlayerStatus.PAUSED if before.status is PlayerStatus.PAUSED else PlayerStatus.ACTIVE


def _as_after(session: Session, entries: Sequence[Entry]) -> Session:
    """A copy of a session as it is after facts about one player; the session itself stays as it is."""
    state = msgspec.structs.replace(session.state, players=dict(session.state.players))
    copy = Session(state, session.settings)
    copy.works, copy.live = dict(session.works), dict(session.live)
    copy.plans, copy.memory = dict(session.plans), dict(session.memory)
    for entry in entries:
        copy.evolve(entry.name, entry.fact)
    return copy
