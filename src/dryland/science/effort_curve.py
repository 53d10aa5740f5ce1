"""The RPE chart as one smooth-enough curve: the share of 1RM that can be lifted for a number of repetitions in all.

The chart of Reactive Training Systems (M. Tuchscherer) is one sequence in half repetitions; here it is continued on
both sides and read in logarithms, where a lifter's own curve is the same one, stretched. Must not know lifters or
sets.
"""

import math
from bisect import bisect_right

from dryland.science.rpe_chart import RTS_SEQUENCE_PCT

__all__ = ["LAST_CHART_REPS", "curve_depth", "curve_slope", "reps_at_depth"]

LAST_CHART_REPS = 16.0
"""12 repetitions with 4 left: where the chart ends."""

_DEPTH = tuple(-math.log(pct / 100.0) for pct in RTS_SEQUENCE_PCT)
_LAST = len(_DEPTH) - 1
# Beyond its ends the curve goes on as steeply as its first half repetition and its last whole one.
_SLOPE_BEFORE = (_DEPTH[1] - _DEPTH[0]) * 2.0
_SLOPE_AFTER = _DEPTH[_LAST] - _DEPTH[_LAST - 2]


def curve_depth(reps_in_all: float) -> float:
    """ln(1RM / load) at which `reps_in_all` repetitions are possible; 0 at one repetition, negative below it."""
    if reps_in_all <= 1.0:
        return (reps_in_all - 1.0) * _SLOPE_BEFORE
    if reps_in_all >= LAST_CHART_REPS:
        return _DEPTH[_LAST] + (reps_in_all - LAST_CHART_REPS) * _SLOPE_AFTER
    place = 2.0 * (reps_in_all - 1.0)
    cell = int(place)
    return _DEPTH[cell] + (place - cell) * (_DEPTH[cell + 1] - _DEPTH[cell])


def reps_at_depth(depth: float) -> float:
    """Repetitions possible in all at ln(1RM / load) = `depth`; the inverse of curve_depth."""
    if depth <= 0.0:
        return 1.0 + depth / _SLOPE_BEFORE
    if depth >= _DEPTH[_LAST]:
        return LAST_CHART_REPS + (depth - _DEPTH[_LAST]) / _SLOPE_AFTER
    cell = bisect_right(_DEPTH, depth) - 1
    return 1.0 + (cell + (depth - _DEPTH[cell]) / (_DEPTH[cell + 1] - _DEPTH[cell])) / 2.0


def curve_slope(reps_in_all: float) -> float:
    """Depth per repetition around `reps_in_all`, over two repetitions so that the chart's rounding does not show."""
    reps = max(reps_in_all, 1.0)
    return (curve_depth(reps + 1.0) - curve_depth(reps - 1.0)) / 2.0
