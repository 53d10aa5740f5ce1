"""Heart-rate recovery and cardiac drift. Knows no alert thresholds of a team.

The published cut-offs are mortality markers in patients. For athletes only a trend within the athlete is honest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypedDict

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import finite, is_heart_rate, positive

__all__ = [
    "HeartRateRecovery",
    "hrr60",
    "hrr120_abnormal",
    "pa_hr_decoupling_pct",
    "pa_hr_decoupling_samples_pct",
    "seconds_to_hr_target",
]


class HeartRateRecovery(TypedDict):
    """Drop [bpm] and whether it meets the clinical cut-off."""

    drop: float
    abnormal: bool


def hrr60(hr_peak: float, hr_60s: float, abnormal_at_most_bpm: float = 12.0) -> HeartRateRecovery:
    """Drop [bpm] in the first minute after the stop; abnormal at 12 or less.

    n = 2428, mean age 57, upright cool-down: a clinical cut-off. Source: Cole 1999, NEJM 341:1351,
    doi:10.1056/NEJM199910283411804.
    """
    drop = positive("hr_peak", hr_peak) - positive("hr_60s", hr_60s)
    return {"drop": drop, "abnormal": drop <= abnormal_at_most_bpm}


def hrr120_abnormal(hr_peak: float, hr_120s: float, abnormal_at_most_bpm: float = 42.0) -> bool:
    """Whether the drop in two minutes after submaximal work is 42 bpm or less.

    Source: Cole 2000, Ann Intern Med 132:552, doi:10.7326/0003-4819-132-7-200004040-00007.
    """
    return positive("hr_peak", hr_peak) - positive("hr_120s", hr_120s) <= abnormal_at_most_bpm


@finite_inputs
def pa_hr_decoupling_pct(power_first: float, hr_first: float, power_second: float, hr_second: float) -> float:
    """Fall [%] of efficiency (mean power over mean heart rate) from the first half to the second; above 5 is drift.

    Needs steady work of at least 20 min without the warm-up. Source: Friel; GoldenCheetah AerobicDecoupling.
    """
    first = positive("power_first", power_first) / positive("hr_first", hr_first)
    return 100 * (first - power_second / positive("hr_second", hr_second)) / first


def pa_hr_decoupling_samples_pct(
    power_w: Sequence[float], hr: Sequence[float], dt_s: float = 1.0, min_duration_s: float = 1200.0
) -> float | None:
    """`pa_hr_decoupling_pct` of an evenly sampled steady bout; samples without heart rate are left out.

    None below `min_duration_s` (20 min) or without power or heart rate in a half.
    Source: Friel; GoldenCheetah AerobicDecoupling. The 20 min are Friel's and a setting.
    """
    if len(power_w) != len(hr):
        raise ValueError("power_w and hr must have the same length")
    if len(hr) * positive("dt_s", dt_s) < min_duration_s:
        return None
    middle = len(hr) // 2
    pairs = list(zip(power_w, hr, strict=True))
    halves = [[pair for pair in half if pair[1] > 0] for half in (pairs[:middle], pairs[middle:])]
    if not all(halves):
        return None
    means = [math.fsum(p[axis] for p in half) / len(half) for half in halves for axis in (0, 1)]
    return pa_hr_decoupling_pct(*means) if means[0] > 0 else None


def seconds_to_hr_target(hr: Sequence[float | None], target_bpm: float, dt_s: float = 1.0) -> float | None:
    """Seconds from the first sample to the first at or below `target_bpm`; None when it is never reached.

    By definition; a sample of None is no data, and so is one of 0 bpm.
    """
    positive("dt_s", dt_s)
    finite("target_bpm", target_bpm)
    return next((index * dt_s for index, bpm in enumerate(hr) if is_heart_rate(bpm) and bpm <= target_bpm), None)
