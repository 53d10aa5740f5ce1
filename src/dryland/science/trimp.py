"""Training impulse: one number for the internal load of a session. Knows no zones' names and no history.

The methods are not interchangeable (Foster 2001, Table 4: 30 min steady 110 ± 24 by Edwards, 130 ± 57 by session RPE).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import by_sex, finite, non_negative, within

__all__ = [
    "banister_weight",
    "srpe_load",
    "trimp_banister",
    "trimp_banister_samples",
    "trimp_edwards",
    "trimp_lucia",
]


def banister_weight(sex: str) -> tuple[float, float]:
    """Banister's factor and exponent: 0.64, 1.92 for men and 0.86, 1.67 for women.

    Source: Morton 1990, doi:10.1152/jappl.1990.69.3.1171.
    """
    return by_sex(sex, (0.64, 1.92), (0.86, 1.67))


def trimp_banister(minutes: float, hr_avg: float, hr_rest: float, hr_max: float, sex: str) -> float:
    """Banister's impulse [arbitrary units] = min · x · a e^(bx), x the share of the heart-rate reserve clamped to 0-1.

    On an intermittent session sum it per sample: it is convex and the mean underestimates. Source: Banister 1991,
    Physiological Testing of Elite Athletes; Morton 1990, doi:10.1152/jappl.1990.69.3.1171.
    """
    if hr_max <= hr_rest:
        raise ValueError(f"hr_max {hr_max} must be above hr_rest {hr_rest}")
    factor, exponent = banister_weight(sex)
    x = min(
        1.0, max(0.0, (finite("hr_avg", hr_avg) - finite("hr_rest", hr_rest)) / (finite("hr_max", hr_max) - hr_rest))
    )
    return non_negative("minutes", minutes) * x * factor * math.exp(exponent * x)


@finite_inputs
def trimp_banister_samples(hr: Sequence[float], dt_s: float, hr_rest: float, hr_max: float, sex: str) -> float:
    """Banister's impulse summed over samples of `dt_s` seconds each.

    Source: Banister 1991; see `trimp_banister`.
    """
    return math.fsum(trimp_banister(dt_s / 60, bpm, hr_rest, hr_max, sex) for bpm in hr)


def _weighted(minutes_in_zone: Sequence[float], weights: Sequence[float]) -> float:
    if len(minutes_in_zone) != len(weights):
        raise ValueError(f"minutes_in_zone must hold {len(weights)} zones, not {len(minutes_in_zone)}")
    pairs = zip(minutes_in_zone, weights, strict=True)
    return math.fsum(non_negative("minutes", minutes) * weight for minutes, weight in pairs)


def trimp_edwards(minutes_in_zone: Sequence[float]) -> float:
    """Edwards' impulse: minutes in zones 1-5 (50-100 % HRmax) times 1-5. Source: Edwards 1993 via Foster 2001,
    doi:10.1519/00124278-200102000-00019.
    """
    return _weighted(minutes_in_zone, (1, 2, 3, 4, 5))


def trimp_lucia(minutes_in_zone: Sequence[float], weights: tuple[float, float, float] = (1, 2, 3)) -> float:
    """Lucía's impulse: minutes below VT1, between VT1 and VT2, and above VT2 times 1, 2, 3.

    Provisional: the weights are recalled and a setting. Source: Lucía 2003, MSSE 35:872,
    doi:10.1249/01.MSS.0000064999.82036.B4.
    """
    return _weighted(minutes_in_zone, weights)


def srpe_load(rpe_cr10: float, minutes: float) -> float:
    """Session load [arbitrary units] = CR10 rating 0-10 x minutes; ask about 30 min after the end.

    Source: Foster 2001, JSCR 15:109, doi:10.1519/00124278-200102000-00019.
    """
    return within("rpe_cr10", rpe_cr10, 0, 10) * non_negative("minutes", minutes)
