"""Power of a machine against the same player's power at that heart rate: the statistic of a drifting ergometer.

An engineering statistic [D] after science.md F.3: no trial validates its figures. A machine that says too much shows as
power that all its players' hearts had not paid for. Knows no machine and no player.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median, pstdev
from typing import Final, NamedTuple

from dryland.science.line_fit import line_fit

__all__ = ["SteadyMinute", "power_residual_pct", "steady_minutes"]

MINUTE_S: Final = 60.0
HEART_LAG_S: Final = 30.0
"""Heart rate follows load with about this delay: the second half of a minute belongs to its power."""
GAP_S: Final = 5.0
LEAST_W: Final = 30.0
STEADY_CV_PCT: Final = 10.0
LEAST_FORMER: Final = 20
LEAST_SPAN_BPM: Final = 15.0
BEYOND_BPM: Final = 5.0
LEAST_NOW: Final = 3


class SteadyMinute(NamedTuple):
    """A minute of even power: mean power [W], and mean heart rate [bpm] of its second half."""

    power_w: float
    heart_rate_bpm: float


def steady_minutes(
    at_s: Sequence[float], power_w: Sequence[float | None], heart_rate_bpm: Sequence[float | None]
) -> list[SteadyMinute]:
    """Whole minutes, one after the other, of power that varies by at most 10 % (SD/mean) and never has a gap of 5 s.

    Moments are in order; a minute below 30 W or without heart rate in its second half is none.
    """
    if not len(at_s) == len(power_w) == len(heart_rate_bpm):
        raise ValueError("times, power and heart rate must be of the same length")
    found: list[SteadyMinute] = []
    begin = 0
    for place in range(1, len(at_s) + 1):
        is_broken = place == len(at_s) or at_s[place] - at_s[place - 1] > GAP_S
        if is_broken or at_s[place] - at_s[begin] >= MINUTE_S:
            last_s = at_s[place - 1] if is_broken else at_s[begin] + MINUTE_S
            if last_s - at_s[begin] >= MINUTE_S - GAP_S:
                span = slice(begin, place)
                minute = _minute(at_s[span], power_w[span], heart_rate_bpm[span])
                found += [] if minute is None else [minute]
            begin = place
    return found


def _minute(
    at_s: Sequence[float], power_w: Sequence[float | None], heart_rate_bpm: Sequence[float | None]
) -> SteadyMinute | None:
    power = [value for value in power_w if value is not None]
    beats = [
        value
        for at, value in zip(at_s, heart_rate_bpm, strict=True)
        if value and at - at_s[0] >= MINUTE_S - HEART_LAG_S
    ]
    if not power or not beats or 2 * len(power) < len(power_w):
        return None
    mean_w = fmean(power)
    if mean_w < LEAST_W or 100 * pstdev(power, mean_w) > STEADY_CV_PCT * mean_w:
        return None
    return SteadyMinute(mean_w, fmean(beats))


def power_residual_pct(now: Sequence[SteadyMinute], former: Sequence[SteadyMinute]) -> float | None:
    """How far power lies above what the player's former minutes say for the same heart rate, %: the median minute.

    The former ones make a straight line of power on heart rate; None with fewer than 20 of them, less than 15 bpm
    between them, a line that does not rise, or fewer than three minutes now within 5 bpm of what the line knows.
    """
    if len(former) < LEAST_FORMER:
        return None
    beats = [each.heart_rate_bpm for each in former]
    low, high = min(beats), max(beats)
    line = line_fit(beats, [each.power_w for each in former])
    if line is None or line.slope <= 0 or high - low < LEAST_SPAN_BPM:
        return None
    shares = [
        100 * (each.power_w / expected_w - 1)
        for each in now
        if low - BEYOND_BPM <= each.heart_rate_bpm <= high + BEYOND_BPM
        and (expected_w := line.at(each.heart_rate_bpm)) >= LEAST_W
    ]
    return median(shares) if len(shares) >= LEAST_NOW else None
