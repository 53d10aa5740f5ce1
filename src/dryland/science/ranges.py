"""Checks of inputs shared by the formulas: what is a caller's mistake raises here. Knows no formula."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, TypeGuard, TypeVar

__all__ = ["Sex", "by_sex", "finite", "is_heart_rate", "look_up", "non_negative", "positive", "within"]

Sex = Literal["male", "female"]
T = TypeVar("T")


def finite(name: str, value: float) -> float:
    """Return `value`; ValueError when it is NaN or infinite."""
    if not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, not {value!r}")
    return value


def is_heart_rate(bpm: float | None) -> TypeGuard[float]:
    """Whether it is a heart rate at all; None, NaN and 0 bpm are what a strap without contact says."""
    return bpm is not None and math.isfinite(bpm) and bpm > 0


def positive(name: str, value: float) -> float:
    """Return `value`; ValueError unless it is finite and above zero."""
    if finite(name, value) <= 0:
        raise ValueError(f"{name} must be above 0, not {value!r}")
    return value


def non_negative(name: str, value: float) -> float:
    """Return `value`; ValueError unless it is finite and at least zero."""
    if finite(name, value) < 0:
        raise ValueError(f"{name} must not be negative, not {value!r}")
    return value


def within(name: str, value: float, low: float, high: float) -> float:
    """Return `value`; ValueError unless low <= value <= high."""
    if not low <= finite(name, value) <= high:
        raise ValueError(f"{name} must lie in {low} to {high}, not {value!r}")
    return value


def by_sex(sex: str, male: T, female: T) -> T:
    """Return the figure published for `sex`; ValueError for any other word than male or female."""
    if sex == "male":
        return male
    if sex == "female":
        return female
    raise ValueError(f"sex must be 'male' or 'female', the groups that the source measured, not {sex!r}")


def look_up(name: str, key: str, table: Mapping[str, T]) -> T:
    """Return table[key]; ValueError that lists the known keys otherwise."""
    if key not in table:
        raise ValueError(f"{name} {key!r} is not one of {', '.join(sorted(table))}")
    return table[key]
