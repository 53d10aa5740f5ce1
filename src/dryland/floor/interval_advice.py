"""What accepted advice after an interval changes: rest that the player gets, and the power of the work that comes.

A target of heart rate stays: it is what the change is to bring the heart back to. Knows no session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from dryland.contract.conditioning import AdaptiveRecommendation, Interval, IntervalKind
from dryland.contract.strength import AdviceDecided, AdviceVerdict

__all__ = ["IntensityChange", "as_accepted", "change_at", "extra_rest_s", "intensity_after"]

MOST_DOWN_PCT: Final = -20.0
MOST_UP_PCT: Final = 10.0
"""Bounds of all accepted advice together, in % of the plan: what one advice may be at most (contract)."""


class IntensityChange(msgspec.Struct, frozen=True):
    """From this interval on work is so much harder or easier than planned, %; until a later one says otherwise."""

    from_index: int
    pct: float


def extra_rest_s(newest: AdaptiveRecommendation | None, fact: AdviceDecided, present: Interval) -> float:
    """Rest to add to the present interval, s: what is missing in it of the rest that an accepted advice asks for."""
    if newest is None or newest.advice_id != fact.advice_id or present.type is not IntervalKind.REST:
        return 0.0
    return max(0.0, newest.recovery_needed - present.duration) if fact.verdict is AdviceVerdict.ACCEPTED else 0.0


def intensity_after(
    newest: AdaptiveRecommendation | None, followed: Mapping[str, float], advice_id: str, verdict: AdviceVerdict
) -> float | None:
    """The change of coming work after a verdict, % of the plan; None where the verdict changes nothing.

    `followed` are the advices that are followed already, by what each asked for. Only the newest advice can be
    followed anew: it was computed from targets that have the earlier ones in.
    """
    kept = dict(followed)
    if verdict is not AdviceVerdict.ACCEPTED:
        if kept.pop(advice_id, None) is None:
            return None
    elif advice_id in kept or newest is None or newest.advice_id != advice_id or not newest.intensity_adjustment:
        return None
    else:
        kept[advice_id] = newest.intensity_adjustment
    return max(MOST_DOWN_PCT, min(MOST_UP_PCT, sum(kept.values())))


def change_at(changes: Sequence[IntensityChange], index: int) -> float:
    """The change that holds for an interval, % of the plan."""
    return next((change.pct for change in reversed(changes) if change.from_index <= index), 0.0)


def as_accepted(interval: Interval, pct: float) -> Interval:
    """The interval with its target of power changed, where it is work and has one."""
    if not pct or interval.type is not IntervalKind.WORK or interval.power is None:
        return interval
    factor = 1 + pct / 100
    low, high = round(interval.power.min * factor, 1), round(interval.power.max * factor, 1)
    return replace(interval, power=replace(interval.power, min=low, max=high))
