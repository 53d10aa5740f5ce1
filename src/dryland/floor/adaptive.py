"""Advice after a finished interval: bounded, computed from its figures, with a reason a trainer can check.

The thresholds are engineering choices [D]; no trial validates them. Every input is named in the advice.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from dryland.contract.conditioning import AdaptiveRecommendation, IntervalAnalysis, IntervalKind, PerformanceTrend
from dryland.contract.sayings import Saying, english, say
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings

__all__ = ["Effort", "advise", "seconds_to_balance", "trend_of"]

MAX_DOWN_PCT: Final = -10.0
MAX_UP_PCT: Final = 5.0
TREND_PCT: Final = 3.0
"""A change of efficiency (mean power per mean heart rate) below this is noise [D]."""
RESERVE_WANTED: Final = 0.5
RESERVE_LOW: Final = 0.25
"""Shares of W′ wanted before, and low after, a work interval [D]."""


class Effort(NamedTuple):
    """What a finished work interval leaves for comparison with the next ones."""

    efficiency_w_per_bpm: float | None


def seconds_to_balance(balance_j: float, wanted_j: float, cp_w: float, w_prime_j: float) -> float:
    """Rest at 0 W until W′ balance is back at `wanted_j`, s.

    The differential model dW/dt = CP (W′ − W) / W′ (Froncioni, Skiba and Clarke 2014) solved for time.
    """
    if balance_j >= wanted_j or wanted_j >= w_prime_j:
        return 0.0
    return w_prime_j / cp_w * math.log((w_prime_j - balance_j) / (w_prime_j - wanted_j))


def trend_of(efforts: list[float], newest: float | None) -> tuple[PerformanceTrend, float | None]:
    """Newest efficiency against the mean of the earlier ones, in %."""
    if newest is None or not efforts:
        return PerformanceTrend.UNKNOWN, None
    change_pct = 100 * (newest / (sum(efforts) / len(efforts)) - 1)
    if change_pct > TREND_PCT:
        return PerformanceTrend.IMPROVING, change_pct
    if change_pct < -TREND_PCT:
        return PerformanceTrend.DECLINING, change_pct
    return PerformanceTrend.STABLE, change_pct


def efficiency(report: IntervalAnalysis) -> float | None:
    """Mean power per mean heart rate, W/bpm; None without both."""
    if not report.avg_power or not report.avg_heart_rate:
        return None
    return report.avg_power / report.avg_heart_rate


def advise(
    report: IntervalAnalysis,
    over_share: float | None,
    efforts: list[float],
    profile: PlayerProfile,
    settings: FloorSettings,
) -> AdaptiveRecommendation | None:
    """Advice after a work interval, None after any other. `over_share` is the judged share above the target."""
    if report.type is not IntervalKind.WORK:
        return None
    trend, change_pct = trend_of(efforts, efficiency(report))
    inputs = _inputs(report, over_share, change_pct)
    if report.data_completeness < settings.min_completeness_pct:
        reason = (say("interval_unrecorded", recorded_pct=round(report.data_completeness)),)
        return AdaptiveRecommendation(
            intensity_adjustment=0.0,
            recovery_needed=0.0,
            performance_trend=trend,
            reason=english(reason),
            reason_sayings=reason,
            confidence=0.0,
            inputs=inputs,
        )
    change, why = _intensity(report, over_share, trend, change_pct)
    rest_s, rest_why = _recovery(report, profile)
    reasons = tuple(each for each in (why, rest_why) if each is not None) or (say("interval_on_target"),)
    return AdaptiveRecommendation(
        intensity_adjustment=max(MAX_DOWN_PCT, min(MAX_UP_PCT, change)),
        recovery_needed=rest_s,
        performance_trend=trend,
        reason=english(reasons),
        reason_sayings=reasons,
        confidence=round(report.data_completeness / 100 * (1.0 if report.zone_compliance is not None else 0.5), 2),
        inputs=inputs,
    )


def _inputs(report: IntervalAnalysis, over_share: float | None, change_pct: float | None) -> dict[str, float]:
    named = {
        "zoneCompliancePct": report.zone_compliance,
        "powerCompliancePct": report.power_compliance,
        "overTargetPct": None if over_share is None else round(100 * over_share, 1),
        "wBalanceEndJ": report.w_balance_end,
        "efficiencyChangePct": None if change_pct is None else round(change_pct, 1),
        "dataCompletenessPct": report.data_completeness,
    }
    return {name: float(value) for name, value in named.items() if value is not None}


def _intensity(
    report: IntervalAnalysis, over_share: float | None, trend: PerformanceTrend, change_pct: float | None
) -> tuple[float, Saying | None]:
    """Change of the next work interval's intensity in %, and why."""
    inside = report.zone_compliance
    if inside is not None and over_share is not None:
        over_pct = 100 * over_share
        if over_pct >= 50:
            return (-10.0 if over_pct >= 80 else -5.0), say("interval_above", over_pct=round(over_pct))
        under_pct = 100 - inside - over_pct
        if under_pct >= 50 and trend is not PerformanceTrend.DECLINING:
            return (5.0 if under_pct >= 80 else 2.5), say("interval_below", under_pct=round(under_pct))
    if trend is PerformanceTrend.DECLINING and change_pct is not None:
        return -5.0, say("interval_less_power", less_pct=round(-change_pct))
    return 0.0, None


def _recovery(report: IntervalAnalysis, profile: PlayerProfile) -> tuple[float, Saying | None]:
    """Rest needed until half of W′ is back, s, where the interval has used most of it."""
    if report.w_balance_end is None or not profile.cp_w or not profile.w_prime_j:
        return 0.0, None
    share = report.w_balance_end / profile.w_prime_j
    if share >= RESERVE_LOW:
        return 0.0, None
    rest_s = seconds_to_balance(
        report.w_balance_end, RESERVE_WANTED * profile.w_prime_j, profile.cp_w, profile.w_prime_j
    )
    rest_s = min(600.0, 5.0 * math.ceil(rest_s / 5))
    return rest_s, say("interval_reserve", reserve_pct=round(100 * share), rest_s=rest_s)
