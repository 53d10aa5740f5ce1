"""One-repetition maximum estimated from a load and the repetitions to failure. Knows no RPE and no history.

`reps` are counted to failure. A single to failure is the maximum itself, so every formula returns the load at one rep
(raw Epley would add 3.3 %). Outside its valid range a formula returns None; it never clamps. Linear equations beyond
10 reps are weak (Reynolds 2006, doi:10.1519/R-15304.1).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from dryland.science.ranges import look_up, non_negative

__all__ = [
    "e1rm_band_kg",
    "e1rm_brzycki",
    "e1rm_epley",
    "e1rm_lombardi",
    "e1rm_mayhew",
    "e1rm_oconner",
    "e1rm_reynolds_5rm",
    "e1rm_wathan",
    "pct1rm_epley_k0333",
    "pct1rm_epley_k0333_rir",
]

_REYNOLDS_5RM = {"bench_press": (1.1307, 0.6999), "leg_press": (1.0970, 14.2546)}


def _estimate(load_kg: float, reps: float, max_reps: int, factor: Callable[[float], float]) -> float | None:
    non_negative("load_kg", load_kg)
    if not 1 <= reps <= max_reps:
        return None
    return float(load_kg) if reps == 1 else load_kg * factor(reps)


def e1rm_epley(load_kg: float, reps: float) -> float | None:
    """1RM [kg] = w(1 + r/30).

    Valid 2-10 reps; None below 1 or above 12. Source: Epley 1985; LeSuer 1997, JSCR 11:211.
    """
    return _estimate(load_kg, reps, 12, lambda r: 1 + r / 30)


def e1rm_brzycki(load_kg: float, reps: float) -> float | None:
    """1RM [kg] = 36w/(37 - r).

    Valid to 10 reps; None below 1 or above 12 (the pole is at 37). Source: Brzycki 1993, JOPERD 64:88,
    doi:10.1080/07303084.1993.10606684.
    """
    return _estimate(load_kg, reps, 12, lambda r: 36 / (37 - r))


def e1rm_lombardi(load_kg: float, reps: float) -> float | None:
    """1RM [kg] = w r^0.10.

    Valid 1-12 reps, None outside. Source: Lombardi 1989, Beginning Weight Training.
    """
    return _estimate(load_kg, reps, 12, lambda r: r**0.10)


def e1rm_mayhew(load_kg: float, reps: float) -> float | None:
    """1RM [kg] = 100w/(52.2 + 41.9 e^(-0.055r)), bench press.

    Valid 1-15 reps, None outside. Source: Mayhew 1992, J Appl Sport Sci Res 6:200.
    """
    return _estimate(load_kg, reps, 15, lambda r: 100 / (52.2 + 41.9 * math.exp(-0.055 * r)))


def e1rm_oconner(load_kg: float, reps: float) -> float | None:
    """1RM [kg] = w(1 + 0.025r), the conservative one.

    Valid 1-12 reps, None outside. Source: O'Conner 1989, Weight Training Today.
    """
    return _estimate(load_kg, reps, 12, lambda r: 1 + 0.025 * r)


def e1rm_wathan(load_kg: float, reps: float) -> float | None:
    """1RM [kg] = 100w/(48.8 + 53.8 e^(-0.075r)).

    Valid 1-15 reps, None outside. Source: Wathan 1994, Essentials of Strength Training and Conditioning.
    """
    return _estimate(load_kg, reps, 15, lambda r: 100 / (48.8 + 53.8 * math.exp(-0.075 * r)))


def e1rm_reynolds_5rm(lift: str, load_kg: float) -> float:
    """1RM [kg] from a 5RM load of `bench_press` (SEE 2.98 kg) or `leg_press` (SEE 16.2 kg).

    Source: Reynolds 2006, JSCR 20:584, doi:10.1519/R-15304.1.
    """
    slope, intercept_kg = look_up("lift", lift, _REYNOLDS_5RM)
    return slope * non_negative("load_kg", load_kg) + intercept_kg


def e1rm_band_kg(e1rm_kg: float, band_pct: float = 5.0) -> list[float]:
    """[low, high] in kg to show beside an estimate; the ±5 % is a provisional design value and a setting."""
    half_kg = non_negative("e1rm_kg", e1rm_kg) * non_negative("band_pct", band_pct) / 100
    return [e1rm_kg - half_kg, e1rm_kg + half_kg]


def pct1rm_epley_k0333(reps: float, k: float = 0.0333) -> float | None:
    """Percent of 1RM that allows `reps` to failure: 100/(1 + k reps), with the rounded k of printed tables.

    Valid 1-12 reps, None outside; 1/30 instead of 0.0333 differs by 0.1 %. Source: Epley 1985 as tabled by Jovanovic
    (STMr, 2020).
    """
    return pct1rm_epley_k0333_rir(reps, 0, k)


def pct1rm_epley_k0333_rir(reps: float, rir: float, k: float = 0.0333) -> float | None:
    """Percent of 1RM for `reps` with `rir` repetitions in reserve: 100/(1 + k (reps + rir)).

    reps 1-12 and rir 0-10, None outside. Source: Jovanovic, STMr `adj_perc_1RM_RIR` (2020).
    """
    if not (1 <= reps <= 12 and 0 <= rir <= 10):
        return None
    return 100 / (1 + k * (reps + rir))
