"""What is looked at before a bundle starts, line by line, each red one with what mends it. Decides nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypedDict

from dryland.contract.base import WorkoutType
from dryland.contract.bundles import PreflightCheck, PreflightFix, PreflightKind
from dryland.contract.sayings import Saying, english, say
from dryland.floor.aggregate import Session
from dryland.floor.bundle import Bundle
from dryland.floor.bundle_moves import refuse_crowd
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.state import NO_PLAN
from dryland.floor.stock import Stock, heard

__all__ = ["preflight"]

_HEART_WORK = frozenset({WorkoutType.CONDITIONING, WorkoutType.HYBRID})


def preflight(
    bundle: Bundle, sessions: Mapping[str, Session], stock: Stock, screens: Collection[str], now_ms: int
) -> list[PreflightCheck]:
    """Every check of every session that is not over; `screens` names the session of each screen that shows one."""
    checks: list[PreflightCheck] = []
    broken = {item.item_id for item in stock.items if not item.works}
    for session in sessions.values():
        if session.state.status not in TERMINAL:
            checks.extend(_set_up(session))
            checks.extend(_places(bundle, sessions, session, broken))
            checks.extend(_heard(session, now_ms))
            checks.append(_screens(session, list(screens).count(session.state.session_id)))
    return checks


class _Words(TypedDict):
    """The two forms of a line's words."""

    words: str
    words_sayings: tuple[Saying, ...]


def _said(*sayings: Saying) -> _Words:
    return {"words": english(sayings)[:200], "words_sayings": sayings}


def _set_up(session: Session) -> Iterator[PreflightCheck]:
    state = session.state
    has_plan = bytes(state.plan) != bytes(NO_PLAN)
    fix = None if has_plan else PreflightFix.GIVE_PLAN
    yield PreflightCheck(
        kind=PreflightKind.PLAN,
        session_id=state.session_id,
        passed=has_plan,
        **_said(say("check_plan" if has_plan else "check_no_plan")),
        blocking=True,
        fix=fix,
    )
    count = len(state.present())
    yield PreflightCheck(
        kind=PreflightKind.ROSTER,
        session_id=state.session_id,
        passed=count > 0,
        **_said(say("check_roster", players=count)),
        count=count,
        fix=None if count else PreflightFix.ADD_PLAYERS,
    )


def _places(
    bundle: Bundle, sessions: Mapping[str, Session], session: Session, broken: Collection[str]
) -> Iterator[PreflightCheck]:
    session_id = session.state.session_id
    refusal = refuse_crowd(bundle, sessions, session_id)
    yield PreflightCheck(
        kind=PreflightKind.CAPACITY,
        session_id=session_id,
        passed=refusal is None,
        **_said(*((say("check_places"),) if refusal is None else refusal.sayings)),
        fix=None if refusal is None else PreflightFix.REBALANCE,
    )
    given = bundle.sessions[session_id].resources
    out = [item_id for item_id in given.item_ids or () if item_id in broken]
    wanted = sum(need.count for need in given.equipment)
    missing = wanted - len(given.item_ids or ()) + len(out)
    yield PreflightCheck(
        kind=PreflightKind.EQUIPMENT,
        session_id=session_id,
        passed=missing <= 0,
        **_said(
            say("check_gear_works", items=wanted)
            if missing <= 0
            else say("check_gear_missing", missing=missing, items=wanted)
        ),
        count=wanted - max(0, missing),
        total=wanted,
        fix=None if missing <= 0 else PreflightFix.REPLACE_EQUIPMENT,
    )


def _heard(session: Session, now_ms: int) -> Iterator[PreflightCheck]:
    """Straps are expected where heart rate steers the work."""
    state = session.state
    if state.workout_type not in _HEART_WORK:
        return
    silent = tuple(player.player_id for player in state.present() if not heard(session, player.player_id, now_ms))
    count = len(state.present())
    yield PreflightCheck(
        kind=PreflightKind.SIGNAL,
        session_id=state.session_id,
        passed=not silent,
        **_said(say("check_heard", heard=count - len(silent), players=count)),
        count=count - len(silent),
        total=count,
        player_ids=silent or None,
        fix=PreflightFix.PAIR_SENSOR if silent else None,
    )


def _screens(session: Session, count: int) -> PreflightCheck:
    return PreflightCheck(
        kind=PreflightKind.SCREENS,
        session_id=session.state.session_id,
        passed=count > 0,
        **_said(say("check_screens", screens=count)),
        count=count,
        fix=None if count else PreflightFix.OPEN_SCREEN,
    )
