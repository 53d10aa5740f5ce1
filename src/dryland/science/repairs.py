"""How a fleet of repaired machines ages: mean cumulative repairs and the power law. Knows no machine."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TypedDict

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import positive

__all__ = ["CrowAmsaaFit", "crow_amsaa_beta_unbiased", "crow_amsaa_mle", "mcf"]

# `lambda` is no attribute name in Python, so the published pair is spelled as a mapping.
CrowAmsaaFit = TypedDict("CrowAmsaaFit", {"beta": float, "lambda": float})


@finite_inputs
def mcf(systems: Sequence[Sequence[float]], last_is_censor: bool = True) -> dict[float, float]:
    """Mean cumulative number of repairs per unit at each repair time; a convex curve means deterioration.

    Each system lists its repair times in order, the last entry being the end of observation (`last_is_censor`) or a
    repair after which it is no longer observed. Source: Nelson 1988, J Qual Technol 20:24.
    """
    repairs = sorted(time for system in systems for time in (system[:-1] if last_is_censor else system))
    ends = [max(system) for system in systems if system]
    mean, curve = 0.0, dict[float, float]()
    for time in repairs:
        mean += 1 / sum(end >= time for end in ends)
        curve[time] = mean
    return curve


@finite_inputs
def crow_amsaa_mle(times: Sequence[float], end: float | None = None) -> CrowAmsaaFit | None:
    """Power law of cumulative failures lambda·T^beta from failure times of one system observed to `end`.

    beta = n/Σln(T/t), lambda = n/T^beta; without `end` the last failure ends the test and leaves the sum. None when
    beta is undefined. Source: Crow 1974; MIL-HDBK-189.
    """
    horizon = max(times, default=0.0) if end is None else end
    if not times or any(positive("time", t) > horizon for t in times):
        if times:
            raise ValueError("a failure lies after the end of observation")
        return None
    total = sum(log(horizon / t) for t in times)
    if total == 0:
        return None
    beta = len(times) / total
    return {"beta": beta, "lambda": len(times) / horizon**beta}


def crow_amsaa_beta_unbiased(beta: float, failures: int) -> float | None:
    """beta·(n - 1)/n, without bias for a time-terminated test; None below two failures. Source: Crow 1974."""
    return positive("beta", beta) * (failures - 1) / failures if failures >= 2 else None
