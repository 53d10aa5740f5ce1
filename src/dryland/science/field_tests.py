"""Maximal oxygen uptake from running tests, and how the tests go. Knows no timing system."""

from __future__ import annotations

from dryland.science.ranges import by_sex, non_negative, positive, within

__all__ = [
    "hiit_speed_kmh",
    "ift_stage_speed_kmh",
    "leger_stage_speed_kmh",
    "vo2max_3015ift",
    "vo2max_leger1982",
    "vo2max_leger1988",
    "vo2max_stickland2003",
]


def vo2max_3015ift(sex: str, age: float, kg: float, vift: float) -> float:
    """VO2max [ml/kg/min] from the last stage's speed `vift` [km/h] of the 30-15 intermittent fitness test.

    28.3 - 2.15G - 0.741A - 0.0357W + 0.0586 A·V + 1.03V, G 1 for men and 2 for women. Source: Buchheit 2008,
    JSCR 22:365, doi:10.1519/JSC.0b013e3181635b2e.
    """
    group = by_sex(sex, 1, 2)
    return (
        28.3
        - 2.15 * group
        - 0.741 * positive("age", age)
        - 0.0357 * positive("kg", kg)
        + 0.0586 * age * positive("vift", vift)
        + 1.03 * vift
    )


def ift_stage_speed_kmh(stage: int, start_kmh: float = 8.0) -> float:
    """Speed [km/h] of the 30-15 test's stage (from 1): start 8 or 10, +0.5 each 45 s. Source: Buchheit 2008."""
    return start_kmh + 0.5 * (positive("stage", stage) - 1)


def hiit_speed_kmh(vift: float, pct: float) -> float | None:
    """Running speed [km/h] for intervals at 85-105 % of VIFT; None outside. Source: Buchheit 2008."""
    return positive("vift", vift) * pct / 100 if 85 <= pct <= 105 else None


def vo2max_leger1982(speed_kmh: float) -> float:
    """VO2max [ml/kg/min] = 5.857S - 19.458 from the 20-m shuttle run with 2-min stages; SEE 5.4.

    Source: Léger & Lambert 1982, Eur J Appl Physiol 49:1, doi:10.1007/BF00428958.
    """
    return 5.857 * positive("speed_kmh", speed_kmh) - 19.458


def vo2max_leger1988(
    speed_kmh: float, age: float, coefficients: tuple[float, float, float, float] = (31.025, 3.238, -3.248, 0.1536)
) -> float:
    """VO2max [ml/kg/min] from the 20-m shuttle run with 1-min stages: 31.025 + 3.238S - 3.248A + 0.1536SA.

    Age [y] counts as 18 from there on. Provisional: recalled, a setting. Source: Léger 1988, J Sports Sci 6:93,
    doi:10.1080/02640418808729800.
    """
    constant, per_speed, per_age, mixed = coefficients
    years = min(positive("age", age), 18)
    return constant + per_speed * positive("speed_kmh", speed_kmh) + per_age * years + mixed * speed_kmh * years


def leger_stage_speed_kmh(stage: int, start_kmh: float = 8.5, step_kmh: float = 0.5) -> float:
    """Speed [km/h] of the 1-min shuttle run's stage (from 1): 8.5, then +0.5. Provisional: recalled, settings."""
    return start_kmh + step_kmh * (positive("stage", stage) - 1)


def vo2max_stickland2003(sex: str, last_half_stage: float) -> float:
    """VO2max [ml/kg/min] from the last completed half stage: men 2.75x + 28.8 (SEE 4.07), women 2.85x + 25.1 (3.64).

    Source: Stickland 2003, Can J Appl Physiol 28:272.
    """
    slope, constant = by_sex(sex, (2.75, 28.8), (2.85, 25.1))
    return slope * within("last_half_stage", non_negative("last_half_stage", last_half_stage), 0, 23) + constant
