"""Sets that were lifted elsewhere, or in former sessions, folded into what a session begins with.

The same sets give the same history in whatever order they are given. Knows no file and no store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from dryland.contract.base import WeightUnit
from dryland.floor.strength_history import LiftHistory, LiftingHistory, LiftSession, with_best
from dryland.floor.strength_settings import StrengthSettings
from dryland.floor.strength_track import DoneSet, Lifter, observation_of
from dryland.science.strength_state import SetObservation, StrengthState, estimate, observe

__all__ = ["FormerSet", "former_sets", "history_of"]

_DAY_MS = 86_400_000


class FormerSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """One set of the past: what the estimates learn from it, and the load on the bar as it was entered."""

    done: SetObservation
    bar_kg: float
    order: int = 0
    weight: float = 0.0
    unit: WeightUnit = WeightUnit.KG
    verified: bool = True
    exercise_name: str | None = None


def former_sets(lifter: Lifter) -> list[FormerSet]:
    """The sets of a session that was held that say something about strength."""
    return [
        FormerSet(observation_of(done), done.bar_kg, done.seq, verified=done.verified)
        for done in lifter.track.done.values()
        if _says_something(done)
    ]


def _says_something(done: DoneSet) -> bool:
    return done.learns and done.outcome.value != "skipped"


def history_of(sets: Iterable[FormerSet], settings: StrengthSettings) -> LiftingHistory:
    """Learn every set in the order of time; the heaviest set of each lift and day stands for its session."""
    ordered = sorted(sets, key=lambda each: (each.done.at_ms, each.order))
    state = StrengthState()
    sessions: dict[str, list[LiftSession]] = {}
    for _, group in groupby(ordered, key=lambda each: each.done.at_ms // _DAY_MS):
        day = list(group)
        for each in day:
            state = observe(state, each.done)
        for lift in dict.fromkeys(each.done.exercise for each in day):
            own = [each for each in day if each.done.exercise == lift]
            sessions.setdefault(lift, []).append(_session_of(own, state))
    lifts = {lift: LiftHistory(tuple(own[-settings.sessions_kept :])) for lift, own in sessions.items()}
    return LiftingHistory(state, {lift: _with_bests(lift, kept, ordered) for lift, kept in lifts.items()})


def _session_of(sets: Sequence[FormerSet], state: StrengthState) -> LiftSession:
    heaviest = max(sets, key=lambda each: (each.bar_kg, each.done.reps))
    known = estimate(state, heaviest.done.exercise)
    e1rm_kg = None if known is None else round(known.value_kg, 2)
    return LiftSession(heaviest.done.at_ms, heaviest.bar_kg, heaviest.done.reps, e1rm_kg)


def _with_bests(lift: str, history: LiftHistory, sets: Sequence[FormerSet]) -> LiftHistory:
    bests: tuple[tuple[float, int], ...] = ()
    for each in sets:
        if each.done.exercise == lift and each.verified and each.done.outcome != "failed":
            bests = with_best(bests, each.bar_kg, each.done.reps)
    return LiftHistory(history.sessions, bests)
