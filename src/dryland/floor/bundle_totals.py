"""A bundle in figures: how many do what, how far they are, how complete the data is. Recomputable; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from dryland.contract.aggregates import AggregateMetrics, PerformanceAlert, ResourceUtilization, WorkoutAggregate
from dryland.contract.base import PlayerStatus, WorkoutType
from dryland.floor.aggregate import Session
from dryland.floor.live import LivePlayer

__all__ = ["totals"]


class _Sum:
    """Running sums over some sessions."""

    def __init__(self) -> None:
        self.sessions = self.players = self.active = self.completed = 0
        self.progress = self.kcal = self.expected_s = self.recorded_s = 0.0
        self.heart_rates: list[float] = []

    def add(self, session: Session, now_ms: int) -> None:
        """Take one session in."""
        players = session.state.present()
        self.sessions += 1
        self.players += len(players)
        self.active += sum(player.status is PlayerStatus.ACTIVE for player in players)
        self.completed += sum(player.status is PlayerStatus.COMPLETED for player in players)
        self.progress += session.machine.progress(session) * len(players)
        fact_ms = session.state.clock.fact_time_ms(now_ms)
        for player in players:
            live = session.live.get(player.player_id)
            if live is not None:
                self._add_live(live, fact_ms, now_ms, is_active=player.status is PlayerStatus.ACTIVE)

    def _add_live(self, live: LivePlayer, fact_ms: int, now_ms: int, *, is_active: bool) -> None:
        self.kcal += live.analysis.kcal
        heart_rate = live.row(now_ms)[1]
        if isinstance(heart_rate, int | float):
            self.heart_rates.append(heart_rate)
        tally = live.analysis.tally
        if tally is not None and is_active and fact_ms > tally.start_ms:
            expected_s = (fact_ms - tally.start_ms) / 1000
            self.expected_s += expected_s
            self.recorded_s += min(expected_s, max(tally.hr_s, tally.power_s))

    @property
    def average_progress(self) -> float:
        """Progress of the average player, %."""
        return round(self.progress / self.players, 1) if self.players else 0.0

    @property
    def average_heart_rate(self) -> float | None:
        """Mean of the heart rates that are fresh, bpm."""
        return round(sum(self.heart_rates) / len(self.heart_rates), 1) if self.heart_rates else None

    @property
    def calories(self) -> float | None:
        """Energy spent so far by those who are measured, kcal."""
        return round(self.kcal, 1) if self.kcal else None

    @property
    def completeness(self) -> float | None:
        """Seconds that were recorded of the intervals under way, %; None where nothing is expected."""
        return round(100 * self.recorded_s / self.expected_s, 1) if self.expected_s else None

    def of_type(self) -> WorkoutAggregate:
        """The sums as they are told of one workout type."""
        return WorkoutAggregate(
            sessions=self.sessions,
            total_participants=self.players,
            active_participants=self.active,
            completed_participants=self.completed,
            average_progress=self.average_progress,
            average_heart_rate=self.average_heart_rate,
            total_calories_burned=self.calories,
            data_completeness=self.completeness,
        )


def totals(
    sessions: Sequence[Session], alerts: Sequence[PerformanceAlert], resources: ResourceUtilization, now_ms: int
) -> AggregateMetrics:
    """The aggregates of a bundle's sessions at a moment; `alerts` are those in force."""
    whole = _Sum()
    kinds: dict[WorkoutType, _Sum] = {}
    for session in sessions:
        whole.add(session, now_ms)
        kinds.setdefault(session.state.workout_type, _Sum()).add(session, now_ms)
    return AggregateMetrics(
        total_participants=whole.players,
        active_participants=whole.active,
        completed_participants=whole.completed,
        average_progress=whole.average_progress,
        average_heart_rate=whole.average_heart_rate,
        total_calories_burned=whole.calories,
        by_workout_type={kind: each.of_type() for kind, each in kinds.items()},
        performance_alerts=tuple(alerts) or None,
        resource_utilization=resources,
        data_completeness=whole.completeness,
    )
