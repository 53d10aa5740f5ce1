"""A session on one page: planned and done, incidents, quality of the data, curves, records, and flags that say why.

Everything is computed from the log and the samples, the same however and whenever they came. Says codes and numbers;
screens and printed pages have the words. Must not hold a restriction or a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from dryland.contract.base import (
    Code,
    Count,
    Identifier,
    Name,
    Percent,
    PlayerStatus,
    Seconds,
    SessionRpe,
    SessionStatus,
    Timestamp,
    Wire,
    WorkoutType,
)
from dryland.contract.conditioning import Interval, IntervalAnalysis, TargetZone
from dryland.contract.strength import PersonalRecord
from dryland.floor.aggregate import Session
from dryland.floor.agility_view import AgilityRecord
from dryland.floor.conditioning import IntervalTrack, interval_at, plan_of
from dryland.floor.hybrid_view import HybridRecord
from dryland.floor.live import PlayerProfile
from dryland.floor.record import PlayerRecord, player_record, session_record
from dryland.floor.state import PlayerState
from dryland.floor.strength_record import StrengthRecord
from dryland.floor.targets import heart_rate_band, power_band
from dryland.insights.incidents import AdviceTally, Incident, Told, tell
from dryland.insights.traces import DataQuality, Trace, quality_of, trace_of
from dryland.science.trimp import srpe_load
from dryland.store import SampleColumns, StoredEvent

__all__ = ["Band", "BestTime", "Debrief", "Flag", "PlayerDebrief", "Steps", "debrief"]

LOW_COMPLETENESS_PCT: Final = 90.0
"""Below it averages and times in zones say little (design choice)."""
LOW_COMPLIANCE_PCT: Final = 50.0
"""Below it the plan was too hard, too easy, or not followed (red of the plan-compliance colours, science.md B.2)."""


class Steps(Wire, frozen=True, kw_only=True):
    """Steps of the plan done and planned: sets, intervals, blocks, drills or jumps."""

    done: Count
    planned: Count


class Flag(Wire, frozen=True, kw_only=True):
    """Something to look at, and the figures that say why."""

    code: Code
    value: float
    limit: float | None = None


class Band(Wire, frozen=True, kw_only=True):
    """What was wanted of an interval, as bpm or W."""

    start: Timestamp
    end: Timestamp
    heart_rate: TargetZone | None = None
    power: TargetZone | None = None


class BestTime(Wire, frozen=True, kw_only=True):
    """A drill's best and mean valid time, ms, and how many attempts there were."""

    name: Name
    best_time: float
    average_time: float | None = None
    attempts: Count


class PlayerDebrief(Wire, frozen=True, kw_only=True):
    """One player's part.

    Load: TRIMP (Banister), kcal, kg, session RPE × minutes (Foster); intensity: bpm and W over finished intervals.
    """

    player_id: Identifier
    player_name: Name
    jersey_number: int | None = None
    status: PlayerStatus
    steps: Steps
    quality: DataQuality
    advice: AdviceTally
    flags: tuple[Flag, ...]
    zone_compliance: Percent | None = None
    average_heart_rate: float | None = None
    maximum_heart_rate: int | None = None
    average_power: float | None = None
    trimp: float | None = None
    energy_kcal: float | None = None
    tonnage_kg: float | None = None
    session_rpe: SessionRpe | None = None
    srpe_load: float | None = None
    best_times: tuple[BestTime, ...]
    personal_records: tuple[PersonalRecord, ...]
    intervals: tuple[IntervalAnalysis, ...]
    bands: tuple[Band, ...]
    trace: Trace | None = None
    work: Wire | None = None


class Debrief(Wire, frozen=True, kw_only=True):
    """A session as people look back at it."""

    session_id: Identifier
    workout_name: Name
    workout_type: WorkoutType
    status: SessionStatus
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    duration: Seconds
    bundle_id: Identifier | None = None
    trainer_name: Name | None = None
    seq: int
    steps: Steps
    advice: AdviceTally
    data_completeness: Percent | None = None
    incidents: tuple[Incident, ...]
    players: tuple[PlayerDebrief, ...]


class Samples(Protocol):
    """Where stored samples are read."""

    def samples(self, stream: str, player_id: str) -> SampleColumns: ...


class _Present(NamedTuple):
    """The state of a session in which only one player trains."""

    state: Any
    player: PlayerState

    def present(self) -> list[PlayerState]:
        return [self.player]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.state, name)


class _Alone:
    """A session as if only one player were in it, so that a machine's own count of steps serves for each."""

    def __init__(self, session: Session, player: PlayerState) -> None:
        self._session = session
        self.state = _Present(session.state, player)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def debrief(session: Session, events: Iterable[StoredEvent], samples: Samples, now_ms: int) -> Debrief:
    """Look back at a session by `now_ms`; one that still runs is shown as far as it is."""
    state, told = session.state, tell(events)
    players = [
        _player(session, player, told, samples.samples(state.session_id, player_id))
        for player_id, player in state.players.items()
    ]
    record = session_record(session, [], now_ms)
    known = [player.quality.completeness for player in players if player.quality.completeness is not None]
    return Debrief(
        session_id=state.session_id,
        workout_name=state.workout_name,
        workout_type=state.workout_type,
        status=state.status,
        start_time=record.start_time,
        end_time=record.end_time,
        duration=record.duration,
        bundle_id=state.bundle_id,
        trainer_name=state.trainer_name,
        seq=state.seq,
        steps=Steps(
            done=sum(player.steps.done for player in players), planned=sum(player.steps.planned for player in players)
        ),
        advice=told.advice(),
        data_completeness=round(sum(known) / len(known), 1) if known else None,
        incidents=tuple(sorted(told.incidents, key=lambda incident: incident.at)),
        players=tuple(players),
    )


def _steps(session: Session, player: PlayerState) -> Steps:
    if player.player_id not in session.works:
        return Steps(done=0, planned=0)
    alone: Any = _Alone(session, player)
    done, planned, _ = session.machine.steps(alone)
    return Steps(done=done, planned=planned)


def _player(session: Session, player: PlayerState, told: Told, columns: SampleColumns) -> PlayerDebrief:
    player_id = player.player_id
    record = player_record(session, player_id, columns)
    implausible = sum(interval.implausible_samples or 0 for interval in record.intervals)
    quality = quality_of(columns, implausible, told.questioned[player_id])
    lifted = _lifted(record.work)
    compliance = _weighted(record.intervals, "zone_compliance")
    return PlayerDebrief(
        player_id=player_id,
        player_name=player.name,
        jersey_number=player.jersey_number,
        status=player.status,
        steps=_steps(session, player),
        quality=quality,
        advice=told.advice(player_id),
        zone_compliance=compliance,
        average_heart_rate=_weighted(record.intervals, "avg_heart_rate"),
        maximum_heart_rate=max((each.max_heart_rate or 0 for each in record.intervals), default=0) or None,
        average_power=_weighted(record.intervals, "avg_power"),
        trimp=record.trimp,
        energy_kcal=record.energy_kcal,
        tonnage_kg=round(sum(each.tonnage_kg for each in lifted), 1) if lifted else None,
        session_rpe=player.session_rpe,
        srpe_load=_rated_load(session, player),
        best_times=_best_times(record.work),
        personal_records=tuple(each for work in lifted for lift in work.lifts for each in lift.personal_records),
        intervals=record.intervals,
        bands=_bands(session, player, record.intervals),
        trace=trace_of(columns),
        work=record.work,
        flags=tuple(_flags(record, quality, compliance, lifted)),
    )


def _rated_load(session: Session, player: PlayerState) -> float | None:
    """The player's own rating times the minutes of the session; None until it is rated."""
    if player.session_rpe is None or session.state.clock.start_ms is None:
        return None
    end_ms = session.state.clock.end_ms
    minutes = 0.0 if end_ms is None else session.state.clock.duration_ms(end_ms) / 60_000
    return round(srpe_load(player.session_rpe, minutes), 1)


def _weighted(intervals: Sequence[IntervalAnalysis], name: str) -> float | None:
    """The mean of a figure over intervals, weighted by their seconds; None where none has it."""
    pairs = [(getattr(each, name), each.duration) for each in intervals if getattr(each, name) is not None]
    seconds = sum(duration for _, duration in pairs)
    return round(sum(value * duration for value, duration in pairs) / seconds, 1) if seconds else None


def _lifted(work: Wire | None) -> list[StrengthRecord]:
    if isinstance(work, StrengthRecord):
        return [work]
    if isinstance(work, HybridRecord):
        return [block.strength for block in work.blocks if block.strength is not None]
    return []


def _best_times(work: Wire | None) -> tuple[BestTime, ...]:
    if not isinstance(work, AgilityRecord):
        return ()
    return tuple(
        BestTime(
            name=drill.name,
            best_time=drill.best_time,
            average_time=drill.average_time,
            attempts=len(drill.attempts),
        )
        for drill in work.drills
        if drill.best_time is not None
    )


def _bands(session: Session, player: PlayerState, intervals: Sequence[IntervalAnalysis]) -> tuple[Band, ...]:
    """What the plan wanted of each finished interval, in the player's own figures."""
    if session.state.workout_type is not WorkoutType.CONDITIONING:
        return ()
    track: IntervalTrack = session.works[player.player_id]  # pyright: ignore[reportAssignmentType]
    planned = plan_of(session, player)  # pyright: ignore[reportArgumentType]
    return tuple(
        _band(each, interval_at(track, planned, each.index), player.profile)
        for each in intervals
        if 0 <= each.index < len(planned)
    )


def _band(done: IntervalAnalysis, planned: Interval, profile: PlayerProfile) -> Band:
    return Band(
        start=done.start,
        end=done.end,
        heart_rate=heart_rate_band(planned, profile),
        power=power_band(planned, profile),
    )


def _flags(
    record: PlayerRecord, quality: DataQuality, compliance: float | None, lifted: Sequence[StrengthRecord]
) -> list[Flag]:
    found: list[Flag] = []
    completeness = quality.completeness
    if completeness is not None and completeness < LOW_COMPLETENESS_PCT:
        found.append(Flag(code="low_completeness", value=completeness, limit=LOW_COMPLETENESS_PCT))
    if compliance is not None and compliance < LOW_COMPLIANCE_PCT:
        found.append(Flag(code="low_compliance", value=compliance, limit=LOW_COMPLIANCE_PCT))
    if quality.questioned:
        found.append(Flag(code="questioned_entries", value=quality.questioned))
    failed = sum(each.set_data.outcome == "failed" for work in lifted for each in work.sets)
    if failed:
        found.append(Flag(code="failed_sets", value=failed))
    lowest = min((each.w_balance_min for each in record.intervals if each.w_balance_min is not None), default=0.0)
    if lowest < 0:
        found.append(Flag(code="w_balance_below_zero", value=round(lowest), limit=0.0))
    return found
