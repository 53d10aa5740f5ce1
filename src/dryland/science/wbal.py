"""Work left above critical power (W' balance) at 1 Hz. Knows no display: negative values are returned, not clamped.

Negative means that CP or W' is set too low. An estimate: mean end error -2.7 kJ for the integral model in elite
riders (Bartram 2022).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import overload

from dryland.science.inputs import finite_inputs
from dryland.science.power import expand_rle
from dryland.science.ranges import positive

__all__ = [
    "tau_bartram2018",
    "tau_skiba2012",
    "tau_skiba2012_dcp",
    "wbal_froncioni_skiba_clarke",
    "wbal_froncioni_skiba_clarke_rle",
    "wbal_skiba2012_integral",
    "wbal_skiba2012_integral_rle",
]


@finite_inputs
def tau_skiba2012_dcp(dcp_w: float) -> float:
    """Recovery time constant [s] = 546 e^(-0.01 D) + 316, D [W] how far recovery lies below CP.

    Source: Skiba 2012, MSSE 44:1526, doi:10.1249/MSS.0b013e3182517a80.
    """
    return 546 * math.exp(-0.01 * dcp_w) + 316


@finite_inputs
def tau_skiba2012(power: Sequence[float], cp: float) -> float | None:
    """`tau_skiba2012_dcp` with D = CP minus the mean of the samples [W] below CP; None when no sample is below.

    Source: Skiba 2012, doi:10.1249/MSS.0b013e3182517a80.
    """
    below = [watts for watts in power if watts < cp]
    return tau_skiba2012_dcp(cp - math.fsum(below) / len(below)) if below else None


def tau_bartram2018(dcp_w: float, factor: float = 2287.2, exponent: float = -0.688) -> float:
    """Recovery time constant [s] of elite riders = 2287.2 D^-0.688, D > 0 [W].

    Provisional: the coefficients are recalled and settings. Source: Bartram 2018, IJSPP 13:724,
    doi:10.1123/ijspp.2017-0034.
    """
    return factor * positive("dcp_w", dcp_w) ** exponent


@finite_inputs
def _skiba_series(power: Sequence[float], cp: float, w_prime: float, tau: float | None) -> list[float]:
    tau = tau_skiba2012(power, cp) if tau is None else positive("tau", tau)
    if tau is None:
        raise ValueError("no sample lies below cp, so the series gives no tau: pass one")
    decay, spent_j, balance = math.exp(-1 / tau), 0.0, list[float]()
    for watts in power:
        spent_j = spent_j * decay + max(0.0, watts - cp)
        balance.append(positive("w_prime", w_prime) - spent_j)
    return balance


@finite_inputs
def _froncioni_series(power: Sequence[float], cp: float, w_prime: float) -> list[float]:
    left_j, balance = positive("w_prime", w_prime), list[float]()
    for watts in power:
        left_j += (cp - watts) * (w_prime - left_j) / w_prime if watts < cp else cp - watts
        balance.append(left_j)
    return balance


def _at(series: Sequence[float], index: int) -> float:
    """The second `index` of a ride, from its end where negative. ValueError beyond it."""
    if not -len(series) <= index < len(series):
        raise ValueError(f"index {index} lies beyond the ride's {len(series)} s")
    return series[index]


@overload
def wbal_skiba2012_integral(
    power: Sequence[float], cp: float, w_prime: float, tau: float | None = None, *, index: int
) -> float: ...
@overload
def wbal_skiba2012_integral(
    power: Sequence[float], cp: float, w_prime: float, tau: float | None = None, index: None = None
) -> list[float]: ...
def wbal_skiba2012_integral(
    power: Sequence[float], cp: float, w_prime: float, tau: float | None = None, index: int | None = None
) -> float | list[float]:
    """W' balance [J] per second, or at `index`: W' - Σ max(0, P - CP) e^(-(t-u)/τ), power [W] at 1 Hz.

    τ None takes Skiba's, from the whole ride (so not causal). Evaluated as a recursion, equal to the sum. Source:
    Skiba 2012, doi:10.1249/MSS.0b013e3182517a80.
    """
    series = _skiba_series(power, cp, w_prime, tau) if power else []
    return series if index is None else _at(series, index)


@overload
def wbal_froncioni_skiba_clarke(power: Sequence[float], cp: float, w_prime: float, *, index: int) -> float: ...
@overload
def wbal_froncioni_skiba_clarke(
    power: Sequence[float], cp: float, w_prime: float, index: None = None
) -> list[float]: ...
def wbal_froncioni_skiba_clarke(
    power: Sequence[float], cp: float, w_prime: float, index: int | None = None
) -> float | list[float]:
    """W' balance [J] per second, or at `index`, by the differential form: causal, for real time; power [W] at 1 Hz.

    Below CP it refills by (CP - P)(W' - W)/W', above it empties by P - CP. Source: Skiba 2014/15 after Froncioni and
    Clarke, doi:10.1007/s00421-014-3050-3.
    """
    series = _froncioni_series(power, cp, w_prime)
    return series if index is None else _at(series, index)


@finite_inputs
def wbal_skiba2012_integral_rle(
    rle: Sequence[Sequence[float]], cp: float, w_prime: float, indices: Sequence[int], tau: float | None = None
) -> list[float]:
    """`wbal_skiba2012_integral` [J] at `indices` of a ride given as (watts, seconds) runs.

    Source: as `wbal_skiba2012_integral`.
    """
    series = _skiba_series(expand_rle(rle), cp, w_prime, tau)
    return [_at(series, index) for index in indices]


@finite_inputs
def wbal_froncioni_skiba_clarke_rle(
    rle: Sequence[Sequence[float]], cp: float, w_prime: float, indices: Sequence[int]
) -> list[float]:
    """`wbal_froncioni_skiba_clarke` [J] at `indices` of a ride given as (watts, seconds) runs.

    Source: as `wbal_froncioni_skiba_clarke`.
    """
    series = _froncioni_series(expand_rle(rle), cp, w_prime)
    return [_at(series, index) for index in indices]
