"""What agility sessions leave to the next one: times by drill and side, decrements of repeats, how the sides differ.

Plain data that goes from the end of one session into the start of the next; knows no session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from dryland.contract.agility_plan import Drill
from dryland.floor.agility_judgement import DrillPrior, drill_key, merged_prior
from dryland.floor.agility_track import Attempt, DrillTrack
from dryland.floor.days import day_of
from dryland.science.alerts import sprint_decrement_pct

__all__ = ["AgilityPriors", "Begun", "SideGap", "priors_after"]

KEPT: Final = 20
"""Decrements and differences of sides that are carried on, the newest ones [D]."""


class SideGap(msgspec.Struct, frozen=True):
    """How far the sides were apart, % of the slower; above zero where left was slower. Days of the club since 1970."""

    day: int
    pct: float


class AgilityPriors(msgspec.Struct, frozen=True):
    """What former agility sessions tell of a player, by drill and direction; `gaps` by drill."""

    drills: Mapping[str, DrillPrior] = {}
    decrements: Mapping[str, tuple[float, ...]] = {}
    gaps: Mapping[str, tuple[SideGap, ...]] = {}


class Begun(NamedTuple):
    """When a session began, and the time zone whose midnights part its day from the next."""

    at_ms: int
    zone: str


def priors_after(
    known: AgilityPriors, ran: Iterable[tuple[Drill, DrillTrack]], begun: Begun | None, sprint_attempts: int
) -> AgilityPriors:
    """After a session of these drills; `sprint_attempts` repeats are needed for a decrement."""
    drills, decrements, gaps = dict(known.drills), dict(known.decrements), dict(known.gaps)
    for drill, track in ran:
        for side in dict.fromkeys(attempt.side for attempt in track.attempts):
            key, valid = drill_key(drill, side), track.valid(side)
            merged = merged_prior(drills.get(key), valid)
            if merged is not None:
                drills[key] = merged
            decrement = _decrement_pct(valid, sprint_attempts)
            if decrement is not None:
                decrements[key] = (*decrements.get(key, ()), round(decrement, 2))[-KEPT:]
        gap = track.gap_pct() if drill.sides else None
        if gap is not None and begun is not None:
            key = drill_key(drill, None)
            gaps[key] = _with_gap(gaps.get(key, ()), SideGap(day_of(begun.at_ms, begun.zone), gap))
    return AgilityPriors(drills, decrements, gaps)


def _decrement_pct(valid: Sequence[Attempt], sprint_attempts: int) -> float | None:
    if len(valid) < sprint_attempts:
        return None
    return sprint_decrement_pct([attempt.time_ms / 1000 for attempt in valid])


def _with_gap(gaps: Sequence[SideGap], gap: SideGap) -> tuple[SideGap, ...]:
    """One word a day, the newest one."""
    return (*(each for each in gaps if each.day != gap.day), gap)[-KEPT:]
