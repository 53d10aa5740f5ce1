"""Slow drift of an instrument: exponentially weighted charts and cumulative sums. Knows no ergometer.

An alarm means "check the calibration"; nothing is corrected by itself. The published symbols `lambda` and `L` are
accepted as keywords beside `weight` and `width`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sqrt
from statistics import NormalDist
from typing import TypedDict

from dryland.science.inputs import finite_inputs
from dryland.science.keywords import also_called
from dryland.science.ranges import positive

__all__ = [
    "ControlLimits",
    "CusumLower",
    "CusumUpper",
    "cusum_arl",
    "cusum_tabular",
    "cusum_tabular_lower",
    "ewma_limits_asymptotic",
    "ewma_limits_exact",
    "ewma_series",
    "ewma_signals",
]


class ControlLimits(TypedDict):
    """Upper and lower control limit in the unit of the values."""

    ucl: float
    lcl: float


class CusumUpper(TypedDict):
    """First sample (from 1) whose upward sum exceeds the limit, the sum there, and how long it had been above 0."""

    first_signal: int | None
    c_plus_at_signal: float | None
    n_plus: int | None


class CusumLower(TypedDict):
    """The same for the downward sum."""

    first_signal: int | None
    c_minus_at_signal: float | None
    n_minus: int | None


def _limits(target: float, half_width: float) -> ControlLimits:
    return {"ucl": target + half_width, "lcl": target - half_width}


def _weight(weight: float) -> float:
    if not 0 < weight <= 1:
        raise ValueError(f"weight (lambda) must lie above 0 and to 1, not {weight!r}")
    return weight


@also_called(weight="lambda", width="L")
@finite_inputs
def ewma_limits_asymptotic(target: float, sigma: float, weight: float = 0.2, width: float = 3.0) -> ControlLimits:
    """Limits after many samples: target ± L sigma √(lambda/(2 - lambda)).

    lambda .2-.3 with L 3, or .1 with 2.7, gives about 500 samples between false alarms. Source: NIST/SEMATECH
    e-Handbook 6.3.2.4; Lucas & Saccucci 1990, Technometrics 32:1.
    """
    return _limits(target, width * positive("sigma", sigma) * sqrt(_weight(weight) / (2 - weight)))


@also_called(weight="lambda", width="L")
@finite_inputs
def ewma_limits_exact(target: float, sigma: float, i: int, weight: float = 0.2, width: float = 3.0) -> ControlLimits:
    """Limits at sample i (from 1): the asymptotic ones times √(1 - (1 - lambda)^2i). Source: Montgomery, ch. 9."""
    growth = 1 - (1 - _weight(weight)) ** (2 * positive("i", i))
    return _limits(target, width * positive("sigma", sigma) * sqrt(weight / (2 - weight) * growth))


@also_called(weight="lambda")
@finite_inputs
def ewma_series(x: Sequence[float], start: float, weight: float = 0.2) -> list[float]:
    """z = lambda x + (1 - lambda) z after each value, from `start`. Source: Roberts 1959, Technometrics 1:239."""
    average, series = start, list[float]()
    for value in x:
        average += _weight(weight) * (value - average)
        series.append(average)
    return series


@also_called(weight="lambda", width="L")
@finite_inputs
def ewma_signals(
    x: Sequence[float],
    start: float,
    sigma: float,
    *,
    weight: float = 0.2,
    width: float = 3.0,
    limits: str = "exact",
) -> list[int]:
    """Samples (from 1) whose weighted mean lies outside the `exact` or `asymptotic` limits around `start`.

    Source: Roberts 1959; NIST/SEMATECH e-Handbook 6.3.2.4.
    """
    if limits not in {"exact", "asymptotic"}:
        raise ValueError(f"limits must be exact or asymptotic, not {limits!r}")
    signals: list[int] = []
    for i, average in enumerate(ewma_series(x, start, weight), start=1):
        exact = ewma_limits_exact(start, sigma, i, weight, width)
        bounds = exact if limits == "exact" else ewma_limits_asymptotic(start, sigma, weight, width)
        if not bounds["lcl"] <= average <= bounds["ucl"]:
            signals.append(i)
    return signals


def _first_signal(excess: Sequence[float], h: float) -> tuple[int | None, float | None, int | None]:
    total, run = 0.0, 0
    for i, step in enumerate(excess, start=1):
        total = max(0.0, total + step)
        run = run + 1 if total > 0 else 0
        if total > h:
            return i, total, run
    return None, None, None


@finite_inputs
def cusum_tabular(x: Sequence[float], target: float, k: float, h: float) -> CusumUpper:
    """First upward alarm of C = max(0, C + x - target - k) > h, all in the unit of x; None fields without alarm.

    k is half the shift to find (.5 sigma), h 5 sigma. `n_plus` dates the shift: it began after sample first_signal -
    n_plus. Source: Page 1954; Montgomery, ch. 9.
    """
    first, total, run = _first_signal([value - target - k for value in x], positive("h", h))
    return {"first_signal": first, "c_plus_at_signal": total, "n_plus": run}


@finite_inputs
def cusum_tabular_lower(x: Sequence[float], target: float, k: float, h: float) -> CusumLower:
    """First downward alarm of C = max(0, C + target - k - x) > h; see `cusum_tabular`.

    Source: Page 1954, doi:10.1093/biomet/41.1-2.100.
    """
    first, total, run = _first_signal([target - k - value for value in x], positive("h", h))
    return {"first_signal": first, "c_minus_at_signal": total, "n_minus": run}


def _arl_one_sided(k: float, h: float, shift: float, nodes: int = 64) -> float:
    """Mean run length from zero of a one-sided sum of unit normals, by Gauss-Legendre on Page's integral equation."""
    # numpy loads only for this: the one place where a linear system is solved.
    import numpy as np

    points, weights = np.polynomial.legendre.leggauss(nodes)
    grid = np.concatenate(([0.0], (points + 1) * h / 2))
    mass = np.concatenate(([0.0], weights * h / 2))
    # From a sum of z the next is x > 0 with density phi(x - z + k - shift), and 0 with all that lies below.
    step = grid[np.newaxis, :] - grid[:, np.newaxis] + (k - shift)
    move = np.exp(-(step**2) / 2) / sqrt(2 * pi) * mass
    move[:, 0] = [NormalDist().cdf(k - shift - float(z)) for z in grid]
    return float(np.linalg.solve(np.eye(len(grid)) - move, np.ones(len(grid)))[0])


@finite_inputs
def cusum_arl(k: float, h: float, shift_sigma: float = 0.0) -> float:
    """Mean number of samples to an alarm of the two-sided sum started at zero, k, h and shift in sigmas.

    k .5, h 5: 465 without shift, 10.4 at one sigma. 1/ARL = 1/ARL(up) + 1/ARL(down). Source: Page 1954;
    Goel & Wu 1971, Technometrics 13:221; Hawkins & Olwell 1998.
    """
    positive("k", k)
    up = _arl_one_sided(k, positive("h", h), shift_sigma)
    down = _arl_one_sided(k, h, -shift_sigma)
    return 1 / (1 / up + 1 / down)
