"""A debrief as a table for spreadsheets: a row for each player, or one for each thing that was done."""

from __future__ import annotations

import csv
import enum
import io
from collections.abc import Iterator, Sequence
from typing import Final

from dryland.contract.base import Wire
from dryland.floor.agility_view import AgilityRecord
from dryland.floor.hybrid_view import HybridRecord
from dryland.floor.strength_record import StrengthRecord
from dryland.insights.debrief import Debrief, PlayerDebrief

__all__ = ["Habit", "players_sheet", "steps_sheet"]

Row = Sequence[object]
MARK: Final = "\ufeff"
"""What a spreadsheet needs to read names in UTF-8."""


class Habit(enum.Enum):
    """How figures are written where a sheet is opened; the value is what stands between its columns."""

    POINTS_IN_FIGURES = ","
    COMMAS_IN_FIGURES = ";"


PLAYERS: Final = (
    "player_id", "player", "jersey_number", "status", "steps_done", "steps_planned", "zone_compliance_pct",
    "average_heart_rate_bpm", "maximum_heart_rate_bpm", "average_power_w", "trimp", "energy_kcal", "tonnage_kg",
    "session_rpe_cr10", "srpe_load_au", "best_time_ms", "personal_records", "samples", "completeness_pct",
    "advice_given", "advice_accepted", "advice_refused", "flags",
)  # fmt: skip
STEPS: Final = (
    "player_id", "player", "at", "kind", "name", "number", "reps", "hold_s", "weight", "weight_unit", "load_kg", "rpe",
    "outcome", "duration_s", "average_heart_rate_bpm", "maximum_heart_rate_bpm", "zone_compliance_pct",
    "average_power_w", "normalized_power_w", "time_ms", "faults", "questioned",
)  # fmt: skip


def players_sheet(page: Debrief, habit: Habit = Habit.POINTS_IN_FIGURES) -> str:
    """A row for each player, units in the names of the columns."""
    return _sheet(PLAYERS, (_player(player) for player in page.players), habit)


def steps_sheet(page: Debrief, habit: Habit = Habit.POINTS_IN_FIGURES) -> str:
    """A row for each set, interval, attempt and block in the order of doing."""
    return _sheet(STEPS, (row for player in page.players for row in _steps(player)), habit)


def _sheet(names: Row, rows: Iterator[Row], habit: Habit) -> str:
    text = io.StringIO()
    text.write(MARK)
    writer = csv.writer(text, delimiter=habit.value)
    writer.writerow(names)
    writer.writerows([_plain(value, habit) for value in row] for row in rows)
    return text.getvalue()


def _plain(value: object, habit: Habit) -> object:
    """A value as a cell; words that a spreadsheet would run as a formula are kept words."""
    if isinstance(value, float) and habit is Habit.COMMAS_IN_FIGURES:
        return str(value).replace(".", ",")
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return "" if value is None else value


def _player(player: PlayerDebrief) -> Row:
    best = min((each.best_time for each in player.best_times), default=None)
    return (
        player.player_id, player.player_name, player.jersey_number, player.status.value, player.steps.done,
        player.steps.planned, player.zone_compliance, player.average_heart_rate, player.maximum_heart_rate,
        player.average_power, player.trimp, player.energy_kcal, player.tonnage_kg, player.session_rpe,
        player.srpe_load, best,
        len(player.personal_records), player.quality.samples, player.quality.completeness, player.advice.given,
        player.advice.accepted, player.advice.refused, " ".join(flag.code for flag in player.flags),
    )  # fmt: skip


def _steps(player: PlayerDebrief) -> Iterator[Row]:
    head = (player.player_id, player.player_name)
    for each in player.intervals:
        yield (
            *head, each.start.isoformat(), "interval", each.name, each.index + 1, *(None,) * 7,
            each.duration, each.avg_heart_rate, each.max_heart_rate, each.zone_compliance, each.avg_power,
            each.normalized_power, None, None, None,
        )  # fmt: skip
    for row in _work(player.work):
        yield (*head, *row)


def _work(work: Wire | None) -> Iterator[Row]:
    if isinstance(work, StrengthRecord):
        yield from _sets(work)
    elif isinstance(work, AgilityRecord):
        yield from _attempts(work)
    elif isinstance(work, HybridRecord):
        for block in work.blocks:
            seconds = None if block.end is None else (block.end - block.start).total_seconds()
            yield (
                block.start.isoformat(), f"block {block.type.value}", block.name, *(None,) * 8, seconds,
                *(None,) * 8,
            )  # fmt: skip
            if block.strength is not None:
                yield from _sets(block.strength)


def _sets(work: StrengthRecord) -> Iterator[Row]:
    for each in work.sets:
        data = each.set_data
        yield (
            each.at.isoformat(), "set", each.exercise_name, data.set_number, data.reps, data.hold_time, data.weight,
            None if data.weight_unit is None else data.weight_unit.value, each.load_kg, data.rpe,
            None if data.outcome is None else data.outcome.value, *(None,) * 8, each.questioned,
        )  # fmt: skip


def _attempts(work: AgilityRecord) -> Iterator[Row]:
    for drill in work.drills:
        for each in drill.attempts:
            outcome = "void" if each.void_reasons else "valid"
            faults = " ".join(fault.value for fault in each.faults)
            yield (
                each.at.isoformat(), "attempt", drill.name, each.number, *(None,) * 6, outcome,
                *(None,) * 6, each.time, faults, each.questioned,
            )  # fmt: skip
