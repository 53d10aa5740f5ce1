"""The kinds of workout a floor can run. A new kind is a file of its own and a row here."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final, cast

from dryland.contract.base import WorkoutType
from dryland.floor.agility import AgilityWorkout
from dryland.floor.conditioning import ConditioningWorkout
from dryland.floor.hybrid import HybridWorkout
from dryland.floor.plyometrics import PlyometricsWorkout
from dryland.floor.strength import StrengthWorkout
from dryland.floor.workout import Workout

__all__ = ["WORKOUTS"]

WORKOUTS: Final[MappingProxyType[WorkoutType, Workout[Any]]] = MappingProxyType(
    {
        WorkoutType.CONDITIONING: cast("Workout[Any]", ConditioningWorkout()),
        WorkoutType.STRENGTH: cast("Workout[Any]", StrengthWorkout()),
        WorkoutType.HYBRID: cast("Workout[Any]", HybridWorkout()),
        WorkoutType.AGILITY: cast("Workout[Any]", AgilityWorkout()),
        WorkoutType.PLYOMETRICS: cast("Workout[Any]", PlyometricsWorkout()),
    }
)
"""Workout type → its machine."""
