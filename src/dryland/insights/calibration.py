"""Whether a machine's power drifts: each session's residual on control charts, from the last calibration on. Pure.

An alarm means "check the calibration"; nothing is ever corrected by it (science.md F.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from statistics import fmean, stdev
from typing import Annotated, Final, NamedTuple

from msgspec import Meta

from dryland.contract.base import Count, Identifier, Timestamp, Wire
from dryland.floor.workout import at_time
from dryland.science.control_charts import (
    cusum_tabular,
    cusum_tabular_lower,
    ewma_limits_exact,
    ewma_series,
    ewma_signals,
)

__all__ = ["BASELINE_SESSIONS", "CALIBRATION", "CalibrationShown", "Measured", "calibration_of"]

CALIBRATION: Final = "Calibration"
"""The task that begins the charts anew when it is done."""
BASELINE_SESSIONS: Final = 20
"""Sessions that say what is usual, and how much it varies, before anything can be judged [D]."""
LEAST_SIGMA_PCT: Final = 0.5
"""Residuals that vary less have no honest spread: the sensors' own resolution [D]."""
EWMA_WEIGHT: Final = 0.2
EWMA_WIDTH: Final = 3.0
CUSUM_K: Final = 0.5
CUSUM_H: Final = 5.0


class Measured(NamedTuple):
    """A session in which a machine's power could be compared; `machines` of its kind were used in it together."""

    session_id: str
    began_at_ms: int
    residual_pct: float
    machines: int


class CalibrationState(StrEnum):
    """What the charts say of a machine."""

    LEARNING = "learning"
    STEADY = "steady"
    HIGH = "high"
    LOW = "low"


class CalibrationPoint(Wire, frozen=True, kw_only=True):
    """One session: power above what its players' hearts say, %; its smoothed mean and the limits, once these are known.

    `machines` were used in it together, and which one a player was on is not told.
    """

    session_id: Identifier
    at: Timestamp
    residual: float
    machines: Count
    smoothed: float | None = None
    lower: float | None = None
    upper: float | None = None


class CalibrationShown(Wire, frozen=True, kw_only=True):
    """A machine's power against its players' hearts, since it was last calibrated; `high` and `low` ask for a check."""

    state: CalibrationState
    sessions: Count
    needed: Annotated[Count, Meta(description="sessions that say what is usual, before anything is judged")]
    points: tuple[CalibrationPoint, ...]
    usual: Annotated[float | None, Meta(description="mean of the first sessions, %")] = None
    spread: Annotated[float | None, Meta(description="standard deviation between them, %")] = None
    since: Annotated[Timestamp | None, Meta(description="about when the drift began")] = None
    shift: Annotated[float | None, Meta(description="smoothed mean now against the usual one, %")] = None
    calibrated_at: Timestamp | None = None


def calibration_of(measured: Sequence[Measured], calibrated_at_ms: int | None) -> CalibrationShown:
    """What the charts say; `measured` in the order of time. Only what came after the last calibration counts."""
    rows = [row for row in measured if calibrated_at_ms is None or row.began_at_ms >= calibrated_at_ms]
    calibrated_at = None if calibrated_at_ms is None else at_time(calibrated_at_ms)
    base, judged = rows[:BASELINE_SESSIONS], rows[BASELINE_SESSIONS:]
    if len(base) < BASELINE_SESSIONS:
        return CalibrationShown(
            state=CalibrationState.LEARNING,
            sessions=len(rows),
            needed=BASELINE_SESSIONS,
            points=tuple(_point(row) for row in rows),
            calibrated_at=calibrated_at,
        )
    values = [row.residual_pct for row in base]
    usual, sigma = fmean(values), max(LEAST_SIGMA_PCT, stdev(values))
    later = [row.residual_pct for row in judged]
    smoothed = ewma_series(later, usual, EWMA_WEIGHT)
    state, since = _judgement(later, usual, sigma, smoothed)
    return CalibrationShown(
        state=state,
        sessions=len(rows),
        needed=BASELINE_SESSIONS,
        points=(
            *(_point(row) for row in base),
            *(
                _charted(row, mean, usual, sigma, i)
                for i, (row, mean) in enumerate(zip(judged, smoothed, strict=True), 1)
            ),
        ),
        usual=round(usual, 2),
        spread=round(sigma, 2),
        since=None if since is None else at_time(judged[since].began_at_ms),
        shift=round(smoothed[-1] - usual, 1) if smoothed else None,
        calibrated_at=calibrated_at,
    )


def _judgement(
    later: Sequence[float], usual: float, sigma: float, smoothed: Sequence[float]
) -> tuple[CalibrationState, int | None]:
    """What the charts call, and from which of the judged sessions on.

    The sums see a lasting shift and date it; the smoothed mean calls while its newest value lies outside.
    """
    up = cusum_tabular(later, usual, CUSUM_K * sigma, CUSUM_H * sigma)
    down = cusum_tabular_lower(later, usual, CUSUM_K * sigma, CUSUM_H * sigma)
    calls = [
        (first, run, state)
        for first, run, state in (
            (up["first_signal"], up["n_plus"], CalibrationState.HIGH),
            (down["first_signal"], down["n_minus"], CalibrationState.LOW),
        )
        if first is not None and run is not None
    ]
    if calls:
        first, run, state = min(calls)
        return state, first - run
    outside = ewma_signals(later, usual, sigma, weight=EWMA_WEIGHT, width=EWMA_WIDTH)
    if outside and outside[-1] == len(later):
        first = next(i for i in range(len(later), 0, -1) if i == 1 or i - 1 not in outside)
        return (CalibrationState.HIGH if smoothed[-1] > usual else CalibrationState.LOW), first - 1
    return CalibrationState.STEADY, None


def _point(row: Measured) -> CalibrationPoint:
    return CalibrationPoint(
        session_id=row.session_id,
        at=at_time(row.began_at_ms),
        residual=round(row.residual_pct, 2),
        machines=row.machines,
    )


def _charted(row: Measured, mean: float, usual: float, sigma: float, i: int) -> CalibrationPoint:
    limits = ewma_limits_exact(usual, sigma, i, EWMA_WEIGHT, EWMA_WIDTH)
    return CalibrationPoint(
        session_id=row.session_id,
        at=at_time(row.began_at_ms),
        residual=round(row.residual_pct, 2),
        machines=row.machines,
        smoothed=round(mean, 2),
        lower=round(limits["lcl"], 2),
        upper=round(limits["ucl"], 2),
    )
