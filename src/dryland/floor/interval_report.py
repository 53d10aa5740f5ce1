"""A finished interval's figures, read from the running sums."""

from __future__ import annotations

from dryland.contract.conditioning import Interval, IntervalAnalysis
from dryland.floor.analysis import IntervalTally, PlayerAnalysis
from dryland.floor.workout import at_time

__all__ = ["report_interval"]


def report_interval(
    analysis: PlayerAnalysis, interval: Interval, index: int, start_ms: int, end_ms: int, active_s: float
) -> IntervalAnalysis:
    """Close the interval's sums and say what it was. `active_s` is its length without pauses."""
    analysis.close()
    tally = analysis.tally or IntervalTally(start_ms, 0)
    recorded_s = max(tally.hr_s, tally.power_s)
    work_kj = tally.power_sum / 1000
    return IntervalAnalysis(
        interval_id=interval.id,
        index=index,
        name=interval.name,
        type=interval.type,
        start=at_time(start_ms),
        end=at_time(end_ms),
        duration=round(active_s, 3),
        samples=max(tally.hr_n, tally.power_n),
        data_completeness=round(min(100.0, 100 * recorded_s / active_s), 1) if active_s > 0 else 0.0,
        avg_heart_rate=_mean(tally.hr_sum, tally.hr_s),
        max_heart_rate=tally.hr_max or None,
        min_heart_rate=tally.hr_min if tally.hr_n else None,
        zone_compliance=_share(tally.hr_in_s, tally.hr_judged_s),
        power_compliance=_share(tally.power_in_s, tally.power_judged_s),
        time_in_zone=tuple(round(seconds, 1) for seconds in tally.zone_s) if any(tally.zone_s) else None,
        avg_power=_mean(tally.power_sum, tally.power_s),
        max_power=tally.power_max if tally.power_n else None,
        normalized_power=round((tally.np_sum / tally.np_n) ** 0.25, 2) if tally.np_n else None,
        avg_cadence=_mean(tally.cadence_sum, tally.cadence_n),
        distance=_distance(tally),
        work_kj=round(work_kj, 2) if tally.power_n else None,
        energy_kcal=_energy_kcal(analysis, tally, work_kj),
        trimp=round(tally.trimp, 2) if tally.trimp else None,
        heart_rate_recovery=_recovery(tally, interval),
        w_balance_end=round(analysis.wbal_j) if analysis.wbal_j is not None and tally.power_n else None,
        w_balance_min=round(tally.wbal_min) if tally.wbal_min is not None else None,
        implausible_samples=tally.implausible or None,
    )


def _mean(total: float, weight: float) -> float | None:
    return round(total / weight, 2) if weight else None


def _share(part_s: float, whole_s: float) -> float | None:
    return round(min(100.0, 100 * part_s / whole_s), 1) if whole_s else None


def _distance(tally: IntervalTally) -> float | None:
    if tally.distance_first is None or tally.distance_last is None:
        return None
    return round(tally.distance_last - tally.distance_first, 1)


def _energy_kcal(analysis: PlayerAnalysis, tally: IntervalTally, work_kj: float) -> float | None:
    """From the work done where there is power, else from heart rate (Keytel 2005) where it is valid."""
    if tally.power_n:
        return round(work_kj * analysis.kcal_per_kj, 1)
    return round(tally.kcal_hr, 1) if tally.kcal_hr else None


def _recovery(tally: IntervalTally, interval: Interval) -> float | None:
    """Heart rate at the start of a pause less the one 60 s later, bpm; only rest and cool-down have one.

    None where it was one and the same all along: that is a strap that stands still, not a heart.
    """
    if tally.hr_min == tally.hr_max:
        return None
    if interval.type not in {"rest", "cooldown"} or not tally.hr_first or not tally.hr_sixty:
        return None
    return float(tally.hr_first - tally.hr_sixty)
