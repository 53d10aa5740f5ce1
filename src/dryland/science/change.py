"""Whether a change is real: typical error, smallest worthwhile change, asymmetry, change-of-direction deficit.

Knows no test by name. An asymmetry index depends on its metric: of 43 netballers 2 reach 10 % by 505 time and 21 by
change-of-direction deficit (Dos'Santos 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import non_negative, positive

__all__ = [
    "asi_hewit_pct",
    "asymmetry_pct",
    "change_verdict",
    "cod_deficit_s",
    "own_bound",
    "swc",
    "typical_error",
    "typical_error_cv_pct",
]


@finite_inputs
def swc(values: Sequence[float], factor: float = 0.2) -> float | None:
    """Smallest worthwhile change, 0.2 of the between-athlete sample SD, in the unit of `values`; None below two.

    Source: Hopkins 2000, Sports Med 30:1, doi:10.2165/00007256-200030010-00001.
    """
    return factor * stdev(values) if len(values) >= 2 else None


@finite_inputs
def typical_error(trial1: Sequence[float], trial2: Sequence[float]) -> float | None:
    """Typical error of one trial: sample SD of the differences over √2, in the trials' unit; None below two pairs.

    Source: Hopkins 2000, doi:10.2165/00007256-200030010-00001.
    """
    differences = [second - first for first, second in zip(trial1, trial2, strict=True)]
    return stdev(differences) / sqrt(2) if len(differences) >= 2 else None


@finite_inputs
def typical_error_cv_pct(trial1: Sequence[float], trial2: Sequence[float]) -> float | None:
    """Typical error as percent of the grand mean; None below two pairs. Source: Hopkins 2000."""
    error = typical_error(trial1, trial2)
    return None if error is None else 100 * error / positive("grand mean", fmean([*trial1, *trial2]))


@finite_inputs
def change_verdict(delta: float, typical_error: float, swc: float, factor: float = 1.5) -> str:
    """`unclear`, `real` (beyond 1.5 typical errors) or `meaningful` (also beyond the smallest worthwhile change).

    The factor of 1.5-2 is a provisional design value after Hopkins' logic, and a setting.
    """
    if abs(delta) <= factor * non_negative("typical_error", typical_error):
        return "unclear"
    return "meaningful" if abs(delta) > non_negative("swc", swc) else "real"


@finite_inputs
def own_bound(values: Sequence[float], sds: float, least: int = 5, least_sd: float = 0.0) -> float | None:
    """Mean + `sds` sample standard deviations of somebody's own earlier values, in their unit; None below `least`.

    Negative `sds` give a lower bound. `least_sd` keeps a few values that happen to agree from making a bound that any
    next one breaks. By definition; how many values and deviations are provisional design values and settings.
    """
    if len(values) < max(2, least):
        return None
    return fmean(values) + sds * max(stdev(values), least_sd)


def cod_deficit_s(t505_left: float, t505_right: float, t10m: float) -> float:
    """Change-of-direction deficit [s] = mean 505 time of both sides - 10-m time.

    Some studies take the 10-20 m split instead: store the method. Source: Nimphius 2016, JSCR 30:3024,
    doi:10.1519/JSC.0000000000001421.
    """
    return (positive("t505_left", t505_left) + positive("t505_right", t505_right)) / 2 - positive("t10m", t10m)


def asymmetry_pct(left: float, right: float) -> float | None:
    """Difference of the sides as percent of the larger, unsigned; None when both are zero.

    Source: Bishop 2016, SCJ 38:30, doi:10.1519/SSC.0000000000000264, the maximum as reference.
    """
    larger = max(non_negative("left", left), non_negative("right", right))
    return 100 * abs(left - right) / larger if larger > 0 else None


def asi_hewit_pct(dominant: float, nondominant: float) -> float:
    """Asymmetry index [%] = (1 - dominant/nondominant) x 100, signed.

    Source: Hewit 2012, Strength Cond J 34:82.
    """
    return 100 * (1 - non_negative("dominant", dominant) / positive("nondominant", nondominant))
