"""Maximal heart rate, heart-rate reserve and the check for artefacts. Knows no zones and no strap.

A measured maximum always wins over a formula: ±10 bpm move every zone by about half a zone.
"""

from __future__ import annotations

from dryland.science.ranges import finite, non_negative, positive

__all__ = [
    "hr_is_artefact",
    "hrmax_gellish",
    "hrmax_gellish_curved",
    "hrmax_gellish_regression",
    "hrmax_nes",
    "hrmax_tanaka",
    "karvonen_hr",
    "lthr_from_test",
    "pct_hrr",
]


def hrmax_tanaka(age: float, base_bpm: float = 208.0, per_year_bpm: float = 0.7) -> float:
    """Maximal heart rate [bpm] = 208 - 0.7 age [y]; SD about 10.

    Provisional: the figures are widely quoted, not read in the paper, and settings. Source: Tanaka 2001, JACC 37:153,
    doi:10.1016/S0735-1097(00)01054-8.
    """
    return base_bpm - per_year_bpm * non_negative("age", age)


def hrmax_gellish(age: float, base_bpm: float = 207.0, per_year_bpm: float = 0.7) -> float:
    """Maximal heart rate [bpm] = 207 - 0.7 age [y], the rounded form; error 5-8.

    Provisional: recalled, settings. Source: Gellish 2007, MSSE 39:822, doi:10.1097/mss.0b013e31803349c6.
    """
    return base_bpm - per_year_bpm * non_negative("age", age)


def hrmax_gellish_regression(age: float, base_bpm: float = 206.9, per_year_bpm: float = 0.67) -> float:
    """Maximal heart rate [bpm] = 206.9 - 0.67 age [y], the regression itself.

    Provisional: recalled, settings. Source: Gellish 2007, doi:10.1097/mss.0b013e31803349c6.
    """
    return base_bpm - per_year_bpm * non_negative("age", age)


def hrmax_gellish_curved(age: float, base_bpm: float = 191.5, per_year2_bpm: float = 0.007) -> float:
    """Maximal heart rate [bpm] = 191.5 - 0.007 age² [y], the curved form.

    Provisional: recalled, settings. Source: Gellish 2007, doi:10.1097/mss.0b013e31803349c6.
    """
    return base_bpm - per_year2_bpm * non_negative("age", age) ** 2


def hrmax_nes(age: float) -> float:
    """Maximal heart rate [bpm] = 211 - 0.64 age [y]; n = 3320, SEE 10.8.

    Source: Nes 2013, SJMSS 23:697, doi:10.1111/j.1600-0838.2012.01445.x.
    """
    return 211 - 0.64 * non_negative("age", age)


def _reserve(hr_rest: float, hr_max: float) -> float:
    reserve = finite("hr_max", hr_max) - positive("hr_rest", hr_rest)
    if reserve <= 0:
        raise ValueError(f"hr_max {hr_max} must be above hr_rest {hr_rest}")
    return reserve


def karvonen_hr(hr_rest: float, hr_max: float, pct: float) -> float:
    """Heart rate [bpm] at `pct` percent of the reserve: rest + p (max - rest).

    Source: Karvonen 1957, Ann Med Exp Fenn 35:307.
    """
    return hr_rest + finite("pct", pct) / 100 * _reserve(hr_rest, hr_max)


def pct_hrr(hr: float, hr_rest: float, hr_max: float) -> float:
    """Percent of the heart-rate reserve, the inverse of `karvonen_hr`; below rest it is negative, not clamped.

    Source: Karvonen 1957, Ann Med Exp Fenn 35:307.
    """
    return 100 * (finite("hr", hr) - hr_rest) / _reserve(hr_rest, hr_max)


def hr_is_artefact(
    hr: float,
    previous_hr: float | None = None,
    dt_s: float = 1.0,
    *,
    low: float = 30.0,
    high: float = 230.0,
    max_jump_bpm_per_s: float = 40.0,
) -> bool:
    """Whether `hr` [bpm] lies outside 30-230 or jumps by more than 40 bpm a second.

    Provisional design values, all settings.
    """
    if not low <= hr <= high:
        return True
    if previous_hr is None:
        return False
    return abs(hr - previous_hr) > max_jump_bpm_per_s * max(dt_s, 1.0)


def lthr_from_test(hr: list[float], dt_s: float = 1.0) -> float | None:
    """Lactate-threshold heart rate [bpm]: mean of the last 20 min of a 30-min all-out test.

    `hr` is evenly sampled every `dt_s`; None when it covers less than 30 min. Source: Friel, printed by 220triathlon.
    """
    if len(hr) * positive("dt_s", dt_s) < 30 * 60:
        return None
    last_20_min = hr[-round(20 * 60 / dt_s) :]
    return sum(last_20_min) / len(last_20_min)
