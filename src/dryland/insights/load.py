"""What a squad has done week by week, compared with what each player is used to. Completeness comes first.

Minutes are compared, because every kind of training has them; TRIMP, tonnage and the players' own ratings (session RPE
times minutes, Foster 2001) stand beside where there are some, the ratings with how many of the sessions have one.
The ratio of a week to the last four is a description, no predictor of injuries (science.md D.1): it has no bands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from dryland.contract.base import Count, Identifier, Percent, Timestamp, Wire, WorkoutType
from dryland.floor.workout import at_time
from dryland.science.acwr import CHRONIC_DAYS, acwr_rolling_coupled
from dryland.science.foster import monotony
from dryland.store.records import PlayerFigures

__all__ = ["DAY_MS", "PlayerWeek", "SquadWeek", "TypeShare", "squad_week"]

DAY_MS: Final = 86_400_000
WEEK_DAYS: Final = 7


class TypeShare(Wire, frozen=True, kw_only=True):
    """One kind of workout within a week."""

    workout_type: WorkoutType
    sessions: Count
    minutes: float


class PlayerWeek(Wire, frozen=True, kw_only=True):
    """One player's seven days. `change` compares minutes a day with the last 28 days, %, null before 28 known days."""

    player_id: Identifier
    sessions: Count
    minutes: float
    daily_minutes: tuple[float, ...]
    known_days: Count
    change: float | None = None
    monotony: float | None = None
    trimp: float | None = None
    tonnage_kg: float | None = None
    energy_kcal: float | None = None
    srpe_load: float | None = None
    rated_sessions: Count
    steps_done: Count
    steps_planned: Count
    data_completeness: Percent | None = None
    by_workout_type: tuple[TypeShare, ...]


class SquadWeek(Wire, frozen=True, kw_only=True):
    """Seven days of a squad up to `end`. `complete` players have 28 known days and can be compared."""

    start: Timestamp
    end: Timestamp
    sessions: Count
    complete: Count
    players: tuple[PlayerWeek, ...]


def squad_week(
    figures: Iterable[PlayerFigures], first_known_ms: dict[str, int], player_ids: Sequence[str], end_ms: int
) -> SquadWeek:
    """The seven days before `end_ms` (exclusive) of these players, from the figures of the 28 days before it."""
    rows: defaultdict[str, list[PlayerFigures]] = defaultdict(list)
    for row in figures:
        rows[row.player_id].append(row)
    start_ms = end_ms - WEEK_DAYS * DAY_MS
    weeks = [_week(each, rows[each], first_known_ms.get(each), start_ms, end_ms) for each in player_ids]
    sessions = {row.session_id for each in player_ids for row in rows[each] if row.started_at_ms >= start_ms}
    return SquadWeek(
        start=at_time(start_ms),
        end=at_time(end_ms),
        sessions=len(sessions),
        complete=sum(week.change is not None for week in weeks),
        players=tuple(weeks),
    )


def _week(
    player_id: str, rows: Sequence[PlayerFigures], first_ms: int | None, start_ms: int, end_ms: int
) -> PlayerWeek:
    days = _daily_minutes(rows, end_ms)
    known_days = 0 if first_ms is None else min(CHRONIC_DAYS, -(-(end_ms - first_ms) // DAY_MS))
    ratio = acwr_rolling_coupled(days) if known_days >= CHRONIC_DAYS else None
    week = [row for row in rows if row.started_at_ms >= start_ms]
    completeness = [row.completeness_pct for row in week if row.completeness_pct is not None]
    even = monotony(days[-WEEK_DAYS:]) if week else None
    return PlayerWeek(
        player_id=player_id,
        sessions=len(week),
        minutes=round(sum(row.minutes for row in week), 1),
        daily_minutes=tuple(round(minutes, 1) for minutes in days[-WEEK_DAYS:]),
        known_days=max(0, known_days),
        change=None if ratio is None else round(100 * (ratio - 1), 1),
        monotony=None if even is None else round(even, 2),
        trimp=_sum(row.trimp for row in week),
        tonnage_kg=_sum(row.tonnage_kg for row in week),
        energy_kcal=_sum(row.energy_kcal for row in week),
        srpe_load=_sum(row.srpe_load for row in week),
        rated_sessions=sum(row.srpe_load is not None for row in week),
        steps_done=sum(row.steps_done for row in week),
        steps_planned=sum(row.steps_planned for row in week),
        data_completeness=round(sum(completeness) / len(completeness), 1) if completeness else None,
        by_workout_type=_shares(week),
    )


def _daily_minutes(rows: Sequence[PlayerFigures], end_ms: int) -> list[float]:
    """Minutes of each of the last 28 days; a day without a session is a day of rest."""
    days = [0.0] * CHRONIC_DAYS
    for row in rows:
        age = (end_ms - 1 - row.started_at_ms) // DAY_MS
        if 0 <= age < CHRONIC_DAYS:
            days[CHRONIC_DAYS - 1 - age] += row.minutes
    return days


def _sum(values: Iterable[float | None]) -> float | None:
    """The sum of what was measured; None where nothing was."""
    known = [value for value in values if value is not None]
    return round(sum(known), 1) if known else None


def _shares(week: Sequence[PlayerFigures]) -> tuple[TypeShare, ...]:
    minutes: defaultdict[WorkoutType, list[float]] = defaultdict(list)
    for row in week:
        minutes[row.workout_type].append(row.minutes)
    return tuple(
        TypeShare(workout_type=kind, sessions=len(each), minutes=round(sum(each), 1))
        for kind, each in sorted(minutes.items())
    )
