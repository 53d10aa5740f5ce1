"""A player's samples as a curve that fits a page, and how much of them there is. Must not know a session."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Protocol

from dryland.contract.base import Count, Percent, Seconds, Timestamp, Wire
from dryland.floor.workout import at_time

__all__ = ["DataQuality", "Stretch", "Trace", "quality_of", "trace_of"]

POINTS: Final = 240
GAP_MS: Final = 5_000
"""Longer without a sample is no data, as in `time_in_zone_s` (design choice)."""


class Columns(Protocol):
    """Stored samples by column, each moment once, in the order of their own time."""

    @property
    def at_ms(self) -> Sequence[int]: ...
    @property
    def heart_rate(self) -> Sequence[float | None]: ...
    @property
    def power(self) -> Sequence[float | None]: ...


class Trace(Wire, frozen=True, kw_only=True):
    """Means over equal steps of time from `start` on; null where there was no data. bpm and W."""

    start: Timestamp
    step: Seconds
    heart_rate: tuple[float | None, ...] | None = None
    power: tuple[float | None, ...] | None = None


class Stretch(Wire, frozen=True, kw_only=True):
    """A time without samples."""

    start: Timestamp
    seconds: Seconds


class DataQuality(Wire, frozen=True, kw_only=True):
    """How much of the time a sensor was heard, % of the time between its first and last sample; the longest gaps."""

    samples: Count
    completeness: Percent | None = None
    gaps: Count
    longest_gaps: tuple[Stretch, ...]
    implausible: Count
    questioned: Count


def trace_of(columns: Columns) -> Trace | None:
    """The curve of all samples; None where there are fewer than two."""
    times = columns.at_ms
    if len(times) < 2:
        return None
    span_ms = times[-1] - times[0] + 1
    step_ms = max(1_000, -(-span_ms // POINTS))
    count = -(-span_ms // step_ms)
    places = [(at_ms - times[0]) // step_ms for at_ms in times]
    return Trace(
        start=at_time(times[0]),
        step=step_ms / 1000,
        heart_rate=_means(columns.heart_rate, places, count),
        power=_means(columns.power, places, count),
    )


def _means(values: Sequence[float | None], places: Sequence[int], count: int) -> tuple[float | None, ...] | None:
    """The mean of each step's values; None where there is no value at all."""
    sums, numbers = [0.0] * count, [0] * count
    for place, value in zip(places, values, strict=True):
        if value is not None:
            sums[place] += value
            numbers[place] += 1
    if not any(numbers):
        return None
    return tuple(round(total / number, 1) if number else None for total, number in zip(sums, numbers, strict=True))


def quality_of(columns: Columns, implausible: int, questioned: int) -> DataQuality:
    """How much of a player's samples there is. `questioned` are entries kept though they can hardly be true."""
    times = columns.at_ms
    gaps = [(at_ms, later - at_ms) for at_ms, later in pairwise(times) if later - at_ms > GAP_MS]
    span_ms = times[-1] - times[0] if len(times) > 1 else 0
    missing_ms = sum(gap_ms for _, gap_ms in gaps)
    longest = sorted(gaps, key=lambda gap: (-gap[1], gap[0]))[:3]
    return DataQuality(
        samples=len(times),
        completeness=round(100 * (1 - missing_ms / span_ms), 1) if span_ms else None,
        gaps=len(gaps),
        longest_gaps=tuple(Stretch(start=at_time(at_ms), seconds=gap_ms / 1000) for at_ms, gap_ms in longest),
        implausible=implausible,
        questioned=questioned,
    )
