"""Samples at 1-50 Hz: rows in, columns out, and the packed chunk in which they rest.

A chunk is what one commit brings for one stream, column by column. Chunks are never rewritten; overlapping ones are
merged when they are read, so that a sample that came twice is seen once. Must not know SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import lt
from typing import Any, Final

import msgspec
from msgspec.structs import astuple

__all__ = [
    "Chunk",
    "SampleColumns",
    "SampleRow",
    "merge",
    "pack",
    "pack_columns",
    "pack_rr",
    "unpack",
    "unpack_all",
    "unpack_rr",
]


class SampleRow(msgspec.Struct, frozen=True, gc=False):
    """One reading of one player; `at_ms` is when it was measured, `received_at_ms` when the node got it.

    Units: bpm, W, 1/min, m/s, m. `rr_ms` as written by `pack_rr`. The collector never looks at them: thousands wait for
    the disk at any time.
    """

    stream: str
    player_id: str
    at_ms: int
    heart_rate: int | None = None
    power: int | None = None
    cadence: float | None = None
    speed: float | None = None
    distance: float | None = None
    rr_ms: str | None = None
    received_at_ms: int = 0


class SampleColumns(msgspec.Struct, frozen=True):
    """One player's samples of one stream, each moment once, sorted by time; all columns have the same length."""

    at_ms: list[int]
    heart_rate: list[int | None]
    power: list[int | None]
    cadence: list[float | None]
    speed: list[float | None]
    distance: list[float | None]
    rr_ms: list[str | None]
    received_at_ms: list[int]

    def __len__(self) -> int:
        return len(self.at_ms)


class Chunk(msgspec.Struct, frozen=True):
    """A packed piece of one stream's samples with the span of time it covers."""

    first_ms: int
    last_ms: int
    body: bytes


class _Body(msgspec.Struct, frozen=True, array_like=True):
    """Columns of a chunk: times are offsets from `base_ms`, a column without any value is `None`."""

    base_ms: int
    player: list[int]
    at_ms: list[int]
    heart_rate: list[int | None] | None
    power: list[int | None] | None
    cadence: list[float | None] | None
    speed: list[float | None] | None
    distance: list[float | None] | None
    rr_ms: list[str | None] | None
    received_at_ms: list[int] | int


_MEASURED: Final = slice(3, 9)
_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Body).decode


def pack_rr(intervals_ms: Iterable[float]) -> str:
    """Beat-to-beat intervals as they are stored: milliseconds, at most one decimal, separated by spaces."""
    return " ".join(f"{value:.1f}".removesuffix(".0") for value in intervals_ms)


def unpack_rr(text: str) -> list[float]:
    """The intervals (ms) that `pack_rr` wrote."""
    return [float(word) for word in text.split()]


def pack(rows: Sequence[SampleRow], number_of: Callable[[str], int]) -> Chunk:
    """The rows of one stream as a chunk; `number_of` gives a player's number within the stream."""
    columns = list(zip(*map(astuple, rows), strict=True))
    at_ms: tuple[int, ...] = columns[2]
    received: tuple[int, ...] = columns[9]
    base_ms = min(at_ms)
    measured = [None if column.count(None) == len(column) else column for column in columns[_MEASURED]]
    same_arrival = received.count(received[0]) == len(received)
    body = _encode(
        (
            base_ms,
            [number_of(player) for player in columns[1]],
            [at - base_ms for at in at_ms],
            *measured,
            received[0] if same_arrival else received,
        )
    )
    return Chunk(base_ms, max(at_ms), body)


def pack_columns(player: int, columns: SampleColumns) -> Chunk:
    """One player's merged samples as a chunk."""
    base_ms = columns.at_ms[0]
    measured = (
        columns.heart_rate,
        columns.power,
        columns.cadence,
        columns.speed,
        columns.distance,
        columns.rr_ms,
    )
    body = _encode(
        (
            base_ms,
            [player] * len(columns),
            [at - base_ms for at in columns.at_ms],
            *(None if column.count(None) == len(column) else column for column in measured),
            columns.received_at_ms,
        )
    )
    return Chunk(base_ms, columns.at_ms[-1], body)


def unpack(body: bytes, player: int) -> Iterator[tuple[int, tuple[object, ...]]]:
    """(at_ms, measured columns and arrival time) of one player's rows in a chunk."""
    chunk = _decode(body)
    columns = (chunk.heart_rate, chunk.power, chunk.cadence, chunk.speed, chunk.distance, chunk.rr_ms)
    received = chunk.received_at_ms
    index = -1
    for _ in range(chunk.player.count(player)):
        index = chunk.player.index(player, index + 1)
        arrived = received if isinstance(received, int) else received[index]
        values = [None if column is None else column[index] for column in columns]
        yield chunk.base_ms + chunk.at_ms[index], (*values, arrived)


def unpack_all(body: bytes) -> Iterator[tuple[int, int, tuple[object, ...]]]:
    """(player's number, at_ms, measured columns and arrival time) of every row in a chunk, in its order."""
    chunk = _decode(body)
    rows, received = len(chunk.player), chunk.received_at_ms
    columns = (chunk.heart_rate, chunk.power, chunk.cadence, chunk.speed, chunk.distance, chunk.rr_ms)
    measured = [repeat(None, rows) if column is None else column for column in columns]
    arrived = repeat(received, rows) if isinstance(received, int) else received
    times = [chunk.base_ms + at for at in chunk.at_ms]
    return zip(chunk.player, times, zip(*measured, arrived, strict=True), strict=True)


def merge(
    rows: Iterable[tuple[int, tuple[object, ...]]], from_ms: int | None = None, to_ms: int | None = None
) -> SampleColumns:
    """Rows in order of arrival as columns: the first value of a moment stays, later ones fill what it lacks.

    `from_ms` is inclusive, `to_ms` exclusive.
    """
    if from_ms is not None or to_ms is not None:
        lowest = from_ms if from_ms is not None else -(1 << 63)
        highest = to_ms if to_ms is not None else 1 << 63
        rows = (row for row in rows if lowest <= row[0] < highest)
    arrived = list(rows)
    times = [at_ms for at_ms, _ in arrived]
    if all(map(lt, times, times[1:])):  # as they come from one device that was never away
        return _columns(times, [values for _, values in arrived])
    moments: dict[int, tuple[object, ...]] = {}
    for at_ms, values in arrived:
        known = moments.get(at_ms)
        moments[at_ms] = values if known is None else _filled(known, values)
    times = sorted(moments)
    return _columns(times, [moments[at_ms] for at_ms in times])


def _filled(known: tuple[object, ...], later: tuple[object, ...]) -> tuple[object, ...]:
    if None not in known:
        return known
    return tuple(new if old is None else old for old, new in zip(known, later, strict=True))


def _columns(times: list[int], values: list[tuple[object, ...]]) -> SampleColumns:
    columns: list[Any] = [list(column) for column in zip(*values, strict=True)] or [[] for _ in range(7)]
    return SampleColumns(times, *columns)
