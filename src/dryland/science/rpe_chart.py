"""The RTS/Tuchscherer chart: percent of 1RM for repetitions at a rating of perceived exertion. Knows no athlete.

A coaching table, not a table of Zourdos 2016 (JSCR 30:267, doi:10.1519/JSC.0000000000001049), who give the scale
RPE = 10 - RIR. It collapses to one sequence because half a point of RPE equals half a repetition. Distrust RPE <= 5
and high-rep reserves: the error is about 1 rep with 0-5 in reserve, above 2 with 7-10 (Hackett 2017,
doi:10.1519/JSC.0000000000001683).
"""

from __future__ import annotations

import math

from dryland.science.ranges import non_negative

__all__ = ["RTS_SEQUENCE_PCT", "e1rm_from_rpe", "load_from_rpe", "rts_pct1rm"]

# Index 2(reps - 1) + 2(10 - RPE). Printed charts split on the last cell, 57.2 or 57.4; the majority has 57.2.
RTS_SEQUENCE_PCT = (
    *(100.0, 97.8, 95.5, 93.9, 92.2, 90.7, 89.2, 87.8, 86.3, 85.0, 83.7, 82.4, 81.1, 79.9, 78.6, 77.4),
    *(76.2, 75.1, 73.9, 72.3, 70.7, 69.4, 68.0, 66.7, 65.3, 64.0, 62.6, 61.3, 59.9, 58.6, 57.2),
)


def rts_pct1rm(reps: float, rpe: float) -> float | None:
    """Percent of 1RM for whole `reps` 1-12 at `rpe` 6-10; None outside the grid.

    RPE between the half points snaps to the nearest, halves upward.
    Source: RTS/Tuchscherer chart.
    """
    if not (1 <= reps <= 12 and 6 <= rpe <= 10) or reps != int(reps):
        return None
    half_points_below_10 = 20 - math.floor(2 * rpe + 0.5)
    return RTS_SEQUENCE_PCT[2 * (int(reps) - 1) + half_points_below_10]


def e1rm_from_rpe(load_kg: float, reps: float, rpe: float) -> float | None:
    """1RM [kg] from one set: load over chart percentage. None where `rts_pct1rm` has no cell.

    Source: RTS/Tuchscherer chart.
    """
    non_negative("load_kg", load_kg)
    pct = rts_pct1rm(reps, rpe)
    return None if pct is None else load_kg / (pct / 100)


def load_from_rpe(e1rm_kg: float, reps: float, rpe: float) -> float | None:
    """Load [kg] that makes `reps` feel like `rpe`: e1RM times chart percentage. None where the chart has no cell.

    Source: RTS/Tuchscherer chart.
    """
    non_negative("e1rm_kg", e1rm_kg)
    pct = rts_pct1rm(reps, rpe)
    return None if pct is None else e1rm_kg * pct / 100
