"""Power of a ride: weighted mean, intensity, stress, critical power. Knows no device and no zones.

FTP, CP, NP and TSS are trademarks of TrainingPeaks: the names here are those of the literature; screens use neutral
ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypedDict

from dryland.science.inputs import finite_inputs
from dryland.science.line_fit import line_fit
from dryland.science.ranges import non_negative, positive

__all__ = [
    "CriticalPower",
    "cp_fit_is_plausible",
    "cp_fit_power_inverse_time",
    "cp_fit_work_time",
    "expand_rle",
    "ftp_from_20min",
    "ftp_from_30min",
    "intensity_factor",
    "normalized_power",
    "tss",
    "variability_index",
]

WINDOW_S = 30
_STARTUPS = ("drop", "zero_pad", "expanding")


class CriticalPower(TypedDict):
    """Critical power [W] and the work above it [J]."""

    cp: float
    w_prime: float


@finite_inputs
def expand_rle(rle: Sequence[Sequence[float]]) -> list[float]:
    """One value per second from (value, seconds) runs.

    By definition.
    """
    return [float(value) for value, seconds in rle for _ in range(int(seconds))]


def _rolling_means(power_w: Sequence[float], startup: str) -> list[float]:
    means: list[float] = []
    window = 0.0
    for index, watts in enumerate(power_w):
        window += watts - (power_w[index - WINDOW_S] if index >= WINDOW_S else 0.0)
        if index + 1 >= WINDOW_S or startup == "zero_pad":
            means.append(window / WINDOW_S)
        elif startup == "expanding":
            means.append(window / (index + 1))
    return means


@finite_inputs
def normalized_power(
    rle: Sequence[Sequence[float]] | None = None, startup: str = "drop", power_w: Sequence[float] | None = None
) -> float | None:
    """Fourth-power mean [W] of the 30-s trailing mean at 1 Hz, from (watts, seconds) runs or from `power_w`.

    startup: `drop` discards the first 29 means (the original, recommended), `zero_pad` divides partial windows by 30
    (GoldenCheetah), `expanding` averages what exists (sweatpy). None below 30 s; unreliable below 20 min. Coasting
    counts as zero, a recording gap does not. Source: Coggan 2003, Training and racing using a power meter.
    """
    if startup not in _STARTUPS:
        raise ValueError(f"startup must be one of {', '.join(_STARTUPS)}, not {startup!r}")
    if (rle is None) == (power_w is None):
        raise ValueError("give either rle or power_w")
    series = power_w if power_w is not None else expand_rle(rle or ())
    if len(series) < WINDOW_S:
        return None
    means = _rolling_means(series, startup)
    # A running sum may end a hair below zero after coasting; its fourth power is then as good as zero.
    return (math.fsum(mean**4 for mean in means) / len(means)) ** 0.25


def intensity_factor(np: float, ftp: float) -> float:
    """Weighted mean power over threshold power.

    Source: Allen & Coggan, Training and Racing with a Power Meter.
    """
    return non_negative("np", np) / positive("ftp", ftp)


def tss(np: float, ftp: float, seconds: float) -> float:
    """Stress score = s · NP · IF/(FTP · 3600) · 100; an hour at threshold is 100.

    Source: Allen & Coggan, Training and Racing with a Power Meter.
    """
    return non_negative("seconds", seconds) * np * intensity_factor(np, ftp) / (ftp * 3600) * 100


def variability_index(np: float, avg_power: float) -> float:
    """Weighted mean power over mean power.

    Source: Allen & Coggan, Training and Racing with a Power Meter.
    """
    return non_negative("np", np) / positive("avg_power", avg_power)


def ftp_from_20min(mean_w: float, factor: float = 0.95) -> float:
    """Threshold power [W] from the mean of a 20-min test; provisional: the 0.95 is recalled and a setting."""
    return factor * non_negative("mean_w", mean_w)


def ftp_from_30min(mean_w: float) -> float:
    """Threshold power [W] from the mean of a 30-min all-out test. Source: Friel."""
    return non_negative("mean_w", mean_w)


@finite_inputs
def cp_fit_power_inverse_time(t_s: Sequence[float], p_w: Sequence[float]) -> CriticalPower | None:
    """Critical power by least squares of P [W] on 1/t [1/s]: P = CP + W'/t. None with fewer than two durations.

    Weighs errors differently from `cp_fit_work_time`: do not mix. Source: Whipp 1982; Monod & Scherrer 1965,
    doi:10.1080/00140136508930810.
    """
    fit = line_fit([1 / positive("t_s", t) for t in t_s], p_w)
    return None if fit is None else {"cp": fit.intercept, "w_prime": fit.slope}


@finite_inputs
def cp_fit_work_time(t_s: Sequence[float], p_w: Sequence[float]) -> CriticalPower | None:
    """Critical power by least squares of work [J] on t [s]: W = CP t + W'; recommended, 3-5 efforts of 2-15 min.

    None with fewer than two durations. Source: Monod & Scherrer 1965, doi:10.1080/00140136508930810.
    """
    work_j = [positive("t_s", t) * p for t, p in zip(t_s, p_w, strict=True)]
    fit = line_fit(t_s, work_j)
    return None if fit is None else {"cp": fit.slope, "w_prime": fit.intercept}


def cp_fit_is_plausible(
    cp: float, w_prime: float, min_w_prime_j: float = 3_000.0, max_w_prime_j: float = 40_000.0
) -> bool:
    """Whether CP is positive and W' lies in 3-40 kJ; provisional design bounds, settings. Reject the fit otherwise."""
    return cp > 0 and min_w_prime_j <= w_prime <= max_w_prime_j
