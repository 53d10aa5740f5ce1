"""Velocity-based training: load from velocity, velocity loss, the individual load-velocity line. Knows no sensor.

The general equations hold for Smith-machine lifts at maximal intent and mean propulsive velocity (not mean, not peak);
devices differ by 0.02-0.05 m/s and estimates by 4-8 % of 1RM. Prefer the individual line. An equation returns None for
a velocity at or below zero and where its value leaves 20-110 %, beyond the 30-100 % that were measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from dryland.science.inputs import finite_inputs
from dryland.science.line_fit import line_fit
from dryland.science.ranges import look_up, non_negative, positive

__all__ = [
    "CONCEICAO_TABLE_MS",
    "VELOCITY_LOSS_BAND_PCT",
    "conceicao_velocity_ms",
    "e1rm_from_lv_profile",
    "est_1rm_change_pct_from_velocity",
    "pct1rm_bench_gb2010",
    "pct1rm_bench_pull_sm2014",
    "pct1rm_conceicao",
    "pct1rm_squat_sm2017",
    "v1rm_ms",
    "v1rm_powerlifters_ms",
    "velocity_drop_vs_baseline_pct",
    "velocity_loss_band_pct",
    "velocity_loss_pct",
    "velocity_loss_stop_rep",
]

_CONCEICAO = {"full_squat": (-71.684, 121.03), "half_squat": (-80.372, 125.19), "leg_press": (-55.509, 109.29)}
_CONCEICAO_PCT = (30, 40, 50, 60, 70, 80, 90, 100)
CONCEICAO_TABLE_MS = {
    "leg_press": (1.40, 1.23, 1.06, 0.89, 0.71, 0.54, 0.37, 0.19),
    "full_squat": (1.25, 1.12, 0.99, 0.85, 0.72, 0.59, 0.46, 0.33),
    "half_squat": (1.17, 1.05, 0.93, 0.81, 0.69, 0.57, 0.45, 0.33),
}
_V1RM_POWERLIFTERS_MS = {"back_squat": 0.23, "bench_press": 0.10, "deadlift": 0.14}
_V1RM_MS = {
    "bench_press": 0.16,
    "full_squat": 0.32,
    "full_squat_conceicao": 0.30,
    "half_squat": 0.33,
    "leg_press": 0.21,
    "bench_pull": 0.52,
}
VELOCITY_LOSS_BAND_PCT = {"power": (5.0, 10.0), "strength": (10.0, 20.0), "hypertrophy": (25.0, 40.0)}


def _measured_range(mpv_ms: float, pct: float) -> float | None:
    return pct if mpv_ms > 0 and 20 <= pct <= 110 else None


def pct1rm_bench_gb2010(mpv_ms: float) -> float | None:
    """Percent of 1RM in the paused Smith bench press at `mpv_ms` [m/s]: 8.4326v² - 73.501v + 112.33.

    n = 120, R² .98, v at 1RM 0.16 ± 0.04. Source: González-Badillo & Sánchez-Medina 2010, IJSM 31:347,
    doi:10.1055/s-0030-1248333.
    """
    return _measured_range(mpv_ms, 8.4326 * mpv_ms**2 - 73.501 * mpv_ms + 112.33)


def pct1rm_squat_sm2017(mpv_ms: float) -> float | None:
    """Percent of 1RM in the full squat at `mpv_ms` [m/s]: -5.961v² - 50.71v + 117.0.

    n = 80, R² .96, v at 1RM 0.32 ± 0.03. Coefficients recalled and consistent with published pairs within 1.5 %.
    Source: Sánchez-Medina 2017, Sports Med Int Open 1:E80, doi:10.1055/s-0043-102933.
    """
    return _measured_range(mpv_ms, -5.961 * mpv_ms**2 - 50.71 * mpv_ms + 117.0)


def pct1rm_bench_pull_sm2014(
    mpv_ms: float, coefficients: tuple[float, float, float] = (18.5797, -104.182, 147.94)
) -> float | None:
    """Percent of 1RM in the prone bench pull at `mpv_ms` [m/s]: 18.5797v² - 104.182v + 147.94.

    Provisional: coefficients are recalled and a setting. Source: Sánchez-Medina 2014, IJSM 35:209,
    doi:10.1055/s-0033-1351252.
    """
    square, linear, constant = coefficients
    return _measured_range(mpv_ms, square * mpv_ms**2 + linear * mpv_ms + constant)


def pct1rm_conceicao(lift: str, mpv_ms: float) -> float | None:
    """Percent of 1RM at `mpv_ms` [m/s] in `full_squat`, `half_squat` or `leg_press` (RMS error 5.8-7.7 %).

    Source: Conceição 2016, J Sports Sci 34:1099, doi:10.1080/02640414.2015.1090010.
    """
    slope, intercept = look_up("lift", lift, _CONCEICAO)
    return _measured_range(mpv_ms, slope * mpv_ms + intercept)


def conceicao_velocity_ms(lift: str, pct1rm: float) -> float | None:
    """Mean propulsive velocity [m/s] at 30-100 % of 1RM, linear between the rows of Table 2; None outside.

    Source: Conceição 2016, doi:10.1080/02640414.2015.1090010.
    """
    row = look_up("lift", lift, CONCEICAO_TABLE_MS)
    if not _CONCEICAO_PCT[0] <= pct1rm <= _CONCEICAO_PCT[-1]:
        return None
    step = min(int((pct1rm - 30) // 10), len(row) - 2)
    share = (pct1rm - _CONCEICAO_PCT[step]) / 10
    return row[step] * (1 - share) + row[step + 1] * share


def v1rm_powerlifters_ms(lift: str) -> float:
    """Mean concentric velocity [m/s] at 1RM of powerlifters in `back_squat`, `bench_press` or `deadlift`.

    SD 0.05, 0.04, 0.05. Source: Helms 2017, JSCR 31:292, doi:10.1519/JSC.0000000000001517.
    """
    return look_up("lift", lift, _V1RM_POWERLIFTERS_MS)


def v1rm_ms(lift: str) -> float:
    """Velocity [m/s] at 1RM of the general equations (sources at each equation; `bench_pull` is provisional)."""
    return look_up("lift", lift, _V1RM_MS)


@finite_inputs
def e1rm_from_lv_profile(
    loads_kg: Sequence[float],
    velocities_ms: Sequence[float],
    mvt_ms: float,
    min_loads: int = 4,
    min_r2: float = 0.95,
) -> float | None:
    """1RM [kg]: least squares of load on velocity, read at the minimum velocity threshold `mvt_ms`.

    None with fewer than 4 different loads, r² below 0.95, or a slope that does not fall (provisional design values,
    settings). Source: Jidovtseff 2011, doi:10.1519/JSC.0b013e3181b62c5f; Banyard 2017,
    doi:10.1519/JSC.0000000000001657.
    """
    if len(loads_kg) != len(velocities_ms):
        raise ValueError("loads_kg and velocities_ms must have the same length")
    if len(set(loads_kg)) < min_loads:
        return None
    fit = line_fit(velocities_ms, loads_kg)
    if fit is None or fit.slope >= 0 or fit.r2 < min_r2:
        return None
    return fit.at(mvt_ms)


def velocity_loss_pct(best_ms: float, last_ms: float) -> float:
    """Velocity loss [%] from the fastest repetition of the set: (best - last)/best x 100; negative when faster.

    Source: Pareja-Blanco 2017, SJMSS 27:724, doi:10.1111/sms.12678.
    """
    return (positive("best_ms", best_ms) - non_negative("last_ms", last_ms)) / best_ms * 100


@finite_inputs
def velocity_loss_stop_rep(velocities_ms: Sequence[float], limit_pct: float = 20.0) -> int | None:
    """First repetition (counted from 1) whose loss from the best so far reaches `limit_pct`; None if none does.

    20 % is about half of the possible reps in the squat, 40 % close to failure. Source: Pareja-Blanco 2017,
    doi:10.1111/sms.12678.
    """
    best_ms = 0.0
    for rep, velocity_ms in enumerate(velocities_ms, start=1):
        best_ms = max(best_ms, velocity_ms)
        # Nine decimals forgive binary fractions: 0.8 to 0.64 is a loss of 20 %, not of 19.999999999999996.
        if best_ms > 0 and round((best_ms - velocity_ms) / best_ms * 100, 9) >= limit_pct:
            return rep
    return None


def velocity_loss_band_pct(goal: str) -> list[float]:
    """[low, high] velocity loss [%] to stop a set at for `power`, `strength` or `hypertrophy`; practical bands.

    Source: practical bands, the last two in line with Pareja-Blanco 2017, doi:10.1111/sms.12678.
    """
    return list(look_up("goal", goal, VELOCITY_LOSS_BAND_PCT))


def velocity_drop_vs_baseline_pct(baseline_ms: float, today_ms: float) -> float:
    """Drop [%] of the first repetition's velocity from the baseline at the same load; negative when faster.

    By definition.
    """
    return (positive("baseline_ms", baseline_ms) - non_negative("today_ms", today_ms)) / baseline_ms * 100


@finite_inputs
def est_1rm_change_pct_from_velocity(delta_ms: float, ms_per_5pct: float = 0.066) -> float:
    """Change of 1RM [%] that a velocity change at the same load suggests: 5 % per `ms_per_5pct`.

    0.087 leg press, 0.066 full squat, 0.060 half squat. Source: Conceição 2016, doi:10.1080/02640414.2015.1090010.
    """
    return 5 * delta_ms / positive("ms_per_5pct", ms_per_5pct)
