"""Lifetime fits agree with an independent library, also where numbers grow large."""

from __future__ import annotations

import pytest
from scipy import optimize, stats

from dryland.science import weibull_eta_interval, weibull_mle_censored


@pytest.mark.parametrize(("failures", "confidence"), [(1, 0.9), (5, 0.8), (40, 0.95), (1500, 0.9)])
def test_the_interval_of_the_scale_is_the_chi_square_one(failures: int, confidence: float) -> None:
    times, events = [100.0] * failures + [250.0] * 3, [1] * failures + [0] * 3
    total = sum(t**2 for t in times)
    tails = [(1 + confidence) / 2, (1 - confidence) / 2]
    expected = [(2 * total / stats.chi2.ppf(tail, 2 * failures)) ** 0.5 for tail in tails]
    assert weibull_eta_interval(times, events, 2.0, confidence) == pytest.approx(expected, rel=1e-9)


def test_the_censored_fit_is_where_the_likelihood_is_highest() -> None:
    times = stats.weibull_min.rvs(1.7, scale=900, size=60, random_state=7)
    events = [int(t < 1000) for t in times]
    observed = [min(float(t), 1000.0) for t in times]

    def loss(parameters: tuple[float, float]) -> float:
        law = stats.weibull_min(parameters[0], scale=parameters[1] * 1000)
        rows = zip(observed, events, strict=True)
        return -sum(law.logpdf(t) if failed else law.logsf(t) for t, failed in rows)

    best = optimize.minimize(loss, (1.5, 0.8), method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10})
    fit = weibull_mle_censored(observed, events)
    assert fit is not None
    assert (fit["beta"], fit["eta"] / 1000) == pytest.approx(tuple(best.x), rel=1e-4)


def test_no_fit_is_claimed_where_the_likelihood_has_no_maximum() -> None:
    assert weibull_mle_censored([100, 200], [0, 0]) is None
    assert weibull_mle_censored([100, 200], [0, 1]) is None
    assert weibull_mle_censored([], []) is None
