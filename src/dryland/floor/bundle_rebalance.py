"""A rebalance of a bundle: which players change sessions and why, and many moves as one. Decides; changes nothing."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from dryland.contract.base import SessionStatus
from dryland.contract.bundles import PlannedMove
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal
from dryland.contract.sayings import Saying, english, say
from dryland.floor.aggregate import Session
from dryland.floor.bundle import Bundle, BundleEntry, capacity_of
from dryland.floor.bundle_moves import Fit, MoveOrder, anywhere, decide_move, refuse_crowd
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.rebalance import Impossible, Placed, Room, rebalance
from dryland.floor.state import PlayerState
from dryland.floor.workout import Context, Entry, encode_work

__all__ = ["Task", "Together", "decide_moves", "rebalance_task", "solve"]


class Task(NamedTuple):
    """A question to the solver; it holds nothing that changes, so that it can be answered off the loop."""

    bundle_id: str
    rooms: Sequence[Room]
    players: Sequence[Placed]


class Together(NamedTuple):
    """Many moves as one: the facts of each session and of the bundle; `states` are the sessions' own, by id."""

    parts: Mapping[str, Sequence[Entry]]
    told: Sequence[BundleEntry]
    states: Mapping[str, SessionStatus]


def rebalance_task(
    bundle: Bundle, sessions: Mapping[str, Session], affected: Collection[str], pinned: Collection[str], fit: Fit
) -> Task:
    """Who is where, who may be where, how many each of the affected sessions holds."""
    open_ones = [
        session
        for session_id, session in sessions.items()
        if session_id in affected and session.state.status not in TERMINAL
    ]
    present = {session.state.session_id: session.state.present() for session in open_ones}
    everybody = sum(len(players) for players in present.values())
    places = _places(bundle, {session_id: len(players) for session_id, players in present.items()}, everybody)
    rooms = [
        Room(state.session_id, places[state.session_id], state.workout_type.value, state.workout_name)
        for state in (session.state for session in open_ones)
    ]
    players = [
        Placed(
            player.player_id,
            session.state.session_id,
            player.player_id in pinned,
            _forbidden(open_ones, player, fit),
            min(99, round(session.machine.progress(session))),
        )
        for session in open_ones
        for player in present[session.state.session_id]
    ]
    return Task(bundle.bundle_id, rooms, players)


def _places(bundle: Bundle, present: Mapping[str, int], everybody: int) -> dict[str, int]:
    """How many each session holds; sessions in one facility share its places, each keeping whom it has first."""
    places = {session_id: capacity_of(bundle.sessions[session_id].resources) for session_id in present}
    result = {session_id: everybody if most is None else most for session_id, most in places.items()}
    shared: dict[str, list[str]] = {}
    for session_id in present:
        facility_id = bundle.sessions[session_id].resources.facility_id
        if facility_id is not None:
            shared.setdefault(facility_id, []).append(session_id)
    for session_ids in shared.values():
        whole = bundle.sessions[session_ids[0]].resources.capacity
        if whole is not None and len(session_ids) > 1:
            result.update(_split(whole, session_ids, present, result))
    return result


def _split(
    whole: int, session_ids: Sequence[str], present: Mapping[str, int], most: Mapping[str, int]
) -> dict[str, int]:
    kept = {session_id: min(present[session_id], most[session_id]) for session_id in session_ids}
    while sum(kept.values()) > whole:
        fullest = max(session_ids, key=lambda session_id: kept[session_id])
        kept[fullest] -= 1
    for session_id in session_ids:
        kept[session_id] += min(whole - sum(kept.values()), most[session_id] - kept[session_id])
    return kept


def _forbidden(sessions: Sequence[Session], player: PlayerState, fit: Fit) -> dict[str, tuple[Saying, ...]]:
    refusals = ((session.state.session_id, fit(session, player)) for session in sessions)
    return {session_id: _why(refusal) for session_id, refusal in refusals if refusal is not None}


def _why(refusal: Refusal) -> tuple[Saying, ...]:
    """What a refusal says; words of its own that have no code are kept as they are."""
    own = (say("alert_remark", remark=refusal.detail),) if refusal.detail else ()
    return refusal.sayings or (*own, say(f"error_{refusal.code.value}"))


def solve(task: Task) -> list[PlannedMove] | Refusal:
    """The fewest moves, or why there is no answer."""
    found = rebalance(task.rooms, task.players)
    if isinstance(found, Impossible):
        context = ErrorContext(bundle_id=task.bundle_id)
        return Refusal(ErrorCode.CAPACITY_EXCEEDED, context=context, sayings=found.reason)
    return [
        PlannedMove(
            player_id=move.player_id,
            from_session_id=move.from_session_id,
            to_session_id=move.to_session_id,
            reason=english(move.reason)[:500],
            reason_sayings=move.reason,
        )
        for move in found
    ]


def decide_moves(
    bundle: Bundle, sessions: Mapping[str, Session], orders: Sequence[MoveOrder], context: Context, fit: Fit
) -> Together | Refusal:
    """Many moves of different players in one step: all of them, or why one cannot be.

    Each is decided as the floor is after those before it; whether everybody has a place is judged at the end, because
    two players may change places in full sessions.
    """
    shadow = copy.copy(bundle)
    shadows = {session_id: _shadow(session, orders) for session_id, session in sessions.items()}
    parts: dict[str, list[Entry]] = {}
    told: list[BundleEntry] = []
    for order in orders:
        move = decide_move(shadow, shadows, order, context, fit, anywhere)
        if isinstance(move, Refusal):
            return move
        for session_id, entries in ((order.source_id, move.leaving), (order.target_id, move.entering)):
            parts.setdefault(session_id, []).extend(entries)
            for entry in entries:
                shadows[session_id].evolve(entry.name, entry.fact)
        for entry in move.told:
            shadow.evolve(entry.name, entry.fact)
        told.extend(move.told)
    targets = dict.fromkeys(order.target_id for order in orders)
    crowded = (refuse_crowd(bundle, shadows, session_id) for session_id in targets)
    refusal = next((each for each in crowded if each is not None), None)
    states = {session_id: session.state.status for session_id, session in shadows.items()}
    return refusal or Together(parts, told, states)


def _shadow(session: Session, orders: Sequence[MoveOrder]) -> Session:
    """A copy of a session that moves may change; the session itself stays as it is."""
    moving = {order.player_id for order in orders}
    state = session.state
    players = {
        player_id: msgspec.structs.replace(player) if player_id in moving else player
        for player_id, player in state.players.items()
    }
    shadow = Session(msgspec.structs.replace(state, players=players), session.settings)
    shadow.works = {
        player_id: msgspec.json.decode(encode_work(work), type=session.machine.work_type)
        if player_id in moving
        else work
        for player_id, work in session.works.items()
    }
    shadow.live, shadow.plans, shadow.memory = dict(session.live), dict(session.plans), dict(session.memory)
    return shadow
