"""The measures behind real-time alerts: runs above a bound, drift of effort, sprint and drill decrements.

Descriptive numbers only. Thresholds, hysteresis and wording are the floor's.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from dryland.science.inputs import finite_inputs
from dryland.science.line_fit import line_fit
from dryland.science.ranges import finite, is_heart_rate, non_negative, positive

__all__ = [
    "drill_decrement_pct",
    "rpe_drifts",
    "rpe_slope_per_set",
    "sprint_decrement_pct",
    "sprint_fatigue_pct",
    "sustained_above_s",
    "wingate_fatigue_index_pct",
]


def sustained_above_s(
    hr: Sequence[float | None], threshold: float, min_s: float = 30.0, dt_s: float = 1.0
) -> list[list[int]]:
    """[first, last] sample index of each run with hr > threshold that lasts at least `min_s` (a sample lasts `dt_s`).

    A sample of None is no data: nobody can say that it was above, so it ends a run.

    The 30 s are a provisional design value and a setting.
    """
    positive("dt_s", dt_s)
    finite("threshold", threshold)
    non_negative("min_s", min_s)
    runs: list[list[int]] = []
    start: int | None = None
    for index in range(len(hr) + 1):
        bpm = hr[index] if index < len(hr) else None
        above = is_heart_rate(bpm) and bpm > threshold
        if above and start is None:
            start = index
        elif not above and start is not None:
            if (index - start) * dt_s >= min_s:
                runs.append([start, index - 1])
            start = None
    return runs


@finite_inputs
def rpe_slope_per_set(rpe: Sequence[float]) -> float | None:
    """Least-squares rise of RPE per set at constant load and reps; None with fewer than two sets.

    By definition; the rating is of Zourdos 2016, doi:10.1519/JSC.0000000000001049.
    """
    fit = line_fit(range(len(rpe)), rpe)
    return None if fit is None else fit.slope


@finite_inputs
def rpe_drifts(
    rpe: Sequence[float],
    target_rpe: float | None = None,
    slope_limit: float = 0.5,
    min_sets: int = 3,
    over_target: float = 1.5,
) -> bool:
    """Whether effort drifts: slope above 0.5 a set over at least 3 sets, or the last report 1.5 over target.

    Plausible, without a trial: provisional design values, all settings.
    """
    if target_rpe is not None and rpe and rpe[-1] >= target_rpe + over_target:
        return True
    slope = rpe_slope_per_set(rpe)
    return len(rpe) >= min_sets and slope is not None and slope > slope_limit


@finite_inputs
def sprint_decrement_pct(times_s: Sequence[float]) -> float | None:
    """Percentage decrement of repeated sprints: 100 · total/(n · best) - 100; typical 3-7. None without sprints.

    The only index of eight with acceptable validity and reliability. Source: Glaister 2008, JSCR 22:1597,
    doi:10.1519/JSC.0b013e318181ab80.
    """
    if not times_s:
        return None
    best_s = positive("best time", min(times_s))
    return 100 * fsum(times_s) / (len(times_s) * best_s) - 100


@finite_inputs
def sprint_fatigue_pct(times_s: Sequence[float]) -> float | None:
    """(slowest - fastest)/fastest x 100; noisier than `sprint_decrement_pct`. None without sprints.

    Source: Glaister 2008, doi:10.1519/JSC.0b013e318181ab80.
    """
    if not times_s:
        return None
    best_s = positive("best time", min(times_s))
    return 100 * (max(times_s) - best_s) / best_s


def drill_decrement_pct(best_s: float, current_s: float) -> float:
    """How much slower [%] than the session's best; negative for a new best.

    By definition.
    """
    return 100 * (positive("current_s", current_s) - positive("best_s", best_s)) / best_s


@finite_inputs
def wingate_fatigue_index_pct(peak_w: float, min_w: float) -> float:
    """(peak - minimum)/peak power x 100 of a 30-s Wingate; descriptive. Source: Bar-Or 1987, Sports Med 4:381,
    doi:10.2165/00007256-198704060-00001.
    """
    return 100 * (positive("peak_w", peak_w) - min_w) / peak_w
