"""How good a risk estimate is: discrimination, calibration, and what an alert is worth. Knows no model.

Claimable is a ranking of days somewhat better than chance in a cohort like the training data; not prevention, not
individual prediction, not transfer to hockey or to youth. None of 204 published models was externally validated
(Bullock 2022, doi:10.1007/s40279-022-01698-9).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import look_up, within

__all__ = [
    "CalibrationBin",
    "alerts_per_week",
    "auc_mann_whitney",
    "brier",
    "ppv",
    "recalibrated_to_prevalence",
    "reliability_curve",
    "reported_auc",
]

_REPORTED_AUC = {"lovdal2021_day": 0.724, "lovdal2021_week": 0.678, "runner_rf_2026": 0.78}


class CalibrationBin(NamedTuple):
    """Mean predicted probability, observed share and number of days of one bin."""

    predicted: float
    observed: float
    days: int


def reported_auc(study: str) -> float:
    """Area under the curve that a study prints: `lovdal2021_day`, `lovdal2021_week`, `runner_rf_2026`.

    Source: Lövdal 2021, IJSPP 16:1522, doi:10.1123/ijspp.2020-0518.
    """
    return look_up("study", study, _REPORTED_AUC)


@finite_inputs
def ppv(sensitivity: float, specificity: float, prevalence: float) -> float | None:
    """Share of alerts that are true, by Bayes, all 0-1; None when there would be no alerts.

    Source: Bayes' theorem; Altman & Bland 1994, doi:10.1136/bmj.309.6947.102.
    """
    true_alerts = within("sensitivity", sensitivity, 0, 1) * within("prevalence", prevalence, 0, 1)
    false_alerts = (1 - within("specificity", specificity, 0, 1)) * (1 - prevalence)
    return true_alerts / (true_alerts + false_alerts) if true_alerts + false_alerts > 0 else None


def alerts_per_week(sensitivity: float, specificity: float, prevalence: float, athletes: int, days: int = 7) -> float:
    """Alerts that a squad sees in a week of daily decisions at an operating point.

    By definition.
    """
    true_alerts = within("sensitivity", sensitivity, 0, 1) * within("prevalence", prevalence, 0, 1)
    false_alerts = (1 - within("specificity", specificity, 0, 1)) * (1 - prevalence)
    return athletes * days * (true_alerts + false_alerts)


@finite_inputs
def auc_mann_whitney(y: Sequence[float], score: Sequence[float]) -> float | None:
    """Share of (positive, negative) pairs that the score orders rightly, ties counting half; None without both.

    Source: Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747.
    """
    ordered = sorted(zip(score, y, strict=True))
    positives = sum(1 for _, label in ordered if label)
    negatives = len(ordered) - positives
    if not positives or not negatives:
        return None
    rank_sum, first = 0.0, 0
    while first < len(ordered):
        last = first
        while last < len(ordered) and ordered[last][0] == ordered[first][0]:
            last += 1
        # Tied scores share the mean of their ranks first+1 .. last.
        rank_sum += (first + 1 + last) / 2 * sum(1 for _, label in ordered[first:last] if label)
        first = last
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


@finite_inputs
def brier(y: Sequence[float], p: Sequence[float]) -> float | None:
    """Mean squared error of probabilities; None without any. Source: Brier 1950,
    doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
    """
    squares = [(probability - label) ** 2 for label, probability in zip(y, p, strict=True)]
    return fsum(squares) / len(squares) if squares else None


@finite_inputs
def reliability_curve(y: Sequence[float], p: Sequence[float], bins: int = 10) -> list[CalibrationBin]:
    """Predicted against observed in equal-width bins of probability, empty bins left out.

    By definition; probabilities 0-1, labels 0 or 1.
    """
    members: dict[int, list[tuple[float, float]]] = {}
    for label, probability in zip(y, p, strict=True):
        members.setdefault(min(int(within("p", probability, 0, 1) * bins), bins - 1), []).append((probability, label))
    return [
        CalibrationBin(fsum(q for q, _ in pairs) / len(pairs), fsum(v for _, v in pairs) / len(pairs), len(pairs))
        for _, pairs in sorted(members.items())
    ]


def recalibrated_to_prevalence(p: float, trained_prevalence: float, true_prevalence: float) -> float:
    """Probability moved from the base rate it was calibrated on to the true one, by the odds ratio of the two.

    A model calibrated on balanced data overstates a 1.36 % base rate about 37-fold. Source: Elkan 2001.
    """
    within("p", p, 0, 1)
    for name, value in (("trained_prevalence", trained_prevalence), ("true_prevalence", true_prevalence)):
        if not 0 < value < 1:
            raise ValueError(f"{name} must lie strictly between 0 and 1, not {value!r}")
    up = p * true_prevalence / trained_prevalence
    down = (1 - p) * (1 - true_prevalence) / (1 - trained_prevalence)
    return up / (up + down)
