"""What former sessions tell of a player's lifting: the strength estimates, loads of the last sessions, records.

Plain data that goes from the end of one session into the start of the next; knows no session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from dryland.contract.base import WeightUnit
from dryland.contract.strength import LoadProgression, PersonalRecord, RecordKind, Trend
from dryland.floor.rack import in_unit
from dryland.floor.strength_settings import StrengthSettings
from dryland.science.strength_state import StrengthState

__all__ = ["HybridPriors", "LiftHistory", "LiftSession", "LiftingHistory", "progression", "record_of", "with_best"]


class LiftSession(msgspec.Struct, frozen=True):
    """The heaviest working set of a lift in one session; `load_kg` is what was on the bar."""

    at_ms: int
    load_kg: float
    reps: int
    e1rm_kg: float | None = None


class LiftHistory(msgspec.Struct, frozen=True):
    """One lift: its last sessions, oldest first, and sets that no other beats in both load (kg) and repetitions."""

    sessions: tuple[LiftSession, ...] = ()
    bests: tuple[tuple[float, int], ...] = ()


class LiftingHistory(msgspec.Struct, frozen=True):
    """All that is known of a player's lifting before a session."""

    strength: StrengthState = StrengthState()
    lifts: Mapping[str, LiftHistory] = {}


class HybridPriors(LiftingHistory, frozen=True):
    """What hybrid sessions leave: the lifting, and falls of heart rate in 60 s of rest after work, bpm, oldest first.

    Each machine reads its own part of it.
    """

    recoveries: tuple[float, ...] = ()


def with_best(bests: Sequence[tuple[float, int]], load_kg: float, reps: int) -> tuple[tuple[float, int], ...]:
    """The unbeaten sets after one more."""
    if reps < 1 or any(load >= load_kg and done >= reps for load, done in bests):
        return tuple(bests)
    return (*((load, done) for load, done in bests if load > load_kg or done > reps), (load_kg, reps))


def record_of(bests: Sequence[tuple[float, int]], load_kg: float, reps: int) -> PersonalRecord | None:
    """The record that a verified set is against former ones; None where it is none, or where there is nothing to beat.

    Loads and values in kg, `REPS_AT_LOAD` in repetitions.
    """
    if not bests or reps < 1 or any(load >= load_kg and done >= reps for load, done in bests):
        return None
    heaviest = max((load for load, done in bests if done >= reps), default=None)
    most = max((done for load, done in bests if load >= load_kg), default=None)
    same_load = any(abs(load - load_kg) < 0.001 for load, _ in bests)
    if most is not None and (heaviest is None or same_load):
        return PersonalRecord(kind=RecordKind.REPS_AT_LOAD, value=reps, previous=most)
    kind = RecordKind.ONE_REP_MAX if reps == 1 else RecordKind.LOAD_AT_REPS
    previous = None if heaviest is None else round(heaviest, 3)
    return PersonalRecord(kind=kind, value=round(load_kg, 3), previous=previous)


def progression(
    history: LiftHistory | None, load_kg: float, unit: WeightUnit | None, settings: StrengthSettings
) -> LoadProgression | None:
    """A load against the last sessions, in `unit`; None where there were none.

    `changePerSession` is the least-squares slope of the sessions' heaviest working loads with this one as the newest.
    """
    if history is None or not history.sessions:
        return None
    recent = history.sessions[-settings.progression_sessions :]
    loads = [session.load_kg for session in recent]
    slope_pct = _slope_pct([*loads, load_kg])
    return LoadProgression(
        sessions=len(recent),
        trend=_trend(slope_pct, settings.progression_pct),
        last_weight=in_unit(loads[-1], unit),
        best_weight=in_unit(max(loads), unit),
        change_from_last=round(100 * (load_kg / loads[-1] - 1), 1) if loads[-1] else None,
        change_per_session=None if slope_pct is None else round(slope_pct, 2),
    )


def _slope_pct(loads: Sequence[float]) -> float | None:
    """Least-squares slope per session in % of the mean; None below three sessions."""
    n = len(loads)
    mean = sum(loads) / n
    if n < 3 or mean <= 0:
        return None
    middle = (n - 1) / 2
    over = sum((place - middle) * load for place, load in enumerate(loads))
    return 100 * over / sum((place - middle) ** 2 for place in range(n)) / mean


def _trend(slope_pct: float | None, from_pct: float) -> Trend:
    if slope_pct is None:
        return Trend.UNKNOWN
    if abs(slope_pct) < from_pct:
        return Trend.STABLE
    return Trend.IMPROVING if slope_pct > 0 else Trend.DECLINING
