"""Samples in bulk: what a device kept while it was away, or a recording. From columns on the wire to stored rows.

Rows keep their own time. Values that no body or machine can mean are left out and counted; the row stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.contract.live import PlayerSamples, SampleColumns
from dryland.floor.aggregate import Session
from dryland.floor.settings import FloorSettings
from dryland.floor.workout import to_ms
from dryland.store.samples import SampleRow, pack_rr

__all__ = ["Batch", "read_batch"]

Column = Sequence[float | None] | None


class Batch(NamedTuple):
    """Rows in the order of their own time, and how many values were left out."""

    rows: list[SampleRow]
    implausible: int


class _Checked(NamedTuple):
    column: Sequence[float | None]
    left_out: int


def read_batch(session: Session, command: PlayerSamples, now_ms: int) -> Batch | Refusal:
    """The rows of a batch. Refuses columns of unequal length and seconds before there is a start to count from."""
    columns, state = command.columns, session.state
    refusal = _unequal(state.session_id, columns)
    if refusal is not None:
        return refusal
    start_ms = state.clock.start_ms
    if start_ms is None and not all(isinstance(at, datetime) for at in columns.t):
        detail = "Times in seconds count from the session's start, and it has not started."
        context = ErrorContext(session_id=state.session_id, path="$.columns.t", state=state.status.value)
        return Refusal(ErrorCode.INVALID_TRANSITION, detail, context)
    times = [min(now_ms, _at_ms(at, start_ms or 0)) for at in columns.t]
    return _rows(session, command.player_id, columns, times, now_ms)


def _at_ms(at: datetime | float, start_ms: int) -> int:
    return to_ms(at) if isinstance(at, datetime) else start_ms + round(at * 1000)


def _unequal(session_id: str, columns: SampleColumns) -> Refusal | None:
    rows = len(columns.t)
    named = {
        "heartRate": columns.heart_rate,
        "power": columns.power,
        "cadence": columns.cadence,
        "speed": columns.speed,
        "distance": columns.distance,
        "rrIntervals": columns.rr_intervals,
    }
    for name, column in named.items():
        if column is not None and len(column) != rows:
            detail = f"The column {name} has {len(column)} rows, t has {rows}."
            context = ErrorContext(session_id=session_id, path=f"$.columns.{name}")
            return Refusal(ErrorCode.VALIDATION_FAILED, detail, context)
    return None


def _within(column: Column, rows: int, low: float, high: float) -> _Checked:
    if column is None:
        return _Checked([None] * rows, 0)
    kept = [value if value is None or low <= value <= high else None for value in column]
    return _Checked(kept, sum(new is None and old is not None for new, old in zip(kept, column, strict=True)))


def _rows(session: Session, player_id: str, columns: SampleColumns, times: Sequence[int], now_ms: int) -> Batch:
    settings: FloorSettings = session.settings
    rows = len(times)
    heart = _within(columns.heart_rate, rows, 1, 250)
    power = _within(columns.power, rows, 0, settings.power_max_w)
    cadence = _within(columns.cadence, rows, 0, 300)
    speed = _within(columns.speed, rows, 0, 40)
    distance = _within(columns.distance, rows, 0, 1_000_000)
    rr = columns.rr_intervals or (None,) * rows
    session_id = session.state.session_id
    made = [
        SampleRow(
            session_id,
            player_id,
            at_ms,
            None if heart.column[i] is None else round(heart.column[i] or 0),
            None if power.column[i] is None else round(power.column[i] or 0),
            cadence.column[i],
            speed.column[i],
            distance.column[i],
            pack_rr(beats) if (beats := rr[i]) else None,
            now_ms,
        )
        for i, at_ms in enumerate(times)
    ]
    made.sort(key=lambda row: row.at_ms)
    left_out = heart.left_out + power.left_out + cadence.left_out + speed.left_out + distance.left_out
    return Batch(made, left_out)
