"""Recent load relative to the last four weeks: descriptive, not an injury predictor. Knows no threshold on purpose.

Numerator inside denominator correlates by construction (Lolli 2019, doi:10.1136/bjsports-2017-098110); dividing by a
constant or random chronic load predicts as well (Impellizzeri 2020, doi:10.1123/ijspp.2019-0864). The 0.8-1.3 and 1.5
bands are not supported. `loads` are daily totals, oldest first; a missing day is 0 only when it is known rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import positive

__all__ = ["acwr_ewma", "acwr_rolling_coupled", "acwr_rolling_uncoupled", "ewma_load"]

ACUTE_DAYS = 7
CHRONIC_DAYS = 28


@finite_inputs
def ewma_load(loads: Sequence[float], n: float) -> float | None:
    """Exponentially weighted load of the last day: E = L λ + (1 - λ) E, λ = 2/(n + 1), seeded by the first load.

    None without loads. Source: Williams 2017, BJSM 51:209, doi:10.1136/bjsports-2016-096589.
    """
    weight = 2 / (positive("n", n) + 1)
    average: float | None = None
    for load in loads:
        average = load if average is None else weight * load + (1 - weight) * average
    return average


def _ratio(acute: float | None, chronic: float | None) -> float | None:
    return None if acute is None or not chronic else acute / chronic


@finite_inputs
def acwr_ewma(loads: Sequence[float]) -> float | None:
    """Weighted load of 7 over that of 28 days; None before day 28 or without chronic load. Source: Williams 2017."""
    if len(loads) < CHRONIC_DAYS:
        return None
    return _ratio(ewma_load(loads, ACUTE_DAYS), ewma_load(loads, CHRONIC_DAYS))


@finite_inputs
def acwr_rolling_coupled(loads: Sequence[float]) -> float | None:
    """Mean of the last 7 over that of the last 28 days; None before day 28 or without chronic load.

    Source: Hulin 2014, doi:10.1136/bjsports-2013-092524.
    """
    if len(loads) < CHRONIC_DAYS:
        return None
    return _ratio(fmean(loads[-ACUTE_DAYS:]), fmean(loads[-CHRONIC_DAYS:]))


@finite_inputs
def acwr_rolling_uncoupled(loads: Sequence[float]) -> float | None:
    """Mean of the last 7 days over that of the 21 before; None before day 28 or without chronic load.

    Source: Windt & Gabbett 2019, doi:10.1136/bjsports-2017-098925.
    """
    if len(loads) < CHRONIC_DAYS:
        return None
    return _ratio(fmean(loads[-ACUTE_DAYS:]), fmean(loads[-CHRONIC_DAYS:-ACUTE_DAYS]))
