"""The four simple ways to foretell the RPE of a set, against which the model is measured.

Each sees one lifter's sets in order. They share the RPE chart and its limits; they must not know the model.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable

from body_mass import total_load_kg
from dryland.devices.strength_log import LoggedSet
from dryland.science.rpe_chart import rts_pct1rm

__all__ = ["BASELINES", "ChartOnDecayedMean", "ChartOnLastSet", "Constant", "LastRpe"]

FALLBACK_RPE = 8.0
MOST_CHART_REPS = 12
DECAY_PER_SET = 0.7
"""Half of the weight is on the last two sets; 0.5 to 0.8 change the result by less than 0.04 RPE."""
REMEMBERED_SETS = 6


def _chart_rpe(reps: int, pct1rm: float) -> float | None:
    """RPE at which the chart gives `pct1rm` for these reps, between cells by straight line; 6 and 10 at its ends."""
    if reps > MOST_CHART_REPS:
        return None
    row = [rts_pct1rm(reps, 6.0 + step / 2.0) or 0.0 for step in range(9)]
    right = bisect_left(row, pct1rm)
    if right == 0:
        return 6.0
    if right == len(row):
        return 10.0
    share = (pct1rm - row[right - 1]) / (row[right] - row[right - 1])
    return 6.0 + (right - 1 + share) / 2.0


class LastRpe:
    """The last RPE that was given for the exercise."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    def predict(self, logged: LoggedSet) -> float:
        return self._last.get(logged.exercise, FALLBACK_RPE)

    def learn(self, logged: LoggedSet) -> None:
        if logged.rpe is not None:
            self._last[logged.exercise] = logged.rpe


class Constant:
    """Always 8."""

    def predict(self, logged: LoggedSet) -> float:
        del logged
        return FALLBACK_RPE

    def learn(self, logged: LoggedSet) -> None:
        del logged


class ChartOnDecayedMean:
    """The chart on a decayed mean of the last e1RMs, newest weighted most."""

    remembered_sets = REMEMBERED_SETS

    def __init__(self) -> None:
        self._e1rms_kg: dict[str, list[float]] = defaultdict(list)
        self._last = LastRpe()

    def predict(self, logged: LoggedSet) -> float:
        fallback = self._last.predict(logged)
        newest_first = self._e1rms_kg[logged.exercise][: -self.remembered_sets - 1 : -1]
        weights = [DECAY_PER_SET**age for age in range(len(newest_first))]
        if not newest_first:
            return fallback
        e1rm_kg = sum(w * e for w, e in zip(weights, newest_first, strict=True)) / sum(weights)
        rpe = _chart_rpe(logged.reps, 100.0 * total_load_kg(logged) / e1rm_kg)
        return fallback if rpe is None else rpe

    def learn(self, logged: LoggedSet) -> None:
        self._last.learn(logged)
        pct = None if logged.rpe is None else rts_pct1rm(logged.reps, logged.rpe)
        load_kg = total_load_kg(logged)
        if pct is not None and load_kg > 0.0:
            self._e1rms_kg[logged.exercise].append(100.0 * load_kg / pct)


class ChartOnLastSet(ChartOnDecayedMean):
    """The chart on the e1RM of the last rated set."""

    remembered_sets = 1


BASELINES: dict[str, Callable[[], LastRpe | Constant | ChartOnDecayedMean]] = {
    "last RPE": LastRpe,
    "constant 8": Constant,
    "chart, last set": ChartOnLastSet,
    "chart, decayed mean of 6": ChartOnDecayedMean,
}
