"""Wellness questionnaires against the athlete's own history. Knows no other athlete.

The two scales run in opposite directions: Hooper high is bad, McLean high is good. Never mix them. Cut-offs of the
"above 12 is risk" type have no validation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import within

__all__ = ["hooper_index", "mclean_wellness", "wellness_flags", "wellness_z"]


def hooper_index(sleep: float, fatigue: float, stress: float, soreness: float) -> float:
    """Sum 4-28 of four items 1-7, high is bad.

    Source: Hooper & Mackinnon 1995, Sports Med 20:321, doi:10.2165/00007256-199520050-00003.
    """
    items = {"sleep": sleep, "fatigue": fatigue, "stress": stress, "soreness": soreness}
    return sum(within(name, value, 1, 7) for name, value in items.items())


def mclean_wellness(
    fatigue: float, sleep: float, soreness: float, stress: float, mood: float, *, step: float = 0.5
) -> float:
    """Sum 5-25 of five items 1-5, high is good.

    Provisional: the half steps are recalled and a setting. Source: McLean 2010, IJSPP 5:367, doi:10.1123/ijspp.5.3.367.
    """
    items = {"fatigue": fatigue, "sleep": sleep, "soreness": soreness, "stress": stress, "mood": mood}
    for name, value in items.items():
        if within(name, value, 1, 5) % step:
            raise ValueError(f"{name} must be a multiple of {step}, not {value!r}")
    return sum(items.values())


@finite_inputs
def wellness_z(history: Sequence[float], today: float, min_entries: int = 2) -> float | None:
    """Today against the athlete's own earlier entries, in sample SDs; None below `min_entries` or without spread.

    Act on it only from 14 entries on, better 28: `wellness_flags` does.
    By definition; the direction is the scale's.
    """
    if len(history) < max(2, min_entries):
        return None
    spread = stdev(history)
    return (today - fmean(history)) / spread if spread > 0 else None


def wellness_flags(
    history: Sequence[float],
    today: float,
    items_worse_by: Mapping[str, float],
    *,
    min_entries: int = 14,
    z_limit: float = -1.5,
    item_limit: float = 2.0,
) -> list[str]:
    """Reasons to look: `z` when today (high is good) is at -1.5 SD or lower, and each item 2 points worse than usual.

    Provisional design values, all settings.
    """
    z = wellness_z(history, today, min_entries)
    flags = ["z"] if z is not None and z <= z_limit else []
    return flags + [name for name, worse in items_worse_by.items() if worse >= item_limit]
