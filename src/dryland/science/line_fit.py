"""Least-squares straight line through points. Knows no sport."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

__all__ = ["Line", "line_fit"]


class Line(NamedTuple):
    """y = intercept + slope x, with the share of variance it explains."""

    slope: float
    intercept: float
    r2: float

    def at(self, x: float) -> float:
        """The line's y at `x`."""
        return self.intercept + self.slope * x


def line_fit(x: Sequence[float], y: Sequence[float]) -> Line | None:
    """Ordinary least squares of y on x; None with fewer than two different x. ValueError on unequal lengths."""
    if len(x) != len(y):
        raise ValueError(f"x and y must have the same length, not {len(x)} and {len(y)}")
    n = len(x)
    if len(set(x)) < 2:
        return None
    mean_x, mean_y = fsum(x) / n, fsum(y) / n
    sxx = fsum((a - mean_x) ** 2 for a in x)
    sxy = fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    syy = fsum((b - mean_y) ** 2 for b in y)
    if sxx == 0:
        return None
    slope = sxy / sxx
    r2 = 1.0 if syy == 0 else sxy * sxy / (sxx * syy)
    return Line(slope, mean_y - slope * mean_x, r2)
