"""Lifetimes of equipment by the Weibull law, from complete or right-censored times. Knows no machine.

beta below 1 is infant mortality, about 1 random (preventive replacement is useless), above 1 wear-out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, fsum, gamma, lgamma, log
from typing import TypedDict

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import non_negative, positive

__all__ = [
    "WeibullFit",
    "kaplan_meier",
    "weibull_b_life",
    "weibull_conditional_reliability",
    "weibull_eta_fixed_beta",
    "weibull_eta_interval",
    "weibull_hazard",
    "weibull_mle",
    "weibull_mle_censored",
    "weibull_mttf",
    "weibull_reliability",
]


class WeibullFit(TypedDict):
    """Shape and scale; the scale in the unit of the times."""

    beta: float
    eta: float


def weibull_reliability(t: float, beta: float, eta: float) -> float:
    """Probability of surviving to age t >= 0: e^(-(t/eta)^beta). Source: Weibull 1951, J Appl Mech 18:293."""
    return exp(-((non_negative("t", t) / positive("eta", eta)) ** positive("beta", beta)))


def weibull_hazard(t: float, beta: float, eta: float) -> float:
    """Failure rate at age t >= 0 [per unit of t]: (beta/eta)(t/eta)^(beta - 1); without bound at 0 where beta < 1.

    Source: Weibull 1951, J Appl Mech 18:293.
    """
    age = positive("t", t) if positive("beta", beta) < 1 else non_negative("t", t)
    return beta / positive("eta", eta) * (age / eta) ** (beta - 1)


def weibull_mttf(beta: float, eta: float) -> float:
    """Mean time to failure: eta · Gamma(1 + 1/beta).

    Source: Weibull 1951, J Appl Mech 18:293.
    """
    return positive("eta", eta) * gamma(1 + 1 / positive("beta", beta))


def weibull_b_life(p: float, beta: float, eta: float) -> float:
    """Age by which the share 0 <= p < 1 has failed: eta (-ln(1 - p))^(1/beta).

    Source: Weibull 1951, J Appl Mech 18:293.
    """
    if not 0 <= p < 1:
        raise ValueError(f"p must lie in 0 to below 1, not {p!r}")
    return positive("eta", eta) * (-log(1 - p)) ** (1 / positive("beta", beta))


def weibull_conditional_reliability(age: float, mission: float, beta: float, eta: float) -> float:
    """Probability that a unit of `age` survives `mission` more: R(age + mission)/R(age).

    Source: Weibull 1951, J Appl Mech 18:293.
    """
    start = non_negative("age", age) / positive("eta", eta)
    end = (age + non_negative("mission", mission)) / eta
    # As one exponent, so that it stays right where R(age) itself is too small to represent.
    return exp(start ** positive("beta", beta) - end**beta)


@finite_inputs
def weibull_mle(times: Sequence[float]) -> WeibullFit | None:
    """Maximum-likelihood fit of complete lifetimes; None with fewer than two different ones.

    With fewer than five failures prefer `weibull_eta_fixed_beta`. Source: Meeker & Escobar 1998.
    """
    return weibull_mle_censored(times, [1] * len(times))


@finite_inputs
def weibull_mle_censored(times: Sequence[float], events: Sequence[int]) -> WeibullFit | None:
    """Maximum-likelihood fit of right-censored lifetimes, events 1 failed and 0 still running.

    Solves Σt^b ln t/Σt^b - 1/b = mean of the failures' ln t; None when no finite solution exists (no failure, or all
    failures at the largest time). Source: Meeker & Escobar 1998.
    """
    longest = max((positive("time", t) for t in times), default=0.0)
    # Scaled to the longest time, so that no power overflows.
    logs = [log(t / longest) for t in times]
    failed = [value for value, event in zip(logs, events, strict=True) if event]
    if not failed or all(value == 0 for value in failed):
        return None
    mean_failed = fsum(failed) / len(failed)

    def score(beta: float) -> float:
        weights = [exp(beta * value) for value in logs]
        return fsum(w * v for w, v in zip(weights, logs, strict=True)) / fsum(weights) - 1 / beta - mean_failed

    beta = _root(score)
    scale = fsum(exp(beta * value) for value in logs) / len(failed)
    return {"beta": beta, "eta": longest * scale ** (1 / beta)}


def _root(rising: Callable[[float], float]) -> float:
    """Root of a rising function on the positive axis, by bisection on the logarithm."""
    low, high = 1e-6, 1.0
    while rising(high) < 0:
        high *= 2
    while high / low > 1 + 1e-14:
        middle = (low * high) ** 0.5
        if middle in {low, high}:
            break
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low * high) ** 0.5


@finite_inputs
def weibull_eta_fixed_beta(times: Sequence[float], events: Sequence[int], beta: float) -> float | None:
    """Scale for a shape fixed by experience (1.5-2.5 for wear): (Σt^b/failures)^(1/b); None without a failure.

    Source: Nelson 1985, J Qual Technol 17:140.
    """
    failures = sum(1 for event in events if event)
    if not failures:
        return None
    total = fsum((positive("time", t)) ** positive("beta", beta) for t, _ in zip(times, events, strict=True))
    return (total / failures) ** (1 / beta)


def _poisson_below(count: int, mean: float) -> float:
    """P(N < count) of a Poisson count: the chi-square tail at 2·mean with 2·count degrees of freedom."""
    # Through logarithms, so that neither a power nor a factorial overflows.
    return fsum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count))


def weibull_eta_interval(
    times: Sequence[float], events: Sequence[int], beta: float, confidence: float = 0.9
) -> list[float] | None:
    """Two-sided interval of the scale for a fixed shape, by chi-square (exact for failure-terminated tests).

    [low, high] in the times' unit; None without a failure. Source: Nelson 1985, J Qual Technol 17:140.
    """
    failures = sum(1 for event in events if event)
    eta = weibull_eta_fixed_beta(times, events, beta)
    if eta is None:
        return None
    tail = (1 - confidence) / 2
    # Σ(t/eta)^b is gamma distributed with shape `failures`; its quantiles solve P(Poisson(m) < failures) = tail.
    quantiles = [_root(lambda m, p=p: p - _poisson_below(failures, m)) for p in (tail, 1 - tail)]
    return [eta * (failures / m) ** (1 / beta) for m in quantiles]


@finite_inputs
def kaplan_meier(times: Sequence[float], events: Sequence[int]) -> dict[float, float]:
    """Share surviving after each failure time, events 1 failed and 0 censored (censored at a tie still at risk).

    Source: Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452.
    """
    pairs = sorted(zip(times, events, strict=True))
    surviving, curve = 1.0, dict[float, float]()
    for time in sorted({t for t, event in pairs if event}):
        at_risk = sum(1 for t, _ in pairs if t >= time)
        failed = sum(1 for t, event in pairs if t == time and event)
        surviving *= 1 - failed / at_risk
        curve[time] = surviving
    return curve
