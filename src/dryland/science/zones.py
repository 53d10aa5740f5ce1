"""Training zones, time in them and compliance with a plan. Knows no sensor and no alert.

Boundary convention differs by scheme and is stated at each: %HRmax zones own their lower bound, Coggan's own the
upper one, Friel's printed integers are looked up after rounding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import finite, look_up, non_negative, positive

__all__ = [
    "acsm_hrr_intensity",
    "coggan_hr_zone_lthr",
    "coggan_power_zone",
    "friel_zone",
    "hr_above_pct_hrmax_fraction",
    "plan_compliance_colour",
    "time_in_zone_s",
    "zone5_bounds_bpm",
    "zone5_pct_hrmax",
    "zone_compliance_pct",
    "zones_explicit",
]

_COGGAN_POWER_PCT = (55, 75, 90, 105, 120, 150)
_COGGAN_HR_PCT = (68, 83, 94, 105)
_FRIEL_LOWER_PCT = {
    "bike": ((107, "5c"), (103, "5b"), (100, "5a"), (94, "4"), (90, "3"), (81, "2")),
    "run": ((107, "5c"), (103, "5b"), (100, "5a"), (95, "4"), (90, "3"), (85, "2")),
}
# Half-widths around the plan [% of plan]: inside the first green, inside the second yellow. TrainingPeaks' yellow
# reaches down to 50 and up to 150.
_COMPLIANCE_PCT = {"trainingpeaks": (20, 50), "todays_plan": (15, 35)}


def _round_half_up(value: float) -> int:
    return math.floor(value + 0.5)


def zone5_bounds_bpm(hr_max: float) -> list[float]:
    """Lower bounds [bpm] of zones 1-5 at 50, 60, 70, 80, 90 % of `hr_max`; whole numbers compare exactly.

    Source: Edwards 1993.
    """
    positive("hr_max", hr_max)
    return [tenths * hr_max / 10 for tenths in (5, 6, 7, 8, 9)]


def zone5_pct_hrmax(hr: float, hr_max: float) -> int:
    """Zone 1-5 at 50-60-70-80-90-100 % of HRmax, 0 below; the lower bound belongs to the zone.

    Above 100 % stays zone 5. Source: Edwards 1993; Foster 2001, JSCR 15:109, doi:10.1519/00124278-200102000-00019.
    """
    return sum(non_negative("hr", hr) >= bound for bound in zone5_bounds_bpm(hr_max))


def acsm_hrr_intensity(pct_hrr: float, bounds_pct: tuple[float, float, float, float] = (30, 40, 60, 90)) -> str:
    """`very_light`, `light` 30-39, `moderate` 40-59, `vigorous` 60-89 or `near_maximal` from 90 % of the reserve.

    Provisional: recalled from ACSM guidelines (Garber 2011, doi:10.1249/MSS.0b013e318213fefb); bounds are a setting.
    """
    names = ("very_light", "light", "moderate", "vigorous", "near_maximal")
    return names[sum(pct_hrr >= bound for bound in bounds_pct)]


def friel_zone(sport: str, hr: float, lthr: float) -> str:
    """Friel's zone "1"-"4", "5a", "5b", "5c" of `bike` or `run` by percent of threshold heart rate.

    The printed bounds are whole percents, so the ratio is rounded (half up) first. Source: 220triathlon.com.
    """
    pct = _round_half_up(100 * non_negative("hr", hr) / positive("lthr", lthr))
    for lower_pct, zone in look_up("sport", sport, _FRIEL_LOWER_PCT):
        if pct >= lower_pct:
            return zone
    return "1"


def _upper_inclusive(value: float, whole: float, bounds_pct: Sequence[float]) -> int:
    # Nine decimals forgive binary fractions: 0.55 of 1.0 is 55 %, not 55.00000000000001.
    pct = round(100 * value / whole, 9)
    return 1 + sum(pct > bound for bound in bounds_pct)


@finite_inputs
def coggan_power_zone(watts: Sequence[float], ftp: float) -> list[int]:
    """Power zones 1-7 of each value at 55/75/90/105/120/150 % of threshold power `ftp` [W]; upper bound inclusive.

    Source: Coggan, as in Allen & Coggan, Training and Racing with a Power Meter, and sweatpy's tests.
    """
    positive("ftp", ftp)
    return [_upper_inclusive(value, ftp, _COGGAN_POWER_PCT) for value in watts]


@finite_inputs
def coggan_hr_zone_lthr(hr: Sequence[float], lthr: float) -> list[int]:
    """Heart-rate zones 1-5 of each value at 68/83/94/105 % of threshold heart rate; upper bound inclusive.

    Source: Coggan, as in GoldenCheetah's defaults and sweatpy.
    """
    positive("lthr", lthr)
    return [_upper_inclusive(value, lthr, _COGGAN_HR_PCT) for value in hr]


def zones_explicit(values: Sequence[float], edges: Sequence[float]) -> list[int | None]:
    """Zone of each value between ascending `edges`: zone i holds edges[i-1] < value <= edges[i]; None outside.

    By definition.
    """
    if list(edges) != sorted(set(edges)) or any(math.isnan(edge) for edge in edges):
        raise ValueError("edges must be numbers that ascend")
    zones: list[int | None] = []
    for value in values:
        zone = sum(value > edge for edge in edges)
        zones.append(zone if 0 < zone < len(edges) else None)
    return zones


def time_in_zone_s(
    hr: Sequence[float | None],
    hr_max: float,
    dt_s: float | Sequence[float] = 1.0,
    max_gap_s: float = 5.0,
) -> list[float]:
    """Seconds in zones 0-5 of %HRmax (index 0 is below zone 1): each sample's dt goes to its own zone.

    `dt_s` is the fixed sample interval, or one interval per sample; of the latter those above `max_gap_s` are no data
    (provisional design value, a setting), as is a None heart rate.
    """
    positive("hr_max", hr_max)
    fixed = not isinstance(dt_s, Sequence)
    intervals: Sequence[float] = [dt_s] * len(hr) if not isinstance(dt_s, Sequence) else dt_s
    seconds = [0.0] * 6
    for bpm, interval_s in zip(hr, intervals, strict=True):
        if bpm is not None and (fixed or interval_s <= max_gap_s):
            seconds[zone5_pct_hrmax(bpm, hr_max)] += interval_s
    return seconds


def zone_compliance_pct(
    hr: Sequence[float | None], low: float, high: float, dt_s: float = 1.0, exclude_first_s: float = 0.0
) -> float | None:
    """Percent of the recorded time with low <= hr <= high; None without any recorded time.

    Heart rate lags load by about 30 s: `exclude_first_s` of 30-60 forgives the start of a step (a provisional setting).
    """
    skip = math.ceil(non_negative("exclude_first_s", exclude_first_s) / positive("dt_s", dt_s))
    if math.isnan(low) or math.isnan(high):
        raise ValueError("low and high must be numbers")
    recorded = [finite("hr", bpm) for bpm in hr[skip:] if bpm is not None]
    if not recorded:
        return None
    return 100 * sum(low <= bpm <= high for bpm in recorded) / len(recorded)


def plan_compliance_colour(planned_min: float, done_min: float, scheme: str = "trainingpeaks") -> str | None:
    """`green`, `yellow` or `red` by whole percent of the plan done; None when nothing was planned.

    `trainingpeaks`: green 80-120 %, yellow 50-79 and 121-150 %; `todays_plan`: 15 and 35 % either side.
    Source: TrainingPeaks help; Today's Plan help.
    """
    green, yellow = look_up("scheme", scheme, _COMPLIANCE_PCT)
    if non_negative("planned_min", planned_min) == 0:
        return None
    off_pct = abs(_round_half_up(100 * non_negative("done_min", done_min) / planned_min) - 100)
    return "green" if off_pct <= green else "yellow" if off_pct <= yellow else "red"


def hr_above_pct_hrmax_fraction(hr: Sequence[float | None], hr_max: float, pct: float = 90.0) -> float | None:
    """Share 0-1 of the samples at or above `pct` percent of HRmax; None without samples.

    By definition; a sample of None is no data and counts for neither.
    """
    bound_bpm = finite("pct", pct) * positive("hr_max", hr_max) / 100
    recorded = [finite("hr", bpm) for bpm in hr if bpm is not None]
    return sum(bpm >= bound_bpm for bpm in recorded) / len(recorded) if recorded else None
