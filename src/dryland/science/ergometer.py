"""Concept2 ergometer arithmetic: pace, power, displayed calories. Knows no Bluetooth."""

from __future__ import annotations

from dryland.science.ranges import non_negative, positive

__all__ = [
    "bikeerg_pace_s_per_1000m",
    "bikeerg_watts",
    "c2_cal_per_hour",
    "c2_cal_per_hour_for_weight",
    "c2_kcal_from_work",
    "c2_pace_s_per_500m",
    "c2_watts",
]


def c2_watts(pace_s_per_500m: float) -> float:
    """Power [W] = 2.80/(seconds per metre)³; 2:00 per 500 m is 202.5 W. Source: Concept2."""
    return 2.80 / (positive("pace_s_per_500m", pace_s_per_500m) / 500) ** 3


def c2_pace_s_per_500m(watts: float) -> float:
    """Pace [s per 500 m], the inverse of `c2_watts`.

    Source: Concept2; watts above 0.
    """
    return 500 * (2.80 / positive("watts", watts)) ** (1 / 3)


def c2_cal_per_hour(watts: float) -> float:
    """Calories per hour [kcal/h] as the monitor shows them: 4 · 0.8604 W + 300, for about 79 kg. Source: Concept2."""
    return 4 * 0.8604 * non_negative("watts", watts) + 300


def c2_kcal_from_work(work_kj: float, seconds: float) -> float:
    """Calories [kcal] of a stroke or bout = (4 W_kJ + 0.35 t)/4.2, the monitor's formula per stroke.

    Source: Concept2.
    """
    return (4 * non_negative("work_kj", work_kj) + 0.35 * non_negative("seconds", seconds)) / 4.2


def c2_cal_per_hour_for_weight(
    cal_per_hour: float, weight_lb: float, base_cal: float = 300.0, cal_per_lb: float = 1.714
) -> float:
    """Calories per hour [kcal/h] corrected for body weight [lb]: cal/h - 300 + 1.714 lb.

    Provisional: both figures are recalled and settings.
    """
    return non_negative("cal_per_hour", cal_per_hour) - base_cal + cal_per_lb * positive("weight_lb", weight_lb)


def bikeerg_watts(pace_s_per_1000m: float, factor: float = 0.35) -> float:
    """Power [W] = 0.35/(seconds per metre)³, the rower's watts at the same number per 1000 m. Provisional: recalled."""
    return factor / (positive("pace_s_per_1000m", pace_s_per_1000m) / 1000) ** 3


def bikeerg_pace_s_per_1000m(watts: float, factor: float = 0.35) -> float:
    """Pace [s per 1000 m], the inverse of `bikeerg_watts`. Provisional: the factor is recalled and a setting."""
    return 1000 * (factor / positive("watts", watts)) ** (1 / 3)
