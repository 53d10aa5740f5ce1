"""Fitness and fatigue as exponential averages of daily load, and Banister's impulse-response model.

Knows no source of load. Nine observations for five parameters over-fit: on the Clarke & Skiba data the cross-validated
error doubles and random predictors fit as well. `loads` are daily, oldest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, fsum, sqrt

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import positive

__all__ = ["atl", "banister_predict", "banister_rmse", "banister_series", "ctl", "ctl_series", "tsb"]


def _share(tau: float, kernel: str) -> float:
    """How much of the distance to today's load an average moves in a day."""
    if kernel == "exp":
        return 1 - exp(-1 / positive("tau", tau))
    if kernel == "fraction":
        return 1 / positive("tau", tau)
    raise ValueError(f"kernel must be exp or fraction, not {kernel!r}")


@finite_inputs
def ctl_series(loads: Sequence[float], tau: float = 42.0, kernel: str = "exp") -> list[float]:
    """Exponential average of load after each day, from 0: kernel `exp` (GoldenCheetah) or `fraction` (1/tau).

    Source: GoldenCheetah, PMCData; loads in any one unit.
    """
    share, average, series = _share(tau, kernel), 0.0, list[float]()
    for load in loads:
        average += (load - average) * share
        series.append(average)
    return series


@finite_inputs
def ctl(loads: Sequence[float], tau: float = 42.0, kernel: str = "exp") -> float:
    """Chronic load ("fitness") after the last day, time constant 42 days; 0 without loads.

    Source: GoldenCheetah, PMCData.
    """
    series = ctl_series(loads, tau, kernel)
    return series[-1] if series else 0.0


@finite_inputs
def atl(loads: Sequence[float], tau: float = 7.0, kernel: str = "exp") -> float:
    """Acute load ("fatigue") after the last day, time constant 7 days; 0 without loads.

    Source: GoldenCheetah, PMCData.
    """
    return ctl(loads, tau, kernel)


@finite_inputs
def tsb(
    loads: Sequence[float], ctl_tau: float = 42.0, atl_tau: float = 7.0, kernel: str = "exp", form: str = "yesterday"
) -> float:
    """Balance = chronic - acute load, of `yesterday` (before the last day's load, default) or the `same_day`.

    Source: GoldenCheetah help, the balance of the day before.
    """
    if form not in {"yesterday", "same_day"}:
        raise ValueError(f"form must be yesterday or same_day, not {form!r}")
    known = loads[:-1] if form == "yesterday" else loads
    return ctl(known, ctl_tau, kernel) - atl(known, atl_tau, kernel)


@finite_inputs
def banister_series(
    loads: Sequence[float], *, p0: float, k1: float, tau1: float, k2: float, tau2: float, include_today: bool = True
) -> list[float]:
    """Performance p0 + k1 g - k2 h on each day; g and h decay by tau1 and tau2 [days] and add the day's load.

    `include_today` counts the day's own load (dorem); the textbook form does not. Source: Banister 1975; Clarke &
    Skiba 2013, doi:10.1152/advan.00078.2011.
    """
    keep1, keep2 = exp(-1 / positive("tau1", tau1)), exp(-1 / positive("tau2", tau2))
    fitness = fatigue = 0.0
    series: list[float] = []
    for load in loads:
        before = (fitness * keep1, fatigue * keep2)
        fitness, fatigue = before[0] + load, before[1] + load
        counted = (fitness, fatigue) if include_today else before
        series.append(p0 + k1 * counted[0] - k2 * counted[1])
    return series


@finite_inputs
def banister_predict(
    loads: Sequence[float], *, p0: float, k1: float, tau1: float, k2: float, tau2: float, include_today: bool = True
) -> float:
    """Performance on the last day by `banister_series`; p0 without loads.

    Source: Banister 1975; Clarke & Skiba 2013, doi:10.1152/advan.00078.2011.
    """
    series = banister_series(loads, p0=p0, k1=k1, tau1=tau1, k2=k2, tau2=tau2, include_today=include_today)
    return series[-1] if series else p0


@finite_inputs
def banister_rmse(
    loads: Sequence[float],
    observed: Mapping[str, float] | Mapping[int, float],
    *,
    p0: float,
    k1: float,
    tau1: float,
    k2: float,
    tau2: float,
    include_today: bool = True,
) -> float | None:
    """Root mean square error against `observed` performances by day (from 1); None without observations.

    By definition, in the unit of performance.
    """
    series = banister_series(loads, p0=p0, k1=k1, tau1=tau1, k2=k2, tau2=tau2, include_today=include_today)
    squares = [(series[int(day) - 1] - value) ** 2 for day, value in observed.items()]
    return sqrt(fsum(squares) / len(squares)) if squares else None
