"""Plans to begin with, one per workout type: sensible sessions for a dryland hour, to be changed by a trainer."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from dryland.contract.base import Wire, WorkoutType
from dryland.contract.conditioning import (
    ConditioningPlan,
    HeartRateBasis,
    HeartRateTarget,
    Interval,
    IntervalKind,
    PowerBasis,
    PowerTarget,
)

__all__ = ["default_plan"]


def _hr(low: float, high: float) -> HeartRateTarget:
    return HeartRateTarget(basis=HeartRateBasis.HR_MAX, min=low, max=high)


def _ftp(low: float, high: float) -> PowerTarget:
    return PowerTarget(basis=PowerBasis.FTP, min=low, max=high)


def _conditioning() -> ConditioningPlan:
    """Four times four minutes hard, three minutes easy (Helgerud 2007), with warm-up and cool-down."""
    intervals = [
        Interval(
            id="warmup",
            name="Warm-up",
            type=IntervalKind.WARMUP,
            duration=600,
            intensity=3,
            heart_rate=_hr(60, 70),
            power=_ftp(45, 65),
        )
    ]
    for number in range(1, 5):
        intervals.append(
            Interval(
                id=f"work-{number}", name=f"Work {number}", type=IntervalKind.WORK, duration=240, intensity=9,
                heart_rate=_hr(85, 95), power=_ftp(100, 115),
            )
        )  # fmt: skip
        if number < 4:
            intervals.append(
                Interval(
                    id=f"easy-{number}", name=f"Easy {number}", type=IntervalKind.REST, duration=180, intensity=4,
                    heart_rate=_hr(60, 75), power=_ftp(40, 60),
                )
            )  # fmt: skip
    intervals.append(
        Interval(
            id="cooldown",
            name="Cool-down",
            type=IntervalKind.COOLDOWN,
            duration=300,
            intensity=2,
            heart_rate=_hr(50, 65),
        )
    )
    return ConditioningPlan(intervals=tuple(intervals), equipment="bike")


_PLANS: Final[MappingProxyType[WorkoutType, Callable[[], Wire]]] = MappingProxyType(
    {WorkoutType.CONDITIONING: _conditioning}
)


def default_plan(workout_type: WorkoutType) -> Wire:
    """A plan to begin with. Raises KeyError for a type that has none."""
    return _PLANS[workout_type]()
