"""A Gaussian belief about a few numbers and how one scalar observation changes it, in plain floats.

Small on purpose: the vectors have 3 to 7 entries and are updated once per set, where an array library costs more than
it saves. Must not know what the numbers stand for.
"""

import math
from collections.abc import Sequence
from operator import mul

import msgspec

__all__ = ["Belief", "condition", "independent", "project", "truncated_normal", "widen"]

_ROOT_2 = math.sqrt(2.0)
_ROOT_2PI = math.sqrt(2.0 * math.pi)
_NO_MASS = 1e-9


class Belief(msgspec.Struct, frozen=True):
    """Mean and covariance (symmetric, rows)."""

    mean: tuple[float, ...]
    cov: tuple[tuple[float, ...], ...]


def independent(mean: Sequence[float], sd: Sequence[float]) -> Belief:
    """A belief whose parts say nothing about each other."""
    size = range(len(mean))
    return Belief(tuple(mean), tuple(tuple(sd[i] ** 2 if i == j else 0.0 for j in size) for i in size))


def project(belief: Belief, gradient: Sequence[float]) -> tuple[list[float], float]:
    """Covariance of every part with the scalar gradient·x, and the variance of that scalar."""
    # The hot path of a recorded set: sum over map(mul) is the fastest dot product that plain Python 3.11 has.
    reach = [sum(map(mul, row, gradient)) for row in belief.cov]
    return reach, sum(map(mul, reach, gradient))


def condition(belief: Belief, reach: Sequence[float], var: float, shift: float, kept_var: float = 0.0) -> Belief:
    """The belief after a scalar observation moved its own mean by `shift` and its variance from `var` to `kept_var`.

    `reach` is the covariance of every part with the observed scalar, noise included in `var`. An exact
    observation keeps no variance; an interval keeps some.
    """
    gain = shift / var
    fall = (var - kept_var) / (var * var)
    mean = tuple([m + r * gain for m, r in zip(belief.mean, reach, strict=True)])
    cov = tuple([_fallen(row, fall * left, reach) for row, left in zip(belief.cov, reach, strict=True)])
    return Belief(mean, cov)


def _fallen(row: tuple[float, ...], fall: float, reach: Sequence[float]) -> tuple[float, ...]:
    return tuple([c - fall * r for c, r in zip(row, reach)])  # noqa: B905 - as long as each other, and checked above


def widen(belief: Belief, added_var: Sequence[float]) -> Belief:
    """The belief after its parts may have moved on their own, each by its variance."""
    rows = [
        (*row[:i], row[i] + extra, *row[i + 1 :]) if extra else row
        for i, (row, extra) in enumerate(zip(belief.cov, added_var, strict=True))
    ]
    return Belief(belief.mean, tuple(rows))


def truncated_normal(mean: float, sd: float, low: float, high: float) -> tuple[float, float]:
    """Mean and variance of a normal known to lie in [low, high]; the nearest end where the interval has no mass."""
    a, b = (low - mean) / sd, (high - mean) / sd
    mass = (math.erf(b / _ROOT_2) - math.erf(a / _ROOT_2)) / 2.0
    if mass < _NO_MASS:
        return (low if a > 0.0 else high), 0.0
    at_low, at_high = _density(a), _density(b)
    lean = (at_low - at_high) / mass
    spread = 1.0 + (_scaled(a, at_low) - _scaled(b, at_high)) / mass - lean * lean
    return mean + sd * lean, sd * sd * min(1.0, max(0.0, spread))


def _density(x: float) -> float:
    return math.exp(-0.5 * x * x) / _ROOT_2PI


def _scaled(x: float, density: float) -> float:
    return x * density if density > 0.0 else 0.0
